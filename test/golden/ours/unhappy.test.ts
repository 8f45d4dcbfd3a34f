import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
let bare: Flux
let noHelm: Flux
beforeAll(async () => {
  flux = await openFlux([...ALL_KINDS, 'controllers.yaml'])
  bare = await openFlux([])
  const kinds = ['kustomizations.kustomize.toolkit.fluxcd.io', 'gitrepositories.source.toolkit.fluxcd.io']
  for (const name of kinds) {
    await bare.kube.delete({apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name})
  }
  noHelm = await openFlux([])
  const name = 'helmreleases.helm.toolkit.fluxcd.io'
  await noHelm.kube.delete({apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name})
})
afterAll(() => Promise.all([flux.close(), bare.close(), noHelm.close()]))

/** What client-go reads first of a kubeconfig, as Go prints it. */
const HEAD = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`
const terminal = {columns: 120, rows: 40}
const LOGIN = 'the server refuses the credentials of this kubeconfig: log in anew, or choose another one with --context'
const ELSEWHERE = 'is the right cluster meant? choose with --context or KUBECONFIG; `flux cluster start` starts one here'
const KUBECONFIG = 'name another kubeconfig with --kubeconfig or KUBECONFIG; `flux cluster start` starts a cluster here'
const RIGHTS = 'see what you may do: kubectl auth can-i --list'
const INSTALL = expect.stringMatching(/^this cluster does not serve the kinds of Flux: `flux install` /) as unknown as string
const list = (words: string) => `see what there is: flux get ${words} -A`

/** A cluster that cannot be used, how commands say so, and the next step. */
const CLUSTERS: readonly (readonly [string, RegExp, string])[] = [
  [
    '<kubeconfig-missing>',
    /^✗ (.*configuration load failed: )?stat <kubeconfig-missing>: no such file or directory$/m,
    KUBECONFIG,
  ],
  ['<kubeconfig-closed>', /^✗ .*Get "https:\/\/127\.0\.0\.1:1\/.*: connect: connection refused$/m, ELSEWHERE],
  ['<kubeconfig-bad-token>', /^✗ .*the server has asked for the client to provide credentials$/m, LOGIN],
  ['<kubeconfig-no-rights>', /^✗ .*is forbidden: User "system:serviceaccount:default:no-rights" cannot /m, RIGHTS],
]

/** Lines that need a cluster; the exit code when there is none, and what a refused login is called when not as usual. */
const NEEDS: readonly (readonly [line: string, exit: number, login?: RegExp])[] = [
  ['get ks', 1],
  ['get sources git web', 1],
  ['export hr --all', 1],
  ['reconcile source git webapp', 1],
  ['resume ks web', 1],
  ['delete image policy web -s', 1],
  ['create source git web --url https://git.example.com/web --branch main', 1],
  ['create secret git web --url https://git.example.com/web --username bob --password hunter22', 1],
  ['tree ks web', 1],
  ['events', 1],
  // asks for Deployments at once: what the server says of that is the error
  ['logs', 1, /^✗ Unauthorized$/m],
  ['debug hr web --show-values', 1],
  ['build ks web --path .', 1],
  ['diff ks web --path .', 2],
  ['migrate', 1],
  ['version', 1],
]

/** The error, then what to type; the last lines of stderr. */
async function run(flux: Flux, line: string) {
  const quiet = await flux.run(line)
  const shown = await flux.run(line, {terminal})
  // scripts that read stderr see what CNCF's flux prints
  expect(quiet.stderr).not.toMatch(/^► (see|is|name|the|this) /m)
  const lines = shown.stderr.trimEnd().split('\n')
  const from = lines.findLastIndex((text) => text.startsWith('✗'))
  return {exit: quiet.exit, error: lines[from] ?? '', steps: lines.slice(from + 1)}
}

describe('a cluster that cannot be used', () => {
  for (const [kubeconfig, words, step] of CLUSTERS) {
    for (const [line, exit, login] of NEEDS) {
      it(`${kubeconfig}: flux ${line}`, async () => {
        const found = await run(flux, `${line} --kubeconfig ${kubeconfig}`)
        const error = expect.stringMatching((kubeconfig === '<kubeconfig-bad-token>' ? login : undefined) ?? words)
        expect(found).toEqual({exit, error, steps: [`► ${step}`]})
      })
    }
  }

  it.each<[string, string]>([
    ['a: [', 'yaml: line 1: did not find expected node content'],
    ['a: b: c', 'yaml: mapping values are not allowed in this context'],
    ['a:\n - b\nc', "yaml: line 4: could not find expected ':'"],
    ['- x', `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type ${HEAD}`],
    [
      'apiVersion: 1',
      "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .apiVersion of type string",
    ],
  ])('is named by the fault of its kubeconfig: %j', async (text, fault) => {
    writeFileSync(join(flux.dir, 'broken.yaml'), text)
    const file = join(flux.dir, 'broken.yaml')
    const words = `error loading config file "FILE": ${fault}`
    const said = async (line: string) => {
      const {exit, stdout, stderr} = await flux.run(`${line} --kubeconfig ${file}`)
      return {exit, stdout, stderr: stderr.replaceAll(/config file "[^"]*broken.yaml"/g, 'config file "FILE"')}
    }
    expect(await said('get ks')).toEqual({exit: 1, stdout: '', stderr: `✗ ${words}\n`})
    expect(await said('uninstall -s')).toEqual({exit: 1, stdout: '', stderr: `✗ ${words}\n`})
    expect(await said('logs')).toEqual({exit: 1, stdout: '', stderr: `✗ kubernetes configuration load failed: ${words}\n`})
    const client = `Kubernetes client initialization failed: kubernetes configuration load failed: ${words}\n`
    expect(await said('check --pre')).toEqual({exit: 1, stdout: '', stderr: `► checking prerequisites\n✗ ${client}`})
    const started = '► starting migration of custom resources\n✗ the '
    expect(await said('migrate')).toEqual({exit: 1, stdout: '', stderr: `${started}${client}`})
    expect(await said('get images all')).toEqual({exit: 0, stdout: '', stderr: `✗ ${words}\n`.repeat(3)})
    expect(await said('get all')).toEqual({exit: 0, stdout: '', stderr: `✗ ${words}\n`.repeat(14)})
  })

  it.each(['get ks', 'suspend ks web', 'get all', 'version'])(
    'knows nobody: what it says of that is told by flux %s',
    async (line) => {
      const shown = await flux.run(`${line} --kubeconfig <kubeconfig-fault-anonymous>`, {terminal})
      expect(shown.stderr).toMatch(/^✗ .*failed to get server groups: unknown$/m)
      expect(shown.stderr.split('\n').slice(-3)).toEqual([
        expect.stringMatching(/^► the server says: forbidden: User "system:anonymous" cannot get path "\/api/),
        '► it does not know who asks: give the user of this kubeconfig a token or a certificate, or choose another one with --context',
        '',
      ])
    },
  )

  it('is said of every kind by get all, which goes on', async () => {
    const {exit, stdout, stderr} = await flux.run('get all --kubeconfig <kubeconfig-closed>', {terminal})
    expect({exit, stdout}).toEqual({exit: 0, stdout: ''})
    expect(stderr.match(/^✗/gm)).toHaveLength(14)
    expect(stderr.endsWith(`► ${ELSEWHERE}\n`)).toBe(true)
  })
})

describe('kinds that the cluster does not serve', () => {
  it.each([
    'get ks',
    'export ks web',
    'reconcile ks web',
    'tree ks web',
    'create ks web --source GitRepository/web',
    'get source git -A',
  ])('flux %s', async (line) => {
    const {exit, error, steps} = await run(bare, line)
    expect(exit).toBe(1)
    expect(error).toMatch(/no matches for (kind "(Kustomization|GitRepository)" in version|kustomize\.toolkit\.fluxcd\.io\/v1, )/)
    expect(steps[0]?.slice(2)).toEqual(INSTALL)
  })

  it.each<[string, number, string]>([
    ['suspend hr web', 0, 'failed suspending HelmRelease web in flux-system namespace: '],
    ['suspend hr --all', 1, ''],
    ['resume hr web', 1, ''],
    ['resume hr --all', 1, 'failed patching objects: '],
    ['delete hr web -s', 1, ''],
    ['debug hr web --show-values', 1, ''],
    ['events --for HelmRelease/web', 1, ''],
    ['get hr', 1, ''],
  ])('flux %s, without its group too', async (line, exit, before) => {
    const group = 'helm.toolkit.fluxcd.io/v2'
    const words = `${before}unable to retrieve the complete list of server APIs: ${group}: no matches for ${group}, Resource=`
    expect(await run(noHelm, line)).toEqual({exit, error: `✗ ${words}`, steps: [expect.stringContaining('does not serve')]})
  })

  it('is told of the kind by tree, and of the group by the first trace alone', async () => {
    const labels = {'helm.toolkit.fluxcd.io/name': 'web', 'helm.toolkit.fluxcd.io/namespace': 'gone'}
    await noHelm.kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'gone'}})
    await noHelm.kube.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'web', namespace: 'gone', labels}})
    const kustomization = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
    const spec = {interval: '1m', prune: true, sourceRef: {kind: 'GitRepository', name: 'web'}}
    await noHelm.kube.create({...kustomization, metadata: {name: 'web', namespace: 'gone'}, spec})
    const inventory = {entries: [{id: 'gone_web_helm.toolkit.fluxcd.io_HelmRelease', v: 'v2'}]}
    const body = {status: {inventory}}
    await noHelm.kube.patch({...kustomization, name: 'web', namespace: 'gone'}, {type: 'merge', body}, {subresource: 'status'})
    const kind = 'no matches for kind "HelmRelease" in version "helm.toolkit.fluxcd.io/v2"'
    for (const line of ['tree ks web -n gone', 'tree ks web -n gone --compact']) {
      expect(await run(noHelm, line), line).toEqual({
        ...{exit: 1, error: `✗ ${kind}`},
        steps: [expect.stringContaining('does not serve')],
      })
    }
    const group = 'helm.toolkit.fluxcd.io/v2'
    const words = `unable to retrieve the complete list of server APIs: ${group}: no matches for ${group}, Resource=`
    const failed = 'failed to trace ConfigMap/web in namespace gone: failed to find HelmRelease: '
    const {exit, stderr} = await noHelm.run('trace cm web web -n gone')
    expect({exit, stderr: stderr.trimEnd()}).toEqual({exit: 0, stderr: `${failed}${words}${failed}${kind}`})
  })

  it('is nothing to get all and stats, which show the rest', async () => {
    for (const line of ['get all', 'stats']) expect((await bare.run(line)).exit, line).toBe(0)
  })
})

describe('objects and words', () => {
  it.each<[string, number, RegExp, readonly string[]]>([
    ['get ks nope', 1, /Kustomization object 'nope' not found in "flux-system" namespace/, [list('kustomizations')]],
    ['get hr nope -A', 1, /HelmRelease object 'nope' not found in any namespace/, [list('helmreleases')]],
    ['get alerts -n empty', 1, /no Alert objects found in "empty" namespace/, [list('alerts')]],
    ['export source oci nope', 1, /ocirepositories.source.toolkit.fluxcd.io "nope" not found/, [list('sources oci')]],
    ['delete receiver nope -s', 1, /receivers.notification.toolkit.fluxcd.io "nope" not found/, [list('receivers')]],
    [
      'reconcile image update nope',
      1,
      /imageupdateautomations.image.toolkit.fluxcd.io "nope" not found/,
      [list('images update')],
    ],
    ['tree ks nope', 1, /kustomizations.kustomize.toolkit.fluxcd.io "nope" not found/, [list('kustomizations')]],
    ['debug hr nope --show-status', 1, /helmreleases.helm.toolkit.fluxcd.io "nope" not found/, [list('helmreleases')]],
    ['build ks nope --path .', 1, /kustomizations.kustomize.toolkit.fluxcd.io "nope" not found/, [list('kustomizations')]],
    ['diff ks nope --path .', 2, /kustomizations.kustomize.toolkit.fluxcd.io "nope" not found/, [list('kustomizations')]],
    ['trace deployment nope', 1, /deployments.apps "nope" not found/, ['look into another namespace with -n']],
    ['events --for Kustomization/nope', 1, /"nope" not found/, ['look into another namespace with -n']],
    ['suspend ks nope', 0, /Kustomization nope not found in flux-system namespace/, [list('kustomizations')]],
    ['resume ks nope', 0, /Kustomization object 'nope' not found in flux-system namespace/, [list('kustomizations')]],
    ['reconcile ks paused', 1, /resource is suspended/, ['flux resume kustomization paused']],
    [
      'reconcile hr web --timeout 1s',
      1,
      /context deadline exceeded/,
      [
        'flux events --for HelmRelease/web',
        'flux logs --kind HelmRelease --name web',
        'flux debug helmrelease web --show-status',
        'wait longer with --timeout 10m',
      ],
    ],
    [
      'get ks --timeout 5',
      1,
      /"5" for "--timeout" flag: time: missing unit/,
      ['a duration is a number with a unit: 30s, 5m, 1h30m'],
    ],
    ['logs --since yesterday', 1, /for "--since" flag: time: invalid/, ['a duration is a number with a unit: 30s, 5m, 1h30m']],
    ['get ks -l a=b=', 1, /selector string "a=b="/, ['write labels as -l app=web,tier!=db or -l "app in (web, api)"']],
    ['get ks --status-selector ready', 1, /found: ready$/, ['name a condition and its status: --status-selector ready=false']],
    ['get all --status-selector ready', 0, /found: ready$/, ['name a condition and its status: --status-selector ready=false']],
    ['create ks web', 1, /source is required/, ['see what there is: flux get sources all -A']],
    ['diff ks web --path . -o json --max-size 500', 2, /^✗ --max-size must be 0 or at least 1000$/, []],
    ['build ks web --path nope', 1, /invalid resource path ".*nope"/, ['name the folder of the manifests with --path']],
    [
      'logs --flux-namespace empty',
      1,
      /no Flux pods found in namespace "empty"/,
      ['look elsewhere with --flux-namespace; `flux check` tells what is installed'],
    ],
  ])('flux %s', async (line, exit, error, steps) => {
    const found = await run(flux, line)
    expect(found).toEqual({exit, error: expect.stringMatching(error), steps: steps.map((step) => `► ${step}`)})
  })
})

describe('an object that another one names', () => {
  const kustomization = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
  const release = {apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease'}
  const base = {interval: '1m', prune: true, sourceRef: {kind: 'GitRepository', name: 'nosource'}}
  const metadata = {namespace: 'flux-system', name: 'lacking'}
  const CONFIG_MAPS = 'see what there is: kubectl get configmaps -n flux-system'
  beforeAll(async () => {
    const postBuild = {substituteFrom: [{kind: 'ConfigMap', name: 'lackin'}]}
    await flux.kube.create({...kustomization, metadata, spec: {...base, postBuild}})
    await flux.kube.create({...kustomization, metadata: {...metadata, name: 'plain'}, spec: base})
    const chart = {spec: {chart: 'x', sourceRef: {kind: 'HelmRepository', name: 'charts'}}}
    const valuesFrom = [{kind: 'Secret', name: 'lackin'}]
    await flux.kube.create({...release, metadata, spec: {interval: '1m', chart, valuesFrom}})
    await flux.kube.create({apiVersion: 'v1', kind: 'ConfigMap', metadata: {...metadata, name: 'keyless'}, data: {other: ''}})
    const keyless = [{kind: 'ConfigMap', name: 'keyless', valuesKey: 'prod.yaml'}]
    await flux.kube.create({
      ...release,
      metadata: {...metadata, name: 'keyless'},
      spec: {interval: '1m', chart, valuesFrom: keyless},
    })
    mkdirSync(join(flux.dir, 'lacking'), {recursive: true})
    writeFileSync(
      join(flux.dir, 'lacking/map.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: apps\ndata:\n  a: "${x}"\n',
    )
    const file = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: lacking\n  namespace: flux-system\nspec:\n  interval: 5m\n  postBuild:\n    substituteFrom:\n    - {kind: ConfigMap, name: lackin}\n`
    writeFileSync(join(flux.dir, 'lacking.yaml'), file)
  })

  it.each<[string, number, RegExp, readonly string[]]>([
    [
      'debug ks lacking --show-vars',
      1,
      /configmaps "lackin" not found$/,
      [CONFIG_MAPS, 'or do without it: spec.postBuild.substituteFrom[].optional: true'],
    ],
    [
      'build ks lacking --path lacking',
      1,
      /configmaps "lackin" not found$/,
      [CONFIG_MAPS, 'or do without it: spec.postBuild.substituteFrom[].optional: true'],
    ],
    [
      'diff ks lacking --path lacking',
      2,
      /configmaps "lackin" not found$/,
      [CONFIG_MAPS, 'or do without it: spec.postBuild.substituteFrom[].optional: true'],
    ],
    [
      'debug hr lacking --show-values',
      1,
      /secrets "lackin" not found$/,
      ['see what there is: kubectl get secrets -n flux-system', 'or do without it: spec.valuesFrom[].optional: true'],
    ],
    [
      'debug hr keyless --show-values',
      1,
      /with key 'prod.yaml': key not found$/,
      [
        'see which keys it has: kubectl describe configmap keyless -n flux-system',
        'name one of them with spec.valuesFrom[].valuesKey',
        'or do without it: spec.valuesFrom[].optional: true',
      ],
    ],
    ['debug ks plain --show-vars', 1, /no post build substitutions found$/, []],
    ['reconcile ks plain --with-source', 1, /gitrepositories\S* "nosource" not found$/, [list('sources git')]],
    [
      'create ks lackin --source GitRepository/nosource --path ./x -n nowhere',
      1,
      /namespaces "nowhere" not found$/,
      ['see what there is: kubectl get namespaces'],
    ],
    ['build ks lackin --path lacking --dry-run --kustomization-file lacking.yaml', 1, /failed find kustomization/, []],
    ['debug ks lackin --show-vars', 1, /"lackin" not found$/, ['did you mean lacking?', list('kustomizations')]],
    [
      'events --for Kustomization/lackin',
      1,
      /"lackin" not found$/,
      ['did you mean lacking?', 'look into another namespace with -n'],
    ],
  ])('flux %s', async (line, exit, error, steps) => {
    const found = await run(flux, line)
    expect(found).toEqual({exit, error: expect.stringMatching(error), steps: steps.map((step) => `► ${step}`)})
  })
})

