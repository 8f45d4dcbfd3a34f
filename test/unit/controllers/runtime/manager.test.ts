import {describe, expect, it} from 'vitest'
import {silentLog} from '../../../../src/lib/adapters/system/log.js'
import {createMetrics, noMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import {seededRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {createManager} from '../../../../src/lib/controllers/runtime/manager.js'
import {CONTROLLER_METRICS} from '../../../../src/lib/controllers/runtime/metrics.js'
import type {Outcome, Reconciler, Run, WatchSpec} from '../../../../src/lib/controllers/runtime/types.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import type {KubeCache, KubeCaches, KubeObject} from '../../../../src/lib/ports/kube.js'
import type {Log} from '../../../../src/lib/ports/observe.js'

const KIND = {apiVersion: 'example.com/v1', kind: 'Thing'}
const SOURCE = {apiVersion: 'example.com/v1', kind: 'Source'}

/** Caches that a test fills by hand. */
function fakeCaches() {
  const kinds = new Map<
    string,
    {objects: Map<string, KubeObject>; listeners: Set<(old?: KubeObject, now?: KubeObject) => void>}
  >()
  const of = (kind: string) => {
    let entry = kinds.get(kind)
    if (!entry) kinds.set(kind, (entry = {objects: new Map(), listeners: new Set()}))
    return entry
  }
  const caches: KubeCaches = {
    cache(kind) {
      const {objects, listeners} = of(kind.kind)
      const cache: KubeCache = {
        kind,
        get: (namespace, name) => objects.get(`${namespace}/${name}`),
        list: () => [...objects.values()],
        byIndex: () => [],
        onChange(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        synced: async () => {},
      }
      return cache
    },
    close: async () => {},
  }
  return {
    caches,
    put(object: KubeObject) {
      const {objects, listeners} = of(object.kind)
      const id = `${object.metadata.namespace}/${object.metadata.name}`
      const old = objects.get(id)
      objects.set(id, object)
      for (const listener of listeners) listener(old, object)
    },
    remove(kind: string, id: string) {
      const {objects, listeners} = of(kind)
      const old = objects.get(id)
      objects.delete(id)
      for (const listener of listeners) listener(old, undefined)
    },
  }
}

const thing = (name: string, generation = 1, interval = '10m'): KubeObject => ({
  ...KIND,
  metadata: {namespace: 'a', name, generation},
  spec: {interval},
})

async function setup(
  reconcile: (run: Run, at: number) => Promise<Outcome>,
  options: {watches?: WatchSpec[]; concurrent?: number; jitter?: number; log?: Log} = {},
) {
  const clock = createVirtualClock(createTasks(), 0)
  const metrics = await createMetrics(CONTROLLER_METRICS)
  const fake = fakeCaches()
  const runs: string[] = []
  const reconciler: Reconciler = {
    controller: 'thing-controller',
    kind: KIND,
    watches: options.watches ?? [],
    reconcile(run) {
      runs.push(`${run.key.name}@${clock.now()}`)
      return reconcile(run, clock.now())
    },
  }
  const manager = createManager({caches: fake.caches, clock, random: seededRandom(1), log: options.log ?? silentLog, metrics}, [
    {reconciler, concurrent: options.concurrent, jitterPercentage: options.jitter ?? 0},
  ])
  const stop = new AbortController()
  const start = () => manager.run(stop.signal)
  return {clock, metrics, fake, runs, manager, stop, start}
}
const done: Outcome = {result: 'success', requeue: 'interval'}

describe('controller runtime', () => {
  it('runs what exists, then on each interval; an hour passes in a moment', async () => {
    const {fake, runs, clock, start, stop} = await setup(async () => done)
    fake.put(thing('x'))
    const running = start()
    await clock.advance(3_600_000)
    expect(runs).toEqual(['x@0', ...[1, 2, 3, 4, 5, 6].map((n) => `x@${n * 600_000}`)])
    stop.abort()
    await running
    await clock.advance(3_600_000)
    expect(runs).toHaveLength(7)
  })

  it('jitters the interval within its percentage', async () => {
    const {fake, runs, clock, start} = await setup(async () => done, {jitter: 5})
    fake.put(thing('x', 1, '100s'))
    void start()
    await clock.advance(1_000_000)
    const times = runs.map((run) => Number(run.split('@')[1]))
    const gaps = times.slice(1).map((time, index) => time - times[index]!)
    expect(gaps.every((gap) => gap >= 95_000 && gap <= 105_000)).toBe(true)
    expect(new Set(gaps).size).toBeGreaterThan(3)
  })

  it('lets generations and requests through, not status changes; a deletion runs once more', async () => {
    const {fake, runs, clock, start} = await setup(async () => ({result: 'success', requeue: 'never'}))
    fake.put(thing('x'))
    void start()
    await clock.advance(10)
    fake.put({...thing('x'), status: {a: 1}})
    await clock.advance(10)
    fake.put(thing('x', 2))
    await clock.advance(10)
    const requested = {...thing('x', 2)}
    requested.metadata = {...requested.metadata, annotations: {'reconcile.fluxcd.io/requestedAt': '1'}}
    fake.put(requested)
    await clock.advance(10)
    fake.put(thing('x', 2))
    await clock.advance(10)
    fake.remove('Thing', 'a/x')
    await clock.advance(10)
    expect(runs).toEqual(['x@0', 'x@20', 'x@30', 'x@50'])
  })

  it('backs off failures and thrown errors, counts them, and recovers from a panic', async () => {
    const {fake, runs, clock, metrics, start} = await setup(async (_, at) => {
      if (at < 3000) throw new TypeError('a bug')
      if (at < 6000) return {result: 'failed', requeue: 'backoff', error: new Error('no')}
      return done
    })
    fake.put(thing('x'))
    void start()
    await clock.advance(20_000)
    expect(runs).toEqual(['x@0', 'x@750', 'x@2250', 'x@5250', 'x@11250'])
    const text = await metrics.text()
    expect(text).toContain('controller_runtime_reconcile_total{controller="thing",result="error"} 4')
    expect(text).toContain('controller_runtime_reconcile_total{controller="thing",result="requeue_after"} 1')
    expect(text).toContain('controller_runtime_reconcile_panics_total{controller="thing"} 3')
  })

  it('backs off an object whose interval is no duration, and takes it up again once it is mended', async () => {
    const logged: string[] = []
    const log: Log = {...silentLog, error: (message, error) => logged.push(`${message}: ${messageOf(error)}`), child: () => log}
    const {fake, runs, clock, start, stop} = await setup(async () => done, {log})
    fake.put(thing('x', 1, 'soon'))
    const running = start()
    await clock.advance(3_000)
    expect(runs).toEqual(['x@0', 'x@750', 'x@2250'])
    expect(logged).toHaveLength(3)
    expect(logged[0]).toContain('Reconciler error: spec.interval of a/x: ')
    fake.put(thing('x', 2, '1s'))
    await clock.advance(2_000)
    expect(runs.slice(3)).toEqual(['x@3000', 'x@4000', 'x@5000'])
    expect(logged).toHaveLength(3)
    stop.abort()
    await running
  })

  it('runs at most `concurrent` at a time, and one key never twice at once', async () => {
    let running = 0
    let most = 0
    const setupResult = await setup(
      async () => {
        most = Math.max(most, ++running)
        await setupResult.clock.sleep(100)
        running--
        return {result: 'success', requeue: 'never'}
      },
      {concurrent: 2},
    )
    const {fake, runs, clock, start} = setupResult
    for (const name of ['a', 'b', 'c', 'd', 'e']) fake.put(thing(name))
    void start()
    await clock.advance(50)
    fake.put(thing('a', 2))
    await clock.advance(1000)
    expect(most).toBe(2)
    expect(runs).toEqual(['a@0', 'b@0', 'c@100', 'd@100', 'e@200', 'a@200'])
  })

  it('tells how many wait, also when none does any more', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => (open = resolve))
    const reconcile = () => gate.then((): Outcome => ({result: 'success', requeue: 'never'}))
    const {fake, clock, metrics, start} = await setup(reconcile, {concurrent: 2})
    const depth = async () => /workqueue_depth\{.*\} (\d+)/.exec(await metrics.text())?.[1]
    for (const name of ['a', 'b', 'c']) fake.put(thing(name))
    void start()
    await clock.quiet()
    expect(await depth()).toBe('1')
    open()
    await clock.quiet()
    expect(await depth()).toBe('0')
  })

  it('tells a run that it was superseded, and by what', async () => {
    const seen: string[] = []
    const setupResult = await setup(
      async (run) => {
        run.onSuperseded(({kind, name}) => seen.push(`${kind}/${name}`))
        await setupResult.clock.sleep(100)
        seen.push(String(run.superseded()?.name))
        return {result: 'success', requeue: 'never'}
      },
      {watches: [{kind: SOURCE, mapToKeys: () => [{namespace: 'a', name: 'x'}]}]},
    )
    const {fake, clock, start, runs} = setupResult
    fake.put(thing('x'))
    void start()
    await clock.advance(50)
    fake.put({...SOURCE, metadata: {namespace: 'a', name: 'git', generation: 1}})
    await clock.advance(1000)
    expect(seen).toEqual(['Source/git', 'git', 'undefined'])
    expect(runs).toEqual(['x@0', 'x@100'])
  })

  it('is settled when only intervals are pending; waits count until they looked again after the last progress', async () => {
    const {fake, clock, start, manager, stop} = await setup(async (run, at) => {
      if (run.key.name === 'base') return at < 1000 ? {result: 'failed', requeue: 'backoff', error: new Error('no')} : done
      return at < 5000 ? {result: 'waiting', requeue: {ms: 2000}} : done
    })
    fake.put(thing('base'))
    fake.put(thing('app'))
    const running = start()
    await clock.advance(500)
    expect(manager.unsettled()).toEqual([{kind: 'Thing', namespace: 'a', name: 'base', why: 'retrying'}])
    await clock.advance(2000)
    expect(manager.unsettled()).toEqual([{kind: 'Thing', namespace: 'a', name: 'app', why: 'waiting'}])
    let settledAt = 0
    void manager.settled(stop.signal).then(() => (settledAt = clock.now()))
    await clock.advance(10_000)
    // base succeeds at 2250; app looks again at 4000 and still waits: nothing that is known could help it.
    expect(settledAt).toBeGreaterThanOrEqual(4000)
    expect(settledAt).toBeLessThan(6000)
    stop.abort()
    await running
  })

  it('is not settled while a cache may still hear what a waiting object waits for', async () => {
    let there = false
    const {clock, fake, manager, start, stop} = await setup(
      async () => (there ? done : {result: 'waiting', requeue: {ms: 30_000}}),
      {watches: [{kind: SOURCE, mapToKeys: () => [{namespace: 'a', name: 'x'}]}]},
    )
    fake.put(thing('x'))
    const running = start()
    let settledAt: number | undefined
    void manager.settled(stop.signal).then(() => (settledAt = clock.now()))
    await clock.advance(1000)
    expect(settledAt).toBeUndefined()
    there = true
    fake.put({...SOURCE, metadata: {namespace: 'a', name: 's'}})
    await clock.advance(5000)
    expect(settledAt).toBeLessThan(3000)
    expect(manager.controllers[0]!.standings.get('a/x')?.outcome).toEqual(done)
    stop.abort()
    await running
  })

  it('starts a controller after the first pass of the one before, or after ten seconds', async () => {
    const clock = createVirtualClock(createTasks(), 0)
    const fake = fakeCaches()
    const runs: string[] = []
    const reconciler = (kind: {apiVersion: string; kind: string}, took: number): Reconciler => ({
      controller: kind.kind,
      kind,
      watches: [],
      async reconcile({key}) {
        runs.push(`${kind.kind} ${key.name} at ${clock.now()}`)
        await clock.sleep(took)
        return {result: 'success', requeue: 'never'}
      },
    })
    const ctx = {caches: fake.caches, clock, random: seededRandom(1), log: silentLog, metrics: noMetrics}
    const stop = new AbortController()
    fake.put({...SOURCE, metadata: {namespace: 'a', name: 'git', generation: 1}})
    fake.put(thing('x'))
    void createManager(ctx, [{reconciler: reconciler(SOURCE, 500)}, {reconciler: reconciler(KIND, 0)}]).run(stop.signal)
    await clock.advance(1_000)
    expect(runs).toEqual(['Source git at 0', 'Thing x at 500'])
    runs.length = 0
    void createManager(ctx, [{reconciler: reconciler(SOURCE, 60_000)}, {reconciler: reconciler(KIND, 0)}]).run(stop.signal)
    await clock.advance(20_000)
    expect(runs).toEqual(['Source git at 1000', 'Thing x at 11000'])
    stop.abort()
  })

  it('does not wait for ever for a run that will not end', async () => {
    const {fake, clock, start, stop} = await setup(() => new Promise(() => {}))
    fake.put(thing('x'))
    let stopped = false
    void start().then(() => (stopped = true))
    await clock.advance(10)
    stop.abort()
    await clock.advance(29_000)
    expect(stopped).toBe(false)
    await clock.advance(2_000)
    expect(stopped).toBe(true)
  })

  it('waits for what is in flight when it stops', async () => {
    let finished = false
    const setupResult = await setup(async () => {
      await setupResult.clock.sleep(100)
      finished = true
      return done
    })
    const {fake, clock, start, stop} = setupResult
    fake.put(thing('x'))
    const running = start()
    await clock.advance(10)
    stop.abort()
    expect(finished).toBe(false)
    await clock.advance(200)
    await running
    expect(finished).toBe(true)
  })
})
