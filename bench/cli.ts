// Ten common commands, ours beside CNCF's flux (in $FLUX_PEERS/bin) and `node -e 0` on one cluster: whole processes, interleaved, medians
// of wall and user time. usage: npm run bench -- cli [ROUNDS] [KUBECONFIG]   without KUBECONFIG: an embedded API with 10 objects of each
// kind; a cluster named needs CRDs of Flux, and keeps what the bench writes there (namespaces bench-cli-10, bench-cli-2000)
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {createRedactor} from '../src/lib/errors/redact.js'
import {crds} from '../src/lib/kinds/crds.js'
import {apiVersionOf, KINDS} from '../src/lib/kinds/registry.js'
import type {KubeClient, KubeObject} from '../src/lib/ports/kube.js'
import {connect} from '../src/lib/wiring/connect.js'
import {capturedOut} from '../test/fakes/captured-out.js'

const root = join(import.meta.dirname, '..')
const ours = [process.execPath, join(root, 'bin/run.js')]
const theirs = [join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux')]
const SIZES = [10, 2000]
const RESOURCES = 200

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Wall and user time of a process, ms. */
function timed([program, ...words]: readonly string[], args: readonly string[], env: NodeJS.ProcessEnv, cwd: string) {
  // user time of all children so far, in hundredths of a second
  const children = () =>
    Number(
      readFileSync('/proc/self/stat', 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')[13],
    ) * 10
  const used = children()
  const started = performance.now()
  const {status, stderr} = spawnSync(program!, [...words, ...args], {env, cwd, encoding: 'utf8', maxBuffer: 1 << 28})
  const wall = performance.now() - started
  if (status !== 0 && !(args[0] === 'diff' && status === 1))
    throw new Error(`${args.join(' ')}: exit ${status}: ${stderr.slice(0, 500)}`)
  return {wall, user: children() - used}
}

/** The least spec of an object of each kind. */
const SPECS: Readonly<Record<string, KubeObject['spec']>> = {
  GitRepository: {interval: '10m', url: 'https://git.example.com/a'},
  OCIRepository: {interval: '10m', url: 'oci://registry.example.com/a'},
  Bucket: {interval: '10m', bucketName: 'a', endpoint: 's3.example.com'},
  HelmRepository: {interval: '10m', url: 'https://charts.example.com'},
  HelmChart: {interval: '10m', chart: 'a', sourceRef: {kind: 'HelmRepository', name: 'a'}},
  ExternalArtifact: {},
  Kustomization: {interval: '10m', prune: true, path: './', sourceRef: {kind: 'GitRepository', name: 'a'}},
  HelmRelease: {interval: '10m', chartRef: {kind: 'OCIRepository', name: 'a'}},
  Provider: {type: 'slack', channel: 'a'},
  Alert: {providerRef: {name: 'a'}, eventSources: [{kind: 'Kustomization', name: '*'}]},
  Receiver: {type: 'generic', secretRef: {name: 'a'}, resources: [{kind: 'GitRepository', name: 'a'}]},
  ImageRepository: {interval: '10m', image: 'registry.example.com/a'},
  ImagePolicy: {imageRepositoryRef: {name: 'a'}, policy: {semver: {range: '1.x'}}},
  ImageUpdateAutomation: {
    interval: '10m',
    sourceRef: {kind: 'GitRepository', name: 'a'},
    git: {commit: {author: {email: 'a@example.com'}}},
  },
}

const LISTED = KINDS.filter(({kind}) => SPECS[kind] !== undefined)

async function fill(kube: KubeClient, namespace: string, count: number): Promise<void> {
  await kube.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}, {fieldManager: 'bench'})
  for (const row of LISTED) {
    const ref = {apiVersion: apiVersionOf(row), kind: row.kind}
    if ((await kube.list(ref, {namespace, limit: count})).items.length >= count) continue
    let next = 0
    const work = async () => {
      for (let index = next++; index < count; index = next++) {
        const metadata = {name: `object-${String(index).padStart(4, '0')}`, namespace}
        const made = await kube.apply({...ref, metadata, spec: SPECS[row.kind]!}, {fieldManager: 'bench'})
        const message = `stored artifact for revision 'main@sha1:${'0123456789'.repeat(4)}'`
        const condition = {
          type: 'Ready',
          status: 'True',
          reason: 'Succeeded',
          message,
          lastTransitionTime: '2026-01-15T12:00:00Z',
        }
        if (['Provider', 'Alert'].includes(row.kind)) continue
        const body = {status: {observedGeneration: made.metadata.generation ?? 1, conditions: [condition]}}
        await kube.patch(
          {...ref, namespace, name: metadata.name},
          {type: 'merge', body},
          {subresource: 'status', fieldManager: 'bench'},
        )
      }
    }
    await Promise.all(Array.from({length: 20}, work))
  }
}

