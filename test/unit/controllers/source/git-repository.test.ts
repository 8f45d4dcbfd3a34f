import {describe, expect, it} from 'vitest'
import {GitError} from '../../../../src/lib/adapters/git/git-error.js'
import type {Outcome} from '../../../../src/lib/controllers/runtime/types.js'
import {createGitRepositoryReconciler} from '../../../../src/lib/controllers/source/git-repository.js'
import type {SourceContext} from '../../../../src/lib/controllers/source/source-run.js'
import {directoryNode, MemoryTree} from '../../../../src/lib/formats/archive/memory-tree.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {Artifact, ArtifactPut, ArtifactState} from '../../../../src/lib/ports/artifacts.js'
import type {GitCheckout, GitCloneOptions} from '../../../../src/lib/ports/git.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'
import type {FluxEvent, Log} from '../../../../src/lib/ports/observe.js'
import {kubeObjects} from '../../../fakes/kube-objects.js'

const silent: Log = {trace() {}, debug() {}, info() {}, error() {}, child: () => silent}
const nobody = {name: '', email: '', when: 0}

/** A reconciler over fakes whose behaviour a test may change as it goes. */
function bench() {
  const objects = kubeObjects()
  const events: FluxEvent[] = []
  const warnings: string[] = []
  const logged: string[] = []
  const log: Log = {...silent, info: (message, fields) => void logged.push(`${message} ${fields?.['path'] ?? ''}`.trim())}
  const state = {
    clone: async (_options: GitCloneOptions): Promise<GitCheckout> => ({
      unchanged: false,
      commit: {sha: 'c1', author: nobody, committer: nobody, message: 'first\n', revision: 'main@sha1:c1'},
      tree: new MemoryTree(directoryNode()),
    }),
    put: async (put: ArtifactPut): Promise<Artifact> => ({
      path: `p/${put.file}`,
      url: `http://x/p/${put.file}`,
      revision: put.revision,
      digest: 'sha256:1',
      lastUpdateTime: '2026-01-01T00:00:00Z',
    }),
    check: async (): Promise<ArtifactState> => ({state: 'stored'}),
    retain: async (): Promise<readonly string[]> => [],
    collect: async (): Promise<readonly string[]> => [],
  }
  const context: SourceContext = {
    kube: objects.kube,
    git: {clone: (options) => state.clone(options), override() {}, overrideFor: () => undefined},
    artifacts: {
      put: (put) => state.put(put),
      check: () => state.check(),
      retain: () => state.retain(),
      collect: () => state.collect(),
      verify: async () => true,
      remove: async () => {},
      open: async () => new MemoryTree(directoryNode()),
      url: (path) => `http://new-host/${path}`,
      files: {read: async () => undefined, list: async () => undefined, writtenAt: () => 0},
    },
    clock: {
      now: () => Date.parse('2026-06-01T00:00:00Z'),
      monotonic: () => 0,
      sleep: async () => {},
      timeout: () => new AbortController().signal,
      timer: () => ({cancel() {}}),
    },
    http: {
      request: async () => {
        throw new Error('no network here')
      },
    },
    random: {float: () => 0.5, bytes: (length) => new Uint8Array(length), uuid: () => 'u'},
    tasks: {run: (_name, work) => work(), running: 0, idle: async () => {}},
    events: {emit: (_controller, event) => void events.push(event), flush: async () => {}},
    metrics: {count() {}, gauge() {}, observe() {}, forget() {}, text: async () => ''},
  }
  const reconciler = createGitRepositoryReconciler(context, {warn: (message) => warnings.push(message)})
  const apply = (spec: JsonObject = {}, metadata: JsonObject = {}): void => {
    const body = {interval: '1m', timeout: '60s', url: 'https://example.com/x', ...spec}
    const meta = {namespace: 'ns', name: 'app', ...metadata}
    const object = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata: meta, spec: body}
    objects.apply({...object, status: {observedGeneration: -1}} as KubeObject)
  }
  const run = (signal = new AbortController().signal): Promise<Outcome> =>
    reconciler.reconcile({
      key: {namespace: 'ns', name: 'app'},
      log,
      signal,
      superseded: () => undefined,
      onSuperseded: () => () => {},
    })
  const status = () => objects.get('GitRepository', 'ns', 'app')!.status as JsonObject
  const condition = (type: string) =>
    ((status()['conditions'] ?? []) as {type: string; status: string; reason: string; message: string}[]).find(
      (item) => item.type === type,
    )
  return {objects, events, warnings, logged, state, apply, run, status, condition}
}

