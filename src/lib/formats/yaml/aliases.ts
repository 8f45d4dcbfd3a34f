import {LimitExceeded} from '../../errors/flux-error.js'
import {setOwn} from '../json/set-own.js'
import type {JsonObject, JsonValue} from '../json/value.js'

/** Expanded nodes that a text with aliases may have, however small it is written. */
const MAX_NODES = 2_000_000

/**
 * A copy in which no two places share an object, so that changing one does not change the other.
 * @throws LimitExceeded for an alias bomb
 */
export function unshare(value: JsonValue, where: string): JsonValue {
  let nodes = 0
  const copy = (item: JsonValue, depth: number): JsonValue => {
    if (item === null || typeof item !== 'object') return item
    if (++nodes > MAX_NODES || depth > 1000) throw new LimitExceeded(`${where}document contains excessive aliasing`)
    if (Array.isArray(item)) {
      nodes += item.length
      return item.map((member) => copy(member, depth + 1))
    }
    const result: JsonObject = {}
    for (const [key, member] of Object.entries(item)) {
      nodes++
      setOwn(result, key, copy(member as JsonValue, depth + 1))
    }
    return result
  }
  return copy(value, 0)
}
