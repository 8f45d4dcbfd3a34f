import {LimitExceeded} from '../../../errors/flux-error.js'
import {Boxed, entriesOf, type GoValue, itemsOf} from './value.js'

/** Elements of a value as it is written, those that are shared counted wherever they are. */
const MOST = 2_000_000
/** from here on others look for values that contain themselves */
const DEEPEST = 1000

/**
 * To be asked before a value is walked through: a few lists and maps that hold each other many times are written without end.
 * @throws LimitExceeded
 */
export function refuseHuge(value: GoValue): void {
  if (typeof value === 'object' && value !== null) count(value, 0, 0)
}

function count(value: GoValue, depth: number, before: number): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > DEEPEST) return before
  const held = value instanceof Boxed && value.type.kind === 'ptr' ? undefined : value
  const items = held === undefined ? undefined : itemsOf(held)
  let counted = before
  if (items !== undefined) {
    counted += items.length
    if (counted <= MOST) for (let index = 0; index < items.length; index++) counted = count(items[index], depth + 1, counted)
  } else {
    const entries = held === undefined ? undefined : entriesOf(held)
    for (const key in entries) counted = count(entries[key], depth + 1, counted + 1)
  }
  if (counted > MOST) throw new LimitExceeded(`a value of the templates has more than ${MOST} elements`)
  return counted
}
