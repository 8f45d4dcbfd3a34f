import {describe, expect, it} from 'vitest'
import type {CreateContext} from '../../../../src/lib/actions/create/context.js'
import {createReceiverSecret} from '../../../../src/lib/actions/create/secrets/receiver.js'
import {createGitSource} from '../../../../src/lib/actions/create/sources/git.js'
import {isPartOf, upsert, upsertSecret} from '../../../../src/lib/actions/create/upsert.js'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {seededRandom, systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {crds} from '../../../../src/lib/kinds/crds.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'
import {capturedOut} from '../../../fakes/captured-out.js'

const signal = new AbortController().signal

/** An embedded API with our kinds and the namespace `apps`. */
async function world(kinds = crds()) {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks, Date.UTC(2026, 0, 15))
  const api = await startApiServer({kubelet: false, clock, tasks})
  const kube = createKubeClient({transport: api.transport(), clock, random: systemRandom, userAgent: 'test'})
  for (const crd of kinds) await kube.apply(crd, {fieldManager: 'test'})
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'apps'}})
  const captured = capturedOut()
  return {ctx: {kube, clock, signal, out: captured.out}, ...captured, close: () => api.close()}
}

function contextOf(part: Partial<CreateContext>): CreateContext {
  const never = () => Promise.reject(new Error('not expected'))
  const keys = {generate: never, read: never, scanHostKey: never}
  return {keys, random: seededRandom(1), signal, cwd: '/', fs: {}, cluster: never, confirm: never, ...part} as CreateContext
}

const COMMON = {name: 'hook', namespace: 'apps', export: true, interval: 60_000}

describe('flux create', () => {
  it('takes the token of a receiver from the Context', async () => {
    const {out, stdout} = capturedOut()
    await createReceiverSecret(contextOf({out}), {...COMMON, type: 'github', hostname: 'flux.example.com'})
    const token = Buffer.from(seededRandom(1).bytes(32)).toString('hex')
    expect(stdout()).toContain(`  token: ${token}\n`)
    expect(stdout()).toMatch(/webhook: https:\/\/flux\.example\.com\/hook\/[0-9a-f]{64}\n/)
  })

  it('asks no cluster and makes no key with --export', async () => {
    const {out, stdout, stderr} = capturedOut()
    const flags = {'ssh-key-algorithm': 'ecdsa', 'ssh-rsa-bits': 2048, 'ssh-ecdsa-curve': 'p384', silent: false}
    const options = {...COMMON, ...flags, url: 'ssh://git@example.com/r', branch: 'main', 'recurse-submodules': false}
    await createGitSource(contextOf({out}), {...options, 'fetch-timeout': 0})
    expect(stdout()).toContain('url: ssh://git@example.com/r')
    expect(stderr()).toBe('')
  })

  it('writes no password to stderr', async () => {
    const {ctx, out, stderr, close} = await world()
    const flags = {'ssh-key-algorithm': 'ecdsa', 'ssh-rsa-bits': 2048, 'ssh-ecdsa-curve': 'p384', silent: false}
    const options = {...COMMON, ...flags, export: false, url: 'https://example.com/r', branch: 'main', username: 'user'}
    const stopped = AbortSignal.abort(new DOMException('over', 'TimeoutError'))
    const waiting = {
      ...ctx,
      get signal() {
        // the Secret and the object are written, then time is over
        return stderr().includes('waiting for') ? stopped : signal
      },
    }
    const run = createGitSource(contextOf({out, cluster: async () => waiting}), {
      ...{...options, password: 'canary-password', 'recurse-submodules': false, 'fetch-timeout': 0},
    })
    await expect(run).rejects.toThrow('context deadline exceeded')
    expect(stderr()).toContain('authentication configured')
    expect(stderr()).not.toContain('canary')
    const secret = await ctx.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'apps', name: 'hook'})
    expect((secret['data'] as {password: string}).password).toBe(Buffer.from('canary-password').toString('base64'))
    await close()
  })

  it('overwrites labels and spec, and keeps annotations', async () => {
    const {ctx, close} = await world()
    const repository = (labels: Record<string, string> | undefined, url: string): KubeObject => ({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: {name: 'r', namespace: 'apps', ...(labels ? {labels} : {})},
      spec: {interval: '1m0s', url},
    })
    const first = repository({a: 'b'}, 'https://example.com/1')
    await ctx.kube.create({...first, metadata: {...first.metadata, annotations: {kept: 'yes'}}})
    expect(await upsert(ctx, repository(undefined, 'https://example.com/2'))).toBe('updated')
    const ref = {apiVersion: first.apiVersion, kind: first.kind, namespace: 'apps', name: 'r'}
    const now = await ctx.kube.get(ref)
    expect(now.metadata.labels).toBeUndefined()
    expect(now.metadata.annotations).toEqual({kept: 'yes'})
    expect(now['spec']).toEqual({interval: '1m0s', timeout: '60s', url: 'https://example.com/2'})
    expect(now.metadata.managedFields?.map((entry) => entry.manager)).toContain('flux')
    await close()
  })

  it("says that a kind is not served, in flux's words", async () => {
    const {ctx, close} = await world([])
    const object = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', metadata: {name: 'r', namespace: 'apps'}}
    await expect(upsert(ctx, object)).rejects.toThrow(
      'unable to retrieve the complete list of server APIs: source.toolkit.fluxcd.io/v1: no matches for source.toolkit.fluxcd.io/v1, Resource=',
    )
    await close()
  })

  it('adds to a Secret that is there', async () => {
    const {ctx, close} = await world()
    const meta = {name: 's', namespace: 'apps'}
    await ctx.kube.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {...meta, labels: {a: 'b'}},
      stringData: {old: '1'},
      type: 'kept',
    })
    await upsertSecret(ctx, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {...meta, labels: {c: 'd'}},
      stringData: {new: '2'},
      type: 'other',
    })
    const now = await ctx.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'apps', name: 's'})
    expect(now['type']).toBe('kept')
    expect(now.metadata.labels).toEqual({a: 'b', c: 'd'})
    expect(now['data']).toEqual({old: 'MQ==', new: 'Mg=='})
    await close()
  })

  it('compares as DeepDerivative does', () => {
    expect(isPartOf({a: '1'}, {a: '1', b: '2'})).toBe(true)
    expect(isPartOf({a: '', c: null}, {a: '1'})).toBe(true)
    expect(isPartOf({a: '1'}, {a: '2'})).toBe(false)
    expect(isPartOf([{a: 1}], [{a: 1, b: 2}])).toBe(true)
    expect(isPartOf([{a: 1}], [{a: 1}, {a: 2}])).toBe(false)
    expect(isPartOf([], [1])).toBe(true)
  })
})
