import {compare, identityOf, type Manager, type Managers, secondsOf} from './manager.js'
import {union} from './sets/field-set.js'

const mostUpdaters = 10

/** At most ten entries of updates: the oldest of a version are put together as `ancient-changes`. */
export function capManagers(managers: Managers): Managers {
  const updaters = [...managers].filter(([, {operation}]) => operation === 'Update')
  if (updaters.length <= mostUpdaters) return managers
  updaters.sort(([a, x], [b, y]) => secondsOf(x) - secondsOf(y) || compare(a, b))
  const out = new Map(managers)
  const first = new Map<string, string>()
  let count = updaters.length
  for (const [identity, {apiVersion}] of updaters) {
    if (count <= mostUpdaters) break
    const earlier = first.get(apiVersion)
    if (earlier === undefined) {
      first.set(apiVersion, identity)
      continue
    }
    merge(out, earlier, identity)
    count--
  }
  return out
}

/** Moves the entry into the bucket of its version, which starts with the first one seen; its time is the newer one's. */
function merge(managers: Map<string, Manager>, first: string, identity: string): void {
  const manager = managers.get(identity) as Manager
  const bucket = {manager: 'ancient-changes', operation: 'Update', apiVersion: manager.apiVersion, subresource: ''} as const
  const key = identityOf(bucket)
  const start = managers.get(key) ?? (managers.get(first) as Manager)
  if (!managers.has(key)) managers.delete(first)
  managers.delete(identity)
  managers.set(key, {...bucket, time: manager.time, set: union(manager.set, start.set)})
}