/** A tree of ConfigMaps, Services and Deployments. */
function writeTree(folder: string): void {
  mkdirSync(folder, {recursive: true})
  const names: string[] = []
  for (let index = 0; index < RESOURCES; index++) {
    const name = `web-${index}`
    const head = {metadata: {name, namespace: 'bench-cli-10', labels: {app: name}}}
    const spec = {
      selector: {matchLabels: {app: name}},
      template: {metadata: {labels: {app: name}}, spec: {containers: [{name: 'web', image: 'web:1'}]}},
    }
    const objects = [
      {apiVersion: 'v1', kind: 'ConfigMap', ...head, data: {a: '${region:=eu}', b: 'x'.repeat(100)}},
      {apiVersion: 'v1', kind: 'Service', ...head, spec: {selector: {app: name}, ports: [{port: 80}]}},
      {apiVersion: 'apps/v1', kind: 'Deployment', ...head, spec},
    ]
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(objects[index % 3]))
    names.push(`${name}.yaml`)
  }
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({resources: names}))
}

/** Lists of all kinds, one after the other and at once, as bare requests of one client; ms. */
async function bareLists(kube: KubeClient, namespace: string): Promise<number> {
  const started = performance.now()
  await Promise.all(LISTED.map((row) => kube.list({apiVersion: apiVersionOf(row), kind: row.kind}, {namespace})))
  return performance.now() - started
}

export async function run(args: readonly string[]): Promise<{name: string; value: number; unit: string}[]> {
  const rounds = Number(args[0] ?? 11)
  const folder = mkdtempSync(join(tmpdir(), 'flux-bench-'))
  const {NODE_EXTRA_CA_CERTS: _, ...env} = process.env
  const own = args[1] === undefined
  if (own) spawnSync(ours[0]!, [ours[1]!, 'cluster', 'start', '--data-dir', folder], {env})
  const kubeconfig = args[1] ?? join(folder, 'kubeconfig')
  const context = {...env, KUBECONFIG: kubeconfig, HOME: folder}
  const {out} = capturedOut()
  const {ctx, close} = await connect({kubeconfig, env: {}, out, signal: new AbortController().signal}, createRedactor())
  try {
    if (own) for (const crd of crds()) await ctx.kube.create(crd)
    for (const size of own ? SIZES.slice(0, 1) : SIZES) await fill(ctx.kube, `bench-cli-${size}`, size)
    writeTree(join(folder, 'tree'))
    const small = ['-n', 'bench-cli-10']
    const file = join(folder, 'ks.yaml')
    const object = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: {name: 'object-0001', namespace: 'bench-cli-10'},
    }
    writeFileSync(file, JSON.stringify({...object, spec: {...(SPECS['Kustomization'] as object)}}))
    const lines: Record<string, readonly string[]> = {
      '--version': ['--version'],
      'get ks': ['get', 'ks', ...small],
      'get sources git': ['get', 'sources', 'git', ...small],
      'get all, 10 of each kind': ['get', 'all', ...small],
      'export ks --all': ['export', 'ks', '--all', ...small],
      'export source git': ['export', 'source', 'git', 'object-0001', ...small],
      'suspend ks': ['suspend', 'ks', 'object-0002', ...small],
      'create ks --export': ['create', 'ks', 'web', '--source', 'GitRepository/web', '--export'],
      'build kustomization': [
        'build',
        'ks',
        'object-0001',
        ...small,
        '--path',
        './tree',
        '--dry-run',
        '--kustomization-file',
        file,
      ],
      'diff kustomization': ['diff', 'ks', 'object-0001', ...small, '--path', './tree', '--progress-bar=false'],
      ...(own ? {} : {'get all, 2000 of each kind': ['get', 'all', '-n', 'bench-cli-2000']}),
    }
    const peer = existsSync(theirs[0]!)
    const times = new Map<string, {wall: number[]; user: number[]}[]>()
    const bare: number[] = []
    for (let round = -1; round < rounds; round++) {
      bare.push(timed([process.execPath], ['-e', '0'], env, folder).wall)
      for (const [name, words] of Object.entries(lines)) {
        const rows = times.get(name) ?? [ours, theirs].map(() => ({wall: [], user: []}))
        times.set(name, rows)
        for (const [at, program] of (peer ? [ours, theirs] : [ours]).entries()) {
          const {wall, user} = timed(program, words, context, folder)
          if (round < 0) continue
          rows[at]!.wall.push(wall)
          rows[at]!.user.push(user)
        }
      }
    }
    const figures = [{name: 'node -e 0', value: median(bare), unit: 'ms'}]
    for (const [name, [mine, other]] of times) {
      figures.push({name: `${name}, ours`, value: median(mine!.wall), unit: `ms, user ${Math.round(median(mine!.user))} ms`})
      if (!peer) continue
      figures.push({name: `${name}, flux`, value: median(other!.wall), unit: `ms, user ${Math.round(median(other!.user))} ms`})
      figures.push({name, value: median(mine!.wall) / median(other!.wall), unit: 'x flux'})
    }
    if (!own) {
      const lists: number[] = []
      for (let round = 0; round < 5; round++) lists.push(await bareLists(ctx.kube, 'bench-cli-2000'))
      figures.push({name: 'bare lists of 2000', value: median(lists), unit: 'ms'})
      const mine = median(times.get('get all, 2000 of each kind')![0]!.wall)
      figures.push({name: 'get all against bare lists', value: mine / median(lists), unit: 'x'})
    }
    return figures
  } finally {
    await close()
    if (own) spawnSync(ours[0]!, [ours[1]!, 'cluster', 'stop', '--data-dir', folder], {env})
    rmSync(folder, {recursive: true, force: true})
  }
}