describe('a terminal that is narrow, or none', () => {
  it('prints the same tables whatever the width', async () => {
    const wide = await flux.run('get ks -A')
    const narrow = await flux.run('get ks -A', {terminal: {columns: 8, rows: 4}, env: {NO_COLOR: '1'}})
    expect(narrow).toEqual(wide)
    for (const line of ['tree ks web', 'get all -A', 'stats', 'events -A', 'get ks nope', 'tree ks web -o json']) {
      const {exit} = await flux.run(line)
      expect((await flux.run(line, {terminal: {columns: 8, rows: 4}})).exit, line).toBe(exit)
    }
  })

  it('has no colours and no moving signs without a terminal', async () => {
    for (const line of ['get ks -A', 'tree ks web', 'reconcile ks web --timeout 1s', 'get ks --watch --timeout 1s', 'nope']) {
      const {stdout, stderr} = await flux.run(line)
      expect(stdout + stderr, line).not.toMatch(/\x1b|\r/)
    }
  })

  it('asks before it deletes, and takes silence for a no', async () => {
    const {exit, stderr} = await flux.run('delete ks web')
    expect({exit, stderr}).toEqual({exit: 1, stderr: '✗ aborting\n'})
  })
})

describe('Windows line ends', () => {
  const file = (name: string, text: string) => {
    mkdirSync(join(flux.dir, name, '..'), {recursive: true})
    writeFileSync(join(flux.dir, name), text.replaceAll('\n', '\r\n'))
  }
  const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: apps\ndata:\n  a: "${x:=1}"\n'

  it('in manifests, kustomization files and values', async () => {
    file('crlf/kustomization.yaml', 'resources:\n- map.yaml\n')
    file('crlf/map.yaml', MAP)
    file('values.yaml', 'a:\n  b: 1\n')
    const built = await flux.run('build ks web --path crlf --dry-run --kustomization-file ks.yaml')
    expect(built.exit).toBe(1)
    file(
      'ks.yaml',
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: web\n  namespace: apps\nspec:\n  interval: 5m\n',
    )
    const {exit, stdout} = await flux.run('build ks web -n apps --path crlf --dry-run --kustomization-file ks.yaml')
    expect({exit, stdout}).toEqual({exit: 0, stdout: expect.stringContaining('name: web') as unknown as string})
    expect(stdout).not.toContain('\r')
    const created = await flux.run('create hr web --chart web --source HelmRepository/charts --values values.yaml --export')
    expect(created.stdout).toContain('  values:\n    a:\n      b: 1\n')
  })

  it('in a kubeconfig', async () => {
    const path = join(flux.dir, 'kubeconfig-crlf')
    const text = (await flux.run('get ks web')).stdout
    writeFileSync(path, readFileSync(join(flux.dir, '../config/kubeconfig'), 'utf8').replaceAll('\n', '\r\n'))
    expect((await flux.run(`get ks web --kubeconfig ${path}`)).stdout).toBe(text)
  })

  it('are kept by migrate', async () => {
    file('old.yaml', 'apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: GitRepository\nmetadata:\n  name: web\n')
    expect((await flux.run('migrate -f old.yaml --yes')).exit).toBe(0)
    expect(readFileSync(join(flux.dir, 'old.yaml'), 'utf8')).toBe(
      'apiVersion: source.toolkit.fluxcd.io/v1\r\nkind: GitRepository\r\nmetadata:\r\n  name: web\r\n',
    )
  })

  it('in an answer and in stdin', async () => {
    expect((await flux.run('envsubst', {stdin: 'a ${B:-c}\r\nd\r\n'})).stdout).toBe('a c\nd\n')
    const {stderr} = await flux.run('delete ks web-child', {stdin: 'y\r\n'})
    expect(stderr).toContain('✔ kustomization deleted')
  })
})