describe('GitRepository', () => {
  it('an object that is gone is nothing to do', async () => {
    expect(await bench().run()).toEqual({result: 'noop', requeue: 'never'})
  })

  it('takes its finalizer first and comes back through the queue', async () => {
    const {apply, run, objects} = bench()
    apply()
    expect(await run()).toEqual({result: 'waiting', requeue: 'now'})
    expect(objects.get('GitRepository', 'ns', 'app')!.metadata.finalizers).toEqual(['finalizers.fluxcd.io'])
    expect(objects.writes).toEqual(['PATCH GitRepository/app'])
    expect(await run()).toEqual({result: 'success', requeue: 'interval'})
  })

  it('artifact, conditions and generation become visible together', async () => {
    const {apply, run, status, condition, objects} = bench()
    apply()
    await run()
    const seen: boolean[] = []
    const patch = objects.kube.patch
    objects.kube.patch = async (ref, body, options) => {
      const result = await patch(ref, body, options)
      const conditions = ((result.status as JsonObject)['conditions'] ?? []) as {type: string; status: string}[]
      const ready = conditions.some((item) => item.type === 'Ready' && item.status === 'True')
      seen.push(!ready || (result.status as JsonObject)['artifact'] !== undefined)
      return result
    }
    await run()
    expect(seen).not.toContain(false)
    expect(status()).toMatchObject({observedGeneration: 1, artifact: {revision: 'main@sha1:c1'}})
    expect(condition('Ready')).toMatchObject({status: 'True', reason: 'Succeeded'})
  })

  it('an abort in the middle of a clone leaves the object as it was last written', async () => {
    const {apply, run, state, objects, condition, events} = bench()
    apply()
    await run()
    const stop = new AbortController()
    state.clone = async ({signal}) => {
      stop.abort(new Error('stopping'))
      signal?.throwIfAborted()
      throw new Error('not reached')
    }
    const outcome = await run(stop.signal)
    expect(outcome).toMatchObject({result: 'failed', requeue: 'backoff'})
    const writes = objects.writes.length
    expect(condition('FetchFailed')).toBeUndefined()
    expect(events).toEqual([])
    expect(objects.writes.length).toBe(writes)
  })

  it('a full disk is a storage failure that is tried again, and goes away', async () => {
    const {apply, run, state, condition, events} = bench()
    apply()
    await run()
    const {put} = state
    state.put = async () => {
      throw new Error('no space left on device')
    }
    expect(await run()).toMatchObject({result: 'failed', requeue: 'backoff'})
    const text = 'unable to archive artifact to storage: no space left on device'
    expect(condition('StorageOperationFailed')).toMatchObject({status: 'True', reason: 'ArchiveOperationFailed', message: text})
    expect(condition('Ready')).toMatchObject({status: 'False', reason: 'ArchiveOperationFailed'})
    expect(events.at(-1)).toMatchObject({type: 'Warning', reason: 'ArchiveOperationFailed', message: text})
    state.put = put
    expect(await run()).toMatchObject({result: 'success'})
    expect(condition('StorageOperationFailed')).toBeUndefined()
    expect(events.at(-1)).toMatchObject({type: 'Normal', reason: 'NewArtifact'})
  })

  it('files that cannot be removed keep a deleted object', async () => {
    const {apply, run, state, objects, events} = bench()
    apply()
    await run()
    await run()
    objects.remove('GitRepository', 'ns', 'app')
    state.collect = async () => {
      throw new Error('permission denied')
    }
    expect(await run()).toMatchObject({result: 'failed', requeue: 'backoff'})
    expect(events.at(-1)).toMatchObject({
      type: 'Warning',
      reason: 'GarbageCollectionFailed',
      message: 'garbage collection for deleted resource failed: permission denied',
    })
    expect(objects.get('GitRepository', 'ns', 'app')).toBeDefined()
    state.collect = async () => ['p']
    expect(await run()).toEqual({result: 'noop', requeue: 'never'})
    expect(objects.get('GitRepository', 'ns', 'app')).toBeUndefined()
  })

  it('garbage that cannot be collected does not stop a run', async () => {
    const {apply, run, state} = bench()
    apply()
    await run()
    await run()
    state.retain = async () => {
      throw new Error('permission denied')
    }
    expect(await run()).toMatchObject({result: 'success'})
  })

  it('tells of a failure once more on each try and of the recovery once', async () => {
    const {apply, run, state, events, condition} = bench()
    apply()
    await run()
    await run()
    const {clone} = state
    state.clone = async () => {
      throw new GitError('git-network', 'no route')
    }
    await run()
    await run()
    expect(condition('FetchFailed')?.message).toBe('failed to checkout and determine revision: no route')
    expect(condition('ArtifactInStorage')?.status).toBe('True')
    state.clone = clone
    await run()
    await run()
    expect(events.filter((event) => event.type !== 'Trace').map((event) => event.reason)).toEqual([
      'NewArtifact',
      'GitOperationFailed',
      'GitOperationFailed',
      'Succeeded',
    ])
  })

  it('the URL follows the address of the store', async () => {
    const {apply, run, status} = bench()
    apply()
    await run()
    await run()
    await run()
    expect(status()).toMatchObject({artifact: {url: 'http://new-host/p/c1.tar.gz'}})
  })

  it('foreign conditions stay', async () => {
    const {apply, run, objects, condition} = bench()
    apply()
    await run()
    const foreign = {type: 'Foreign', status: 'True', reason: 'X', message: 'y', lastTransitionTime: '2026-01-01T00:00:00Z'}
    const ref = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'ns', name: 'app'}
    await objects.kube.patch(ref, {type: 'merge', body: {status: {conditions: [foreign]}}}, {subresource: 'status'})
    await run()
    expect(condition('Foreign')).toEqual(foreign)
    expect(condition('Ready')?.status).toBe('True')
  })

  it('tells once per revision of the symlinks that the artifact lacks, but not in status or events', async () => {
    const {apply, run, state, warnings, logged, events, condition} = bench()
    const root = directoryNode()
    const apps = directoryNode()
    root.children.set('apps', apps)
    apps.children.set('out.yaml', {type: 'symlink', mode: 0o777, target: '/etc/passwd'})
    apps.children.set('gone.yaml', {type: 'symlink', mode: 0o777, target: 'no\nthing'})
    apps.children.set('in', {type: 'symlink', mode: 0o777, target: '../apps'})
    apps.children.set('photo.png', {type: 'symlink', mode: 0o777, target: '/etc/hosts'})
    const {clone} = state
    state.clone = async (options) => ({...(await clone(options)), unchanged: false, tree: new MemoryTree(root)})
    apply()
    for (let runs = 0; runs < 3; runs++) await run()
    expect(warnings).toEqual([
      'GitRepository ns/app: "apps/gone.yaml" is left out, a symbolic link to "no\\nthing" that leads nowhere',
      'GitRepository ns/app: "apps/out.yaml" is left out, a symbolic link to "/etc/passwd" that leads out of the repository',
    ])
    const lines = ['apps/gone.yaml', 'apps/in', 'apps/out.yaml'].map((path) => `symbolic link left out of the artifact ${path}`)
    expect(logged.filter((line) => line.startsWith('symbolic'))).toEqual(lines)
    expect(condition('Ready')!.message).toBe("stored artifact for revision 'main@sha1:c1'")
    expect(JSON.stringify(events)).not.toContain('link')
  })

  it('does not go on for ever about symlinks', async () => {
    const {apply, run, state, warnings, logged} = bench()
    const root = directoryNode()
    for (let index = 0; index < 25; index++) root.children.set(`l${index}`, {type: 'symlink', mode: 0o777, target: '/x'})
    const {clone} = state
    state.clone = async (options) => ({...(await clone(options)), unchanged: false, tree: new MemoryTree(root)})
    apply()
    for (let runs = 0; runs < 2; runs++) await run()
    expect(warnings).toHaveLength(11)
    expect(warnings.at(-1)).toContain('15 more symbolic links are left out')
    expect(logged.filter((line) => line.startsWith('symbolic'))).toHaveLength(25)
  })
})
