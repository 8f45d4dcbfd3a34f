import {GoError} from '../error.js'
import {Boxed, entriesOf, type GoValue, itemsOf, sortedKeys, typeName} from './value.js'

/** Levels of lists and maps after which encoding/json begins to look for values that contain themselves. */
export const CYCLES_FROM = 1000
/** deeper than what any parser makes: no value has so many levels but one that contains itself */
const MAX_DEPTH = 20_000

/**
 * To be asked when a value is met that many levels down.
 * @throws GoError in the words of encoding/json when it contains itself
 */
export function refuseCycle(value: GoValue): void {
  const found = cycleIn(value, new Set(), 0)
  if (found !== undefined) throw new GoError(`json: unsupported value: encountered a cycle via ${found}`)
}

/** The type of the first value that is met again below itself, in the order in which they are written. */
function cycleIn(value: GoValue, path: Set<unknown>, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined
  const entries = entriesOf(value)
  const items = entries === undefined ? itemsOf(value) : undefined
  if (entries === undefined && items === undefined) return undefined
  const held = value instanceof Boxed ? value.value : value
  if (held === null) return undefined
  if (path.has(held) || depth > MAX_DEPTH) return typeName(value)
  path.add(held)
  const below = entries ? sortedKeys(entries).map((key) => entries[key]) : Array.from(items!)
  for (const item of below) {
    const found = cycleIn(item, path, depth + 1)
    if (found !== undefined) return found
  }
  path.delete(held)
  return undefined
}
