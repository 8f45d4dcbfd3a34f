import {describe, expect, it} from 'vitest'
import {startKustomizeFleet} from '../../../fakes/kustomize-fleet.js'

const map = (name: string, data = 'a: "1"') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: test\ndata:\n  ${data}\n`
const ref = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name})
const FINISHED = /^Normal ReconciliationSucceeded Reconciliation finished in .*, next run in 10m0s$/

describe('the Kustomization controller', () => {
  it('applies a revision, leaves it alone, applies the next and prunes', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'app/b.yaml': map('b')})
    await fleet.kustomization('app')
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:1')
    expect(fleet.told()).toEqual([
      'Normal Progressing ConfigMap/test/a created\nConfigMap/test/b created',
      expect.stringMatching(FINISHED),
    ])
    const {status} = await fleet.get('app')
    expect(status).toMatchObject({
      observedGeneration: 1,
      lastAppliedRevision: 'main@sha1:1',
      lastAttemptedRevision: 'main@sha1:1',
      inventory: {
        entries: [
          {id: 'test_a__ConfigMap', v: 'v1'},
          {id: 'test_b__ConfigMap', v: 'v1'},
        ],
      },
      history: [{lastReconciledStatus: 'ReconciliationSucceeded', totalReconciliations: 1, metadata: {revision: 'main@sha1:1'}}],
    })
    await fleet.clock.advance(11 * 60_000)
    expect(fleet.told()).toEqual([expect.stringMatching(FINISHED)])
    await fleet.publish('main@sha1:2', {'app/a.yaml': map('a', 'a: "2"')})
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:2')
    expect(fleet.told()).toEqual([
      'Normal Progressing ConfigMap/test/a configured',
      'Normal Progressing ConfigMap/test/b deleted',
      expect.stringMatching(FINISHED),
    ])
    await expect(fleet.kube.get(ref('b'))).rejects.toThrow('not found')
    await fleet.close()
  })

  it('says what is wrong with a build and tries again after the retry interval', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.publish('main@sha1:1', {'app/kustomization.yaml': 'resources: [nope.yaml]'})
    await fleet.kustomization('app', {retryInterval: '30s'})
    expect(await fleet.ready('app')).toContain(
      "False BuildFailed kustomize build failed: accumulating resources: accumulation err='",
    )
    expect(fleet.told()).toHaveLength(1)
    await fleet.clock.advance(31_000)
    expect(fleet.told()).toHaveLength(1)
    await fleet.kustomization('app', {retryInterval: '30s', path: 'elsewhere'})
    expect(await fleet.ready('app')).toBe(
      'False ArtifactFailed kustomization path not found: stat /artifact/elsewhere: no such file or directory',
    )
    const {status} = await fleet.get('app')
    expect(
      (status.conditions as unknown as {type: string; reason: string}[]).map(({type, reason}) => `${type} ${reason}`),
    ).toEqual(['Reconciling ProgressingWithRetry', 'Ready ArtifactFailed'])
    await fleet.close()
  })

  it('names a path that is a file, and a health check without its namespace', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a')})
    await fleet.kustomization('app', {path: './app/a.yaml'})
    const path = '/artifact/app/a.yaml/kustomization.yaml'
    expect(await fleet.ready('app')).toBe(`False BuildFailed open ${path}: not a directory remove ${path}: not a directory`)
    expect((await fleet.get('app')).status.lastAttemptedRevision).toBe('main@sha1:1')
    await fleet.kustomization('app', {healthChecks: [{kind: 'Deployment', name: 'web'}]})
    const health = 'resource Deployment.apps web is namespace scoped, but namespace is not set'
    expect(await fleet.ready('app')).toMatch(new RegExp(`^False HealthCheckFailed health check failed after .*: ${health}$`))
    await fleet.close()
  })

  it('waits for a source, and for dependencies, and names them', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.kustomization('app', {dependsOn: [{name: 'base'}]})
    expect(await fleet.ready('app')).toBe('False ArtifactFailed Source artifact not found, retrying in 30s')
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'base/b.yaml': map('b')})
    expect(await fleet.ready('app', 1000)).toContain("dependency 'test/base' not found: ")
    await fleet.kustomization('base', {path: 'base'})
    expect(await fleet.ready('base')).toContain('True ReconciliationSucceeded')
    expect(await fleet.ready('app', 31_000)).toContain('True ReconciliationSucceeded')
    await fleet.close()
  })

  it('deletes what it applied, or leaves it, as the policy says', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'other/b.yaml': map('b')})
    await fleet.kustomization('app')
    await fleet.kustomization('orphans', {path: 'other', deletionPolicy: 'Orphan'})
    await fleet.ready('app')
    fleet.told()
    await fleet.kube.delete(fleet.ref('app'))
    await fleet.kube.delete(fleet.ref('orphans'))
    await fleet.clock.advance(1000)
    await expect(fleet.get('app')).rejects.toThrow('not found')
    await expect(fleet.get('orphans')).rejects.toThrow('not found')
    await expect(fleet.kube.get(ref('a'))).rejects.toThrow('not found')
    expect((await fleet.kube.get(ref('b'))).metadata.name).toBe('b')
    expect(fleet.told()).toContain('Normal ReconciliationSucceeded ConfigMap/test/a deleted')
    await fleet.close()
  })

  it('keeps track of what a failed run created, so that it is pruned later', async () => {
    const fleet = await startKustomizeFleet()
    const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules: []\n'
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('Bad_Name'), 'app/r.yaml': role})
    await fleet.kustomization('app')
    expect(await fleet.ready('app')).toContain('ClusterRole/r created\n')
    expect((await fleet.get('app')).status.inventory).toEqual({
      entries: [{id: '_r_rbac.authorization.k8s.io_ClusterRole', v: 'v1'}],
    })
    await fleet.publish('main@sha1:2', {'app/a.yaml': map('good')})
    expect(await fleet.ready('app')).toContain('True')
    expect(fleet.told()).toContain('Normal Progressing ClusterRole/r deleted')
    await fleet.close()
  })

  it('blocks cross-namespace sources when told to, and is not stalled any more afterwards', async () => {
    const fleet = await startKustomizeFleet({noCrossNamespaceRefs: true})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a')})
    await fleet.kustomization('app', {sourceRef: {kind: 'GitRepository', name: 'app', namespace: 'elsewhere'}})
    expect(await fleet.ready('app')).toBe(
      "False AccessDenied can't access 'GitRepository/elsewhere/app', cross-namespace references have been blocked",
    )
    await fleet.kustomization('app', {sourceRef: {kind: 'GitRepository', name: 'gone'}})
    expect(await fleet.ready('app')).toContain('False ArtifactFailed')
    const {status} = await fleet.get('app')
    expect((status.conditions as unknown as {type: string}[]).map(({type}) => type)).toEqual(['Ready'])
    await fleet.close()
  })

  it('substitutes variables, and starts again when a watched ConfigMap changes', async () => {
    const fleet = await startKustomizeFleet()
    const vars = (value: string) =>
      fleet.kube.apply(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {name: 'vars', namespace: 'test', labels: {'reconcile.fluxcd.io/watch': 'Enabled'}},
          data: {v: value},
        },
        {fieldManager: 'test'},
      )
    await vars('one')
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a', 'v: ${v} ${nope:=default}')})
    await fleet.kustomization('app', {postBuild: {substituteFrom: [{kind: 'ConfigMap', name: 'vars'}]}})
    expect(await fleet.ready('app')).toContain('True')
    expect((await fleet.kube.get(ref('a'))).data).toEqual({v: 'one default'})
    await vars('two')
    await fleet.clock.advance(1000)
    expect((await fleet.kube.get(ref('a'))).data).toEqual({v: 'two default'})
    await fleet.close()
  })

  it('refuses expressions that cannot work, for good', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a')})
    await fleet.kustomization('app', {healthCheckExprs: [{apiVersion: 'e.com/v1', kind: 'W', current: 'a b'}]})
    const text =
      'Reconciliation failed terminally due to configuration error: failed to create custom status evaluator for healthchecks[0]'
    expect(await fleet.ready('app')).toContain(`False InvalidCELExpression ${text}`)
    await fleet.kustomization('app', {dependsOn: [{name: 'app', readyExpr: 'dep.metadata.name'}]})
    expect(await fleet.ready('app')).toContain('CEL expression output type mismatch: expected bool, got dyn')
    expect((await fleet.get('app')).status.observedGeneration).toBe(2)
    await fleet.close()
  })

  it('starts what waits as soon as its dependency gets ready', async () => {
    const fleet = await startKustomizeFleet()
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'base/b.yaml': map('b')})
    await fleet.kustomization('app', {dependsOn: [{name: 'base'}]})
    expect(await fleet.ready('app')).toContain('False DependencyNotReady')
    await fleet.kustomization('base', {path: 'base'})
    expect(await fleet.ready('app', 1500)).toContain('True ReconciliationSucceeded')
    await fleet.close()
  })

  it('shows the progress of runs that last, and gives up a health check for something newer', async () => {
    const gates = {cancelHealthCheckOnNewRevision: true} as never
    const fleet = await startKustomizeFleet({gates})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a')})
    const later = {apiVersion: 'v1', kind: 'ConfigMap', name: 'later', namespace: 'test'}
    await fleet.kustomization('app', {healthChecks: [later], timeout: '5m'})
    expect(await fleet.ready('app', 3000)).toBe('Unknown Progressing Reconciliation in progress')
    const {status} = await fleet.get('app')
    const messages = (status.conditions as unknown as {message: string}[]).map(({message}) => message)
    expect(messages).toContain('Running health checks for revision main@sha1:1 with a timeout of 5m0s')
    await fleet.publish('main@sha1:2', {'app/a.yaml': map('later')})
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:2')
    expect(fleet.told()).toContain(
      'Normal HealthCheckCanceled Health checks canceled due to new reconciliation triggered by GitRepository/test/app',
    )
    await fleet.close()
  })

  it('takes the scope of a kind from the server: a cluster-wide object has no namespace, whatever kustomize put there', async () => {
    const fleet = await startKustomizeFleet()
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: globes.e.com
spec:
  group: e.com
  names: {kind: Globe, listKind: GlobeList, plural: globes, singular: globe}
  scope: Cluster
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
`
    const globe = 'apiVersion: e.com/v1\nkind: Globe\nmetadata:\n  name: g\n'
    await fleet.publish('main@sha1:1', {'app/crd.yaml': crd, 'app/g.yaml': globe})
    await fleet.kustomization('app', {targetNamespace: 'test'})
    expect(await fleet.ready('app', 5000)).toContain('True')
    expect(fleet.told()[0]).toBe('Normal Progressing CustomResourceDefinition/globes.e.com created\nGlobe/g created')
    expect((await fleet.get('app')).status.inventory).toEqual({
      entries: [
        {id: '_globes.e.com_apiextensions.k8s.io_CustomResourceDefinition', v: 'v1'},
        {id: '_g_e.com_Globe', v: 'v1'},
      ],
    })
    await fleet.clock.advance(11 * 60_000)
    expect(fleet.told()).toEqual([expect.stringMatching(FINISHED)])
    await fleet.kube.delete(fleet.ref('app'))
    await fleet.clock.advance(1000)
    expect(fleet.told()).toContain(
      'Normal ReconciliationSucceeded Globe/g deleted\nCustomResourceDefinition/globes.e.com deleted',
    )
    await fleet.close()
  })

  it('acts as the account of the spec, with its rights alone', async () => {
    const fleet = await startKustomizeFleet()
    const rbac = 'rbac.authorization.k8s.io/v1'
    const namespace = 'test'
    await fleet.kube.create({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'deployer', namespace}})
    await fleet.kube.create({
      apiVersion: rbac,
      kind: 'Role',
      metadata: {name: 'maps', namespace},
      rules: [{apiGroups: [''], resources: ['configmaps'], verbs: ['*']}],
    })
    await fleet.kube.create({
      apiVersion: rbac,
      kind: 'RoleBinding',
      metadata: {name: 'maps', namespace},
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'maps'},
      subjects: [{kind: 'ServiceAccount', name: 'deployer', namespace}],
    })
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: test\n'
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'more/s.yaml': secret})
    await fleet.kustomization('app', {serviceAccountName: 'deployer'})
    expect(await fleet.ready('app')).toContain('True')
    await fleet.kustomization('app', {serviceAccountName: 'deployer', path: 'more'})
    expect(await fleet.ready('app')).toBe(
      'False ReconciliationFailed Secret/test/s dry-run failed (Forbidden): secrets "s" is forbidden: ' +
        'User "system:serviceaccount:test:deployer" cannot patch resource "secrets" in API group "" in the namespace "test"\n',
    )
    await fleet.close()
  })

  it('stops in the middle of an apply without a word, and the next one goes on', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'app/b.yaml': map('b'), 'app/c.yaml': map('c')})
    await fleet.kustomization('app')
    await fleet.stopAt('PATCH test/configmaps/b')
    expect(fleet.told()).toEqual([])
    const {status} = await fleet.get('app')
    expect(status.conditions).toBeUndefined()
    // what was created, or may have been, is written down: if it leaves the source before the next run, that one prunes it
    const id = (name: string) => ({id: `test_${name}__ConfigMap`, v: 'v1'})
    expect(status.inventory).toEqual({entries: [id('a'), id('b')]})
    await expect(fleet.kube.get(ref('c'))).rejects.toThrow('not found')
    fleet.restart()
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:1')
    expect((await fleet.kube.get(ref('c'))).data).toEqual({a: '1'})
    await fleet.close()
  })

  it('prunes what a stopped run created and Git has no more', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a')})
    await fleet.kustomization('app')
    expect(await fleet.ready('app')).toContain('True')
    const before = (await fleet.get('app')).status.conditions
    const stopped = fleet.stopAt('PATCH test/configmaps/c')
    const files = Object.fromEntries('abcd'.split('').map((name) => [`app/${name}.yaml`, map(name)]))
    await fleet.publish('main@sha1:2', files)
    await stopped
    expect((await fleet.get('app')).status.conditions).toEqual(before)
    await fleet.publish('main@sha1:3', {'app/a.yaml': map('a')})
    fleet.restart()
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:3')
    await expect(fleet.kube.get(ref('b'))).rejects.toThrow('not found')
    await expect(fleet.kube.get(ref('c'))).rejects.toThrow('not found')
    await fleet.close()
  })

  it('writes down all of a run that was stopped at its last request', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'app/b.yaml': map('b')})
    await fleet.kustomization('app')
    await fleet.stopAt('PATCH test/configmaps/b')
    expect((await fleet.get('app')).status).toMatchObject({
      lastAppliedRevision: 'main@sha1:1',
      inventory: {entries: [{id: 'test_a__ConfigMap'}, {id: 'test_b__ConfigMap'}]},
    })
    await fleet.close()
  })

  it('names many new objects in the inventory before the first of them is made', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    const files = Object.fromEntries('abcdefghijkl'.split('').map((name) => [`app/${name}.yaml`, map(name)]))
    await fleet.publish('main@sha1:1', files)
    let inventory: unknown
    fleet.onRequest(async (request) => {
      if (request !== 'PATCH test/configmaps/a') return
      fleet.onRequest()
      inventory = (await fleet.get('app')).status.inventory
    })
    await fleet.kustomization('app')
    expect(await fleet.ready('app')).toContain('True')
    expect((inventory as {entries: unknown[]}).entries).toHaveLength(12)
    // one request more for twelve objects, and none when nothing is new
    expect(fleet.requests.filter((request) => request === 'PATCH kustomizations/app/status')).toHaveLength(2)
    fleet.requests.length = 0
    await fleet.publish('main@sha1:2', {...files, 'app/m.yaml': map('m')})
    await fleet.ready('app')
    expect(fleet.requests.filter((request) => request === 'PATCH kustomizations/app/status')).toHaveLength(1)
    await fleet.close()
  })

  it('asks the server no more than it must: of four objects, new and unchanged', async () => {
    const fleet = await startKustomizeFleet()
    const files = Object.fromEntries('abcd'.split('').map((name) => [`app/${name}.yaml`, map(name)]))
    await fleet.publish('main@sha1:1', files)
    fleet.requests.length = 0
    await fleet.kustomization('app')
    await fleet.clock.advance(2000)
    const sent = () =>
      fleet.requests.splice(0).filter((request) => !/^GET [^/]*$|^PATCH test\/kustomizations\/app$/.test(request))
    // four dry-runs, four applies, the status; beside the finalizer
    expect(sent()).toHaveLength(9)
    await fleet.publish('main@sha1:2', files)
    await fleet.clock.advance(2000)
    // four reads, four dry-runs, the status
    expect(sent().filter((request) => !request.includes('gitrepositories'))).toHaveLength(9)
    await fleet.close()
  })

  it('takes announced objects out of the inventory again when they are refused, and keeps what was made', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    const files = Object.fromEntries('abcdefghijkl'.split('').map((name) => [`app/${name}.yaml`, map(name)]))
    await fleet.publish('main@sha1:1', files)
    fleet.refuse('PATCH test/configmaps/c')
    await fleet.kustomization('app')
    expect(await fleet.ready('app')).toContain('False ReconciliationFailed ConfigMap/test/c apply failed: refused')
    const id = (name: string) => ({id: `test_${name}__ConfigMap`, v: 'v1'})
    expect((await fleet.get('app')).status.inventory).toEqual({entries: [id('a'), id('b')]})
    await fleet.close()
  })

  it('remembers what it made when the status could not be written', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'app/b.yaml': map('b')})
    fleet.refuse('PATCH kustomizations/app/status')
    await fleet.kustomization('app')
    await fleet.clock.advance(1000)
    expect((await fleet.get('app')).status?.inventory).toBeUndefined()
    expect((await fleet.kube.get(ref('b'))).data).toEqual({a: '1'})
    await fleet.publish('main@sha1:2', {'app/a.yaml': map('a')})
    fleet.refuse()
    expect(await fleet.ready('app', 20_000)).toBe('True ReconciliationSucceeded Applied revision: main@sha1:2')
    await expect(fleet.kube.get(ref('b'))).rejects.toThrow('not found')
    await fleet.close()
  })

  it('stops in the middle of pruning and forgets nothing that is still there', async () => {
    const fleet = await startKustomizeFleet({concurrentSsa: 1})
    await fleet.publish('main@sha1:1', {'app/a.yaml': map('a'), 'app/b.yaml': map('b'), 'app/c.yaml': map('c')})
    await fleet.kustomization('app')
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:1')
    const stopped = fleet.stopAt('DELETE test/configmaps/c')
    await fleet.publish('main@sha1:2', {'app/a.yaml': map('a')})
    await stopped
    expect((await fleet.kube.get(ref('b'))).data).toEqual({a: '1'})
    expect(JSON.stringify((await fleet.get('app')).status.inventory)).toContain('test_b__ConfigMap')
    fleet.restart()
    expect(await fleet.ready('app')).toBe('True ReconciliationSucceeded Applied revision: main@sha1:2')
    await expect(fleet.kube.get(ref('b'))).rejects.toThrow('not found')
    expect((await fleet.get('app')).status.inventory).toEqual({entries: [{id: 'test_a__ConfigMap', v: 'v1'}]})
    await fleet.close()
  })

  it('passes an hour of intervals, retries and polls on the virtual clock', async () => {
    const fleet = await startKustomizeFleet()
    const files: Record<string, string> = {}
    for (let index = 0; index < 10; index++) files[`app${index}/a.yaml`] = map(`a${index}`)
    await fleet.publish('main@sha1:1', {...files, 'broken/kustomization.yaml': 'resources: [nope.yaml]'})
    for (let index = 0; index < 10; index++) await fleet.kustomization(`app${index}`, {path: `app${index}`, interval: '5m'})
    await fleet.kustomization('broken', {path: 'broken', retryInterval: '1m'})
    await fleet.kustomization('waiting', {path: 'app0', dependsOn: [{name: 'broken'}]})
    await fleet.clock.advance(3000)
    fleet.told()
    await fleet.clock.advance(3_600_000)
    const events = fleet.told()
    expect(events.filter((line) => line.includes('BuildFailed'))).toHaveLength(60)
    expect(events.filter((line) => line.includes('Dependencies do not meet'))).toHaveLength(120)
    const finished = events.filter((line) => line.includes('Reconciliation finished'))
    expect(finished.length).toBeGreaterThanOrEqual(110)
    expect(finished.length).toBeLessThanOrEqual(126)
    await fleet.close()
  })
})
