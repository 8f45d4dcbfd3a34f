import type {Clock} from '../../ports/clock.js'

/** What makes two events the same, apart from their times. */
export interface EventIdentity {
  readonly component: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly apiVersion: string
  readonly type: string
  readonly reason: string
  readonly message: string
}

/** An event that was written before: the next one like it only counts up. */
export interface Observation {
  count: number
  /** name of the Event object; undefined until it was written */
  name: string | undefined
}

export interface Correlated {
  readonly message: string
  /** stands for many similar events: client-go gives it no annotations and no reporting component */
  readonly combined: boolean
  readonly observation: Observation
}

/** client-go's defaults: cache size, similar events before they are combined, and how long they are remembered. */
const CACHE = 4096
const SIMILAR = 10
const SIMILAR_MS = 600_000
/** Spam filter: a burst per object, then one event in five minutes. */
const BURST = 25
const REFILL_PER_MS = 1 / 300_000

/** client-go's event correlator: combines similar events, counts equal ones, drops a flood (undefined). */
export function createCorrelator(clock: Pick<Clock, 'now'>) {
  const similar = createCache<{messages: Set<string>; last: number}>()
  const observations = createCache<Observation>()
  const buckets = createCache<{tokens: number; at: number}>()

  const combine = (event: EventIdentity, group: string): {key: string; message: string; combined: boolean} => {
    const now = clock.now()
    let record = similar.get(group)
    if (!record || now - record.last > SIMILAR_MS) similar.set(group, (record = {messages: new Set(), last: now}))
    record.messages.add(event.message)
    record.last = now
    if (record.messages.size < SIMILAR) return {key: `${group} ${event.message}`, message: event.message, combined: false}
    // Not to grow for ever: any one goes.
    for (const message of record.messages) {
      record.messages.delete(message)
      break
    }
    return {key: group, message: `(combined from similar events): ${event.message}`, combined: true}
  }
  const isFlood = (object: string): boolean => {
    const now = clock.now()
    let bucket = buckets.get(object)
    if (!bucket) buckets.set(object, (bucket = {tokens: BURST, at: now}))
    bucket.tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) * REFILL_PER_MS)
    bucket.at = now
    if (bucket.tokens < 1) return true
    bucket.tokens -= 1
    return false
  }

  return (event: EventIdentity): Correlated | undefined => {
    const {component, kind, namespace, name, uid, apiVersion, type, reason} = event
    const object = JSON.stringify([component, kind, namespace, name, uid, apiVersion])
    const {key, message, combined} = combine(event, JSON.stringify([object, type, reason]))
    let observation = observations.get(key)
    if (!observation) observations.set(key, (observation = {count: 0, name: undefined}))
    observation.count++
    return isFlood(object) ? undefined : {message, combined, observation}
  }
}

/** A map that forgets what was not used for the longest time. */
function createCache<V>() {
  const entries = new Map<string, V>()
  return {
    get(key: string): V | undefined {
      const value = entries.get(key)
      if (value !== undefined) {
        entries.delete(key)
        entries.set(key, value)
      }
      return value
    },
    set(key: string, value: V) {
      entries.set(key, value)
      if (entries.size <= CACHE) return
      const [oldest] = entries.keys()
      if (oldest !== undefined) entries.delete(oldest)
    },
  }
}
