import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../src/lib/ports/kube.js'
import {type Flux, openFlux} from './open-flux.js'
import {CANARIES, FLEET, playControllers, wipe} from './recovery-fleet.js'

let flux: Flux
let stop: () => Promise<void>
let unready: (object: KubeObject) => string | undefined = () => undefined
/** everything that was said but for the exports */
const said: string[] = []

function file(name: string, text: string): void {
  const path = join(flux.dir, name)
  mkdirSync(join(path, '..'), {recursive: true})
  writeFileSync(path, text)
}

async function run(...args: Parameters<Flux['run']>) {
  const result = await flux.run(...args)
  said.push(args[0].startsWith('export') ? '' : result.stdout, result.stderr)
  return result
}

const kustomization = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system'}
const get = (name: string) => flux.kube.get({...kustomization, name})
const patch = (name: string, spec: JsonObject, fieldManager: string) =>
  flux.kube.patch({...kustomization, name}, {type: 'merge', body: {spec}}, {fieldManager})

/** Versions of everything of Flux, and of the Secrets: what changes when somebody writes. */
async function versions(): Promise<string[]> {
  const kinds = [
    kustomization,
    {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'},
    {apiVersion: 'v1', kind: 'Secret'},
  ]
  const lists = await Promise.all(kinds.map(({apiVersion, kind}) => flux.kube.list({apiVersion, kind})))
  return lists.flatMap(({items}) => items.map(({kind, metadata}) => `${kind}/${metadata.name} ${metadata.resourceVersion}`))
}

beforeAll(async () => {
  flux = await openFlux(['namespaces.yaml'])
  await wipe(flux.kube)
  file('fleet.yaml', FLEET)
  stop = playControllers(flux.kube, (object) => unready(object))
  const {exit, stderr} = await run('restore -f fleet.yaml')
  if (exit !== 0) throw new Error(stderr)
  file('backup.yaml', (await run('export all --with-secrets')).stdout)
})
afterAll(async () => {
  await stop()
  await flux.close()
})

describe('a fleet that is lost', () => {
  it('is planned, comes back and is ready', async () => {
    const before = await run('export all --with-secrets')
    await wipe(flux.kube)
    const plan = await run('restore -f backup.yaml --dry-run')
    expect(plan.exit).toBe(0)
    await expect(plan.stdout).toMatchFileSnapshot('./snapshots/restore-plan.txt')
    expect((await run('export all')).stderr).toContain('no objects of Flux found in any namespace')
    const {exit, stderr, stdout} = await run('restore -f backup.yaml')
    expect([exit, stdout]).toEqual([0, ''])
    await expect(stderr).toMatchFileSnapshot('./snapshots/restore.txt')
    expect((await run('export all --with-secrets')).stdout).toBe(before.stdout)
  })

  it('stays as it is the second time, with or without a dry-run', async () => {
    const before = await versions()
    const plan = await run('restore -f backup.yaml --dry-run')
    expect(plan.stdout).toMatch(/^18 unchanged$/m)
    const {exit, stderr} = await run('restore -f backup.yaml')
    expect(exit).toBe(0)
    expect(stderr).toContain('✔ 18 objects restored: 18 unchanged; all 9 of Flux are ready\n')
    expect(await versions()).toEqual(before)
  })

  it('comes back suspended first, and goes on with the same command', async () => {
    await wipe(flux.kube)
    const {exit, stderr} = await run('restore -f backup.yaml --suspended')
    expect(exit).toBe(0)
    expect(stderr).toContain('► everything of Flux is suspended: the same command without --suspended resumes it\n')
    const list = await run('get all -A -o json')
    const specs = (JSON.parse(list.stdout) as {items: {spec: {suspend?: boolean}}[]}).items.map(({spec}) => spec.suspend)
    expect([specs.length, new Set(specs)]).toEqual([9, new Set([true])])
    const again = await run('restore -f backup.yaml')
    expect(again.exit).toBe(0)
    expect(again.stderr).toContain('✔ 18 objects restored: 9 configured, 9 unchanged; all 9 of Flux are ready\n')
    expect((await get('apps'))['spec']).not.toHaveProperty('suspend')
  })

  it('does not wait for what a foreign controller fills', async () => {
    const object = (name: string) =>
      `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ExternalArtifact\nmetadata: {name: ${name}, namespace: apps}\nspec: {sourceRef: {apiVersion: example.com/v1, kind: Maker, name: m}}\n`
    writeFileSync(join(flux.dir, 'foreign.yaml'), object('made'))
    for (const more of ['--suspended', '']) {
      const {exit, stderr} = await run(`restore -f foreign.yaml ${more}`.trim())
      expect(exit).toBe(0)
      expect(stderr).toContain('► ExternalArtifact/apps/made not waited for: what makes them fills them again\n')
    }
    writeFileSync(join(flux.dir, 'foreign.yaml'), ['a', 'b', 'c', 'd', 'e', 'f'].map(object).join('---\n'))
    expect((await run('restore -f foreign.yaml')).stderr).toContain('► 6 objects are not waited for: ')
    await wipe(flux.kube)
  })

  it('comes back in one namespace alone', async () => {
    await wipe(flux.kube)
    const {exit, stderr} = await run('restore -f backup.yaml -n apps')
    expect(exit).toBe(0)
    expect(stderr).toContain('✔ 7 objects restored: 7 created')
    expect((await run('export all')).stdout).not.toContain('namespace: flux-system')
    expect((await run('restore -f backup.yaml')).exit).toBe(0)
  })

  it('is told of what is not ready, why, and what to do', async () => {
    await wipe(flux.kube)
    unready = ({metadata}) => (metadata.name === 'apps' ? "dependency 'flux-system/infrastructure' is not ready" : undefined)
    const {exit, stderr} = await run('restore -f backup.yaml --timeout 30s')
    unready = () => undefined
    expect(exit).toBe(1)
    expect(stderr.slice(stderr.indexOf('✗'))).toBe(
      [
        '✗ 1 of 9 objects of Flux did not become ready:',
        "  Kustomization/flux-system/apps: dependency 'flux-system/infrastructure' is not ready",
        '► flux events --for Kustomization/apps -n flux-system',
        '► flux get kustomizations -A --status-selector ready=false',
        '',
      ].join('\n'),
    )
  })
})

describe('what others have changed since', () => {
  it('is kept where it comes from Git, refused where it does not, overwritten when asked', async () => {
    await run('restore -f backup.yaml --wait=false')
    await patch('infrastructure', {interval: '5m'}, 'kustomize-controller')
    await patch('apps', {path: './elsewhere'}, 'kubectl-edit')
    const plan = await run('restore -f backup.yaml --dry-run')
    expect(plan.exit).toBe(1)
    expect(plan.stdout).toContain(
      'Kustomization/flux-system/infrastructure kept: it comes from Git: .spec.interval belongs to kustomize-controller\n',
    )
    const {exit, stderr} = await run('restore -f backup.yaml')
    expect(exit).toBe(1)
    expect(stderr).toContain('✗ Kustomization/flux-system/apps failed: .spec.path belongs to kubectl-edit (backup.yaml:')
    expect(stderr).toContain('► --force-conflicts takes these fields over\n')
    expect(stderr).toContain('✗ 1 of 18 objects could not be restored\n')
    const forced = await run('restore -f backup.yaml --force-conflicts')
    expect(forced.stderr).toContain('2 configured, 16 unchanged')
    expect((await get('apps'))['spec']).toMatchObject({path: './apps'})
  })

  it('waits for what is being deleted', async () => {
    const hold = {metadata: {finalizers: ['example.com/hold']}}
    await flux.kube.patch({...kustomization, name: 'apps'}, {type: 'merge', body: hold})
    await flux.kube.delete({...kustomization, name: 'apps'})
    expect((await run('export all')).stderr).toContain('⚠️ Kustomization/flux-system/apps is being deleted: left out\n')
    const stuck = await run('restore -f backup.yaml --timeout 5s')
    expect(stuck.exit).toBe(1)
    expect(stuck.stderr).toContain(
      '◎ waiting for the end of the deletion of Kustomization apps in flux-system namespace, which waits for example.com/hold\n',
    )
    expect(stuck.stderr).toMatch(/✗ context deadline exceeded: \d+ of 18 objects are restored\n► the same command again/)
    await flux.kube.patch({...kustomization, name: 'apps'}, {type: 'merge', body: {metadata: {finalizers: null}}})
    expect((await run('restore -f backup.yaml')).stderr).toContain('✔ Kustomization/flux-system/apps created\n')
  })
})

const OBJECT = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: one, namespace: flux-system}
spec: {interval: 10m, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: {name: bad, namespace: apps}\n'

describe('files', () => {
  it.each([
    ['bad.yaml', 'a: 1\n---\nb: [', /^✗ bad\.yaml:4:\d+: /],
    [
      'anchor.yaml',
      `${SECRET}stringData:\n  password: *canary-dropped\n`,
      /^✗ anchor\.yaml:5:\d+: unknown anchor \.\.\. referenced\n$/,
    ],
    [
      'kind.yaml',
      `${OBJECT}---\nmetadata: {name: x}\n`,
      /^✗ kind\.yaml:6: this is no Kubernetes object: it has no apiVersion\n► /,
    ],
    ['name.yaml', 'apiVersion: v1\nkind: Secret\n', /^✗ name\.yaml:1: this is no Kubernetes object: it has no metadata\.name\n/],
    ['text.yaml', 'hello\n', /^✗ text\.yaml:1: this is no Kubernetes object: it is no map\n/],
    ['empty.yaml', '# nothing\n', /^✗ nothing to restore: empty\.yaml holds no objects\n$/],
    ['none.yaml', undefined, /^✗ none\.yaml: no such file or directory\n$/],
    [
      'twice.yaml',
      `${OBJECT}---\n${OBJECT.replace('10m', '5m')}`,
      /^✗ twice\.yaml:6: Kustomization\/flux-system\/one is in the files twice, and not the same: twice\.yaml:1 has it too\n► /,
    ],
    [
      'old.yaml',
      OBJECT.replace('/v1\n', '/v1beta2\n'),
      /^✗ old\.yaml:1: Kustomization\/flux-system\/one is of kustomize\.toolkit\.fluxcd\.io\/v1beta2, which this cluster does not serve \(it serves v1\)\n► flux migrate -f old\.yaml brings/,
    ],
    [
      'generator.yaml',
      'apiVersion: source.extensions.fluxcd.io/v1beta1\nkind: ArtifactGenerator\nmetadata: {name: a, namespace: apps}\n',
      /^✗ generator\.yaml:1: this cluster does not know the kinds ArtifactGenerator \(source\.extensions\.fluxcd\.io\/v1beta1\)\n► flux install /,
    ],
    [
      'widget.yaml',
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n',
      /^✗ widget\.yaml:1: this cluster does not know the kinds Widget \(example\.com\/v1\)\n► install what defines example\.com first/,
    ],
    [
      'mixed.yaml',
      `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n---\n${OBJECT.replace('/v1\n', '/v1beta2\n')}`,
      /^✗ mixed\.yaml:1: this cluster does not know the kinds Widget \(example\.com\/v1\)\n► install what defines example\.com first/,
    ],
    [
      'place.yaml',
      OBJECT.replace('flux-system}\nspec', 'nowhere}\nspec'),
      /^✗ place\.yaml:1: .*: namespace nowhere is neither in the cluster nor in the files\n► kubectl create namespace nowhere\n$/,
    ],
    [
      'homeless.yaml',
      OBJECT.replace(', namespace: flux-system', ''),
      /^✗ homeless\.yaml:1: Kustomization\/one has no namespace\n► name one with --namespace\n$/,
    ],
    [
      'sops.yaml',
      `${SECRET}stringData: {a: "ENC[x]"}\nsops: {version: 3.9.0}\n`,
      /^✗ sops\.yaml:1: this is encrypted with SOPS\n► sops -d sops\.yaml \| flux restore -f -\n$/,
    ],
  ])('%s is refused before anything is written', async (name, text, expected) => {
    const before = await versions()
    if (text !== undefined) file(name, text)
    const {exit, stdout, stderr} = await run(`restore -f ${name}`)
    expect([exit, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(expected)
    expect(await versions()).toEqual(before)
  })

  it('may be lists, JSON, folders, several, stdin, with Windows line ends', async () => {
    const list = (name: string) => ({
      apiVersion: 'v1',
      kind: 'List',
      items: [{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}}],
    })
    file('many/a.json', JSON.stringify(list('from-json')))
    file('many/deep/b.yml', '\uFEFFapiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: from-windows}\r\ndata: {a: b}\r\n')
    file('many/kustomization.yaml', 'resources: [a.json]\n')
    file('many/notes.txt', 'no: [yaml')
    const stdin = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-stdin}\n---\n# nothing\n---\n${JSON.stringify(list('from-json'))}\n`
    const {exit, stderr} = await run('restore -f many -f - many/deep/b.yml -n apps', {stdin})
    expect([exit, stderr]).toEqual([
      0,
      '✔ ConfigMap/apps/from-json created\n✔ ConfigMap/apps/from-stdin created\n✔ ConfigMap/apps/from-windows created\n' +
        '✔ 3 objects restored: 3 created\n',
    ])
  })

  it("leave the server's fields, owners and finalizers behind", async () => {
    const live = {
      ...JSON.parse(JSON.stringify(await get('apps'))),
      metadata: {
        ...{name: 'copied', namespace: 'flux-system', uid: 'u', resourceVersion: '7', creationTimestamp: '2020-01-01T00:00:00Z'},
        ...{generation: 9, finalizers: ['finalizers.fluxcd.io'], deletionTimestamp: '2020-01-01T00:00:00Z', managedFields: []},
        ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'x'}],
        annotations: {'reconcile.fluxcd.io/forceAt': 'then', keep: 'me'},
      },
    }
    file('live.json', JSON.stringify(live))
    expect((await run('restore -f live.json')).exit).toBe(0)
    const {metadata} = await get('copied')
    expect(metadata).not.toHaveProperty('ownerReferences')
    expect(metadata).not.toHaveProperty('finalizers')
    expect(metadata).not.toHaveProperty('deletionTimestamp')
    expect(metadata.annotations).toEqual({keep: 'me'})
    expect(metadata.managedFields?.map(({manager}) => manager)).toContain('kubectl-flux-restore')
  })

  it('may bring definitions and what is of them', async () => {
    const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.org}
spec:
  group: example.org
  scope: Cluster
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`
    file('widgets.yaml', `apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: a}\n---\n${definition}`)
    const plan = await run('restore -f widgets.yaml --dry-run')
    expect(plan).toMatchObject({
      exit: 0,
      stdout: 'CustomResourceDefinition/widgets.example.org created\nWidget/a created\n2 created\n',
    })
    expect(await run('restore -f widgets.yaml')).toMatchObject({exit: 0, stderr: expect.stringContaining('✔ Widget/a created\n')})
  })
})

describe('servers and people', () => {
  it('says what may not be written, and writes the rest', async () => {
    const {exit, stderr} = await run('restore -f backup.yaml --as nobody --wait=false')
    expect(exit).toBe(1)
    expect(stderr).toContain(
      '✗ Kustomization/flux-system/apps failed: kustomizations.kustomize.toolkit.fluxcd.io "apps" is forbidden',
    )
    expect(stderr).toContain('► see what you may do: kubectl auth can-i --list -n flux-system\n')
  })

  it('warns of keys that stand twice, names five of them, and takes the last', async () => {
    const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice, namespace: apps}\n'
    file('twice.yaml', `${head}data: {a: canary-dropped}\ndata:\n${'  b: canary-dropped\n'.repeat(6)}  b: kept\n`)
    const warnings = ['5: data', ...[7, 8, 9, 10].map((line) => `${line}: data.b`)].map(
      (key) => `⚠️ twice.yaml:${key} stands here once more: the last one counts\n`,
    )
    for (const flags of [' --dry-run', '']) {
      const {exit, stderr} = await run(`restore -f twice.yaml${flags}`)
      expect(exit).toBe(0)
      expect(stderr.startsWith(`${warnings.join('')}⚠️ 2 more keys stand twice in their maps\n`)).toBe(true)
    }
    const twice = await flux.kube.get({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'apps', name: 'twice'})
    expect(twice['data']).toEqual({b: 'kept'})
  })

  it('does not quote the Secret that a server refuses', async () => {
    file(
      'refused.yaml',
      `${SECRET}data: {password: canary-dropped}\n---\n${SECRET.replace('bad', 'worse')}data: {pin: 87654321}\n`,
    )
    const {exit, stderr} = await run('restore -f refused.yaml --verbose')
    expect(exit).toBe(1)
    expect(stderr).toContain('✗ Secret/apps/bad failed: ')
    expect(stderr).toContain('✗ Secret/apps/worse failed: ')
    expect(stderr).not.toContain('87654321')
  })

  it('ends at once where nobody answers, at a usage error, at Ctrl-C', async () => {
    const away = await run('restore -f backup.yaml --server https://127.0.0.1:1 --timeout 3s')
    expect([away.exit, away.stderr]).toEqual([1, expect.stringMatching(/connection refused/)])
    expect((await run('restore')).stderr).toBe('✗ a file is required: -f FILE\n► flux export all --with-secrets writes one\n')
    const stopping = new AbortController()
    const {FluxError} = await import('../../../src/lib/errors/flux-error.js')
    await wipe(flux.kube)
    unready = () => {
      stopping.abort(new FluxError('interrupted', 'interrupted', {exitCode: 130}))
      return 'never'
    }
    const {exit, stderr} = await run('restore -f backup.yaml', {signal: stopping.signal})
    unready = () => undefined
    expect(exit).toBe(130)
    expect(stderr).toMatch(/✗ interrupted: .* are restored.*\n► the same command again goes on from here/)
  })

  it('never shows a value of a Secret', () => {
    expect(said.length).toBeGreaterThan(50)
    for (const canary of CANARIES) {
      for (const form of [canary, Buffer.from(canary).toString('base64')]) expect(said.join('')).not.toContain(form)
    }
  })
})
