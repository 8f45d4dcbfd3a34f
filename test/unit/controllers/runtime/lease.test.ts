import {describe, expect, it} from 'vitest'
import {silentLog} from '../../../../src/lib/adapters/system/log.js'
import {noMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {createElector, leaseName} from '../../../../src/lib/controllers/runtime/lease.js'
import {ApiError} from '../../../../src/lib/errors/api-error.js'
import type {KubeClient, KubeObject} from '../../../../src/lib/ports/kube.js'

function setup() {
  let stored: KubeObject | undefined
  let version = 0
  let down = false
  let silent = false
  const refuse = (code: number, reason: string) => new ApiError({code, reason, message: reason})
  const keep = (object: KubeObject) => {
    if (down) throw refuse(503, 'Down')
    stored = {...object, metadata: {...object.metadata, resourceVersion: String(++version)}}
    return stored
  }
  const gauges: object[] = []
  const kube = {
    async get(_ref: unknown, {signal}: {signal?: AbortSignal} = {}) {
      if (silent) await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      if (down) throw refuse(503, 'Down')
      if (!stored) throw refuse(404, 'NotFound')
      return stored
    },
    create: async (object: KubeObject) => keep(object),
    async update(object: KubeObject) {
      if (object.metadata.resourceVersion !== stored?.metadata.resourceVersion) throw refuse(409, 'Conflict')
      return keep(object)
    },
  } as unknown as KubeClient
  const clock = createVirtualClock(createTasks())
  const ctx = {
    kube,
    clock,
    random: {float: () => 0, bytes: () => new Uint8Array(), uuid: () => ''},
    log: silentLog,
    metrics: {...noMetrics, gauge: (name: string, labels: object, value: number) => void gauges.push({name, labels, value})},
  }
  const elector = (identity: string) => createElector(ctx, {namespace: 'flux-system', name: 'lease', identity})
  const setDown = (value: boolean) => (down = value)
  return {clock, elector, gauges, lease: () => stored, setDown, setSilent: (value: boolean) => (silent = value)}
}

describe('leader election', () => {
  it('ends although the server never answers: the lease runs out', async () => {
    const {clock, elector, setSilent} = setup()
    const stop = new AbortController()
    const held = await elector('one').acquire(stop.signal)
    setSilent(true)
    // a renewal is under way
    await clock.advance(6_000)
    stop.abort()
    const begun = clock.now()
    const released = held.release().catch((error: unknown) => error)
    await clock.advance(3_000)
    expect(await released).toMatchObject({name: 'TimeoutError'})
    expect([held.lost.aborted, clock.now() - begun]).toEqual([false, 3_000])
  })

  it('stops waiting for a lease although the server never answers', async () => {
    const {clock, elector, setSilent} = setup()
    const stop = new AbortController()
    setSilent(true)
    const waiting = elector('one')
      .acquire(stop.signal)
      .catch((error: unknown) => error)
    await clock.advance(1_000)
    stop.abort(new Error('the end'))
    await clock.advance(3_000)
    expect(await waiting).toMatchObject({message: 'the end'})
  })

  it('takes a free lease, renews it, and hands it over on release', async () => {
    const {clock, elector, lease} = setup()
    const stop = new AbortController()
    const first = await elector('one').acquire(stop.signal)
    expect(lease()?.['spec']).toMatchObject({holderIdentity: 'one', leaseDurationSeconds: 35, leaseTransitions: 0})
    const before = (lease()!['spec'] as {renewTime: string}).renewTime
    let second = false
    void elector('two')
      .acquire(stop.signal)
      .then(() => (second = true))
    await clock.advance(120_000)
    expect(second).toBe(false)
    expect((lease()!['spec'] as {renewTime: string}).renewTime > before).toBe(true)
    expect(await elector('two').holder()).toMatchObject({name: 'one', left: 35_000})
    expect(await elector('one').holder()).toBeUndefined()
    await first.release()
    expect(await elector('three').holder()).toBeUndefined()
    await clock.advance(6_000)
    expect(second).toBe(true)
    expect(lease()?.['spec']).toMatchObject({holderIdentity: 'two', leaseTransitions: 1})
    stop.abort()
  })

  it('says to those who measure whether it leads, also while it waits', async () => {
    const {elector, gauges} = setup()
    const stop = new AbortController()
    const state = (value: number) => ({name: 'leader_election_master_status', labels: {name: 'lease'}, value})
    const first = await elector('one').acquire(stop.signal)
    expect(gauges.splice(0)).toEqual([state(0), state(1)])
    const waiting = elector('two')
      .acquire(stop.signal)
      .catch(() => 'stopped')
    await Promise.resolve()
    expect(gauges.splice(0)).toEqual([state(0)])
    await first.release()
    expect(gauges).toEqual([state(0)])
    stop.abort()
    expect(await waiting).toBe('stopped')
  })

  it('takes over from a holder that stopped renewing, after its duration', async () => {
    const {clock, elector, lease} = setup()
    const gone = new AbortController()
    await elector('one').acquire(gone.signal)
    gone.abort()
    let taken = 0
    void elector('two')
      .acquire(new AbortController().signal)
      .then(() => (taken = clock.now()))
    const start = clock.now()
    await clock.advance(60_000)
    expect(taken - start).toBeGreaterThan(35_000)
    expect(taken - start).toBeLessThanOrEqual(45_000)
    expect(lease()?.['spec']).toMatchObject({holderIdentity: 'two', leaseTransitions: 1})
  })

  it('takes at once what a holder has left that is known to be gone, unless it renews', async () => {
    const {clock, elector, lease} = setup()
    const gone = new AbortController()
    await elector('one').acquire(gone.signal)
    gone.abort()
    await clock.advance(10_000)
    const two = elector('two')
    expect(await two.holder()).toMatchObject({name: 'one', left: 25_000})
    two.presumeGone()
    const held = await two.acquire(new AbortController().signal)
    expect(lease()?.['spec']).toMatchObject({holderIdentity: 'two', leaseTransitions: 1})
    const three = elector('three')
    await three.holder()
    three.presumeGone()
    await clock.advance(6000)
    let taken = false
    void three.acquire(new AbortController().signal).then(() => (taken = true))
    await clock.advance(60_000)
    expect(taken).toBe(false)
    await held.release()
  })

  it('is lost when it cannot be renewed within the deadline', async () => {
    const {clock, elector, setDown} = setup()
    const held = await elector('one').acquire(new AbortController().signal)
    setDown(true)
    await clock.advance(25_000)
    expect(held.lost.aborted).toBe(false)
    await clock.advance(15_000)
    expect(held.lost.reason.message).toBe('leader election lost: flux-system/lease')
  })

  it('is lost at the deadline when the server does not even answer', async () => {
    const {clock, elector, setSilent} = setup()
    const held = await elector('one').acquire(new AbortController().signal)
    setSilent(true)
    await clock.advance(29_000)
    expect(held.lost.aborted).toBe(false)
    await clock.advance(2_000)
    expect(held.lost.reason.message).toBe('leader election lost: flux-system/lease')
  })

  it('names leases as Flux does, shards by their selector', async () => {
    expect(await leaseName('kustomize-controller')).toBe('kustomize-controller-leader-election')
    expect(await leaseName('source-controller', 'sharding.fluxcd.io/key=shard1')).toMatch(
      /^source-controller-leader-election-[\da-f]{8}$/,
    )
  })
})
