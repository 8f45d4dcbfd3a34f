import {afterEach, describe, expect, it} from 'vitest'
import {createKubeCaches} from '../../../../src/lib/adapters/kube/cache/caches.js'
import {silentLog} from '../../../../src/lib/adapters/system/log.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {ApiError, NoMatchError} from '../../../../src/lib/errors/api-error.js'
import type {KubeClient, KubeObject, WatchEvent} from '../../../../src/lib/ports/kube.js'

const KIND = {apiVersion: 'v1', kind: 'ConfigMap'}
const object = (name: string, resourceVersion: string, namespace = 'a'): KubeObject => ({
  ...KIND,
  metadata: {name, namespace, resourceVersion, uid: `uid-${name}`, labels: {app: name.slice(0, 1)}},
})
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A client whose list is `state.items` and whose watch is fed by hand. */
function setup() {
  const state = {items: [object('x1', '1'), object('y1', '1', 'b')], lists: 0, absent: false}
  let push: (event: WatchEvent | Error) => void = () => {}
  const client = {
    async list() {
      state.lists++
      if (state.absent) throw new NoMatchError('v1', 'ConfigMap')
      return {items: state.items, resourceVersion: '1'}
    },
    async *watch(_: unknown, {signal}: {signal: AbortSignal}) {
      const queue: (WatchEvent | Error)[] = []
      let wake = () => {}
      push = (event) => {
        queue.push(event)
        wake()
      }
      signal.addEventListener('abort', () => wake())
      while (!signal.aborted) {
        const next = queue.shift()
        if (next instanceof Error) throw next
        if (next) yield next
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  } as unknown as KubeClient
  const tasks = createTasks()
  const clock = createVirtualClock(tasks)
  const caches = createKubeCaches({client, clock, random: {float: () => 0}, log: silentLog})
  stops.push(() => caches.close())
  return {state, clock, caches, push: (event: WatchEvent | Error) => push(event)}
}

describe('caches', () => {
  it('share one informer, list, follow the watch and keep indexes', async () => {
    const {caches, push, clock} = setup()
    const cache = caches.cache(KIND, {indexes: {app: ({metadata}) => [metadata.labels?.['app'] ?? '']}})
    await cache.synced()
    expect(caches.cache(KIND)).toBe(cache)
    const seen: string[] = []
    const stop = cache.onChange((old, now) =>
      seen.push(`${old?.metadata.resourceVersion ?? '-'} ${now?.metadata.resourceVersion ?? '-'}`),
    )
    push({type: 'ADDED', object: object('x2', '2')})
    push({type: 'MODIFIED', object: object('x1', '3')})
    push({type: 'MODIFIED', object: object('x1', '3')})
    push({type: 'DELETED', object: object('y1', '4', 'b')})
    await clock.quiet()
    expect(seen).toEqual(['- 2', '1 3', '4 -'])
    expect(
      cache
        .byIndex('app', 'x')
        .map(({metadata}) => metadata.name)
        .sort(),
    ).toEqual(['x1', 'x2'])
    expect(cache.byIndex('app', 'y')).toEqual([])
    expect(cache.list('a')).toHaveLength(2)
    expect(cache.get('b', 'y1')).toBeUndefined()
    stop()
    push({type: 'DELETED', object: object('x1', '5')})
    await clock.quiet()
    expect(seen).toHaveLength(3)
  })

  it('list again on 410 and tell only what differs', async () => {
    const {caches, push, state, clock} = setup()
    const cache = caches.cache(KIND)
    await cache.synced()
    const seen: (string | undefined)[] = []
    cache.onChange((old, now) => seen.push(now ? `+${now.metadata.name}` : `-${old?.metadata.name}`))
    state.items = [object('x1', '1'), object('z1', '9')]
    push(new ApiError({code: 410, reason: 'Expired', message: 'too old'}))
    await clock.quiet()
    expect(state.lists).toBe(2)
    expect(seen).toEqual(['-y1', '+z1'])
  })

  it('pause longer from failure to failure, until a watch brings something', async () => {
    const {caches, push, state, clock} = setup()
    await caches.cache(KIND).synced()
    const lost = async (ms: number) => {
      push(new Error('lost'))
      await clock.advance(ms)
      return state.lists
    }
    expect(await lost(800)).toBe(2)
    expect(await lost(1599)).toBe(2)
    await clock.advance(1)
    expect(state.lists).toBe(3)
    push({type: 'ADDED', object: object('x2', '2')})
    await clock.quiet()
    expect(await lost(800)).toBe(4)
  })

  it('an optional kind counts as synced while it is absent and appears by itself', async () => {
    const {caches, state, clock} = setup()
    state.absent = true
    const cache = caches.cache(KIND, {optional: true})
    await cache.synced()
    expect(cache.list()).toEqual([])
    expect(clock.pending.oneShot).toBe(0)
    const seen: (string | undefined)[] = []
    cache.onChange((_, now) => seen.push(now?.metadata.name))
    state.absent = false
    await clock.advance(10_000)
    expect(seen).toEqual(['x1', 'y1'])
  })

  it('synced rejects when the caches close first', async () => {
    const {caches, state} = setup()
    state.absent = true
    const waiting = caches.cache(KIND).synced()
    await caches.close()
    await expect(waiting).rejects.toThrow('the caches are closed')
  })
})
