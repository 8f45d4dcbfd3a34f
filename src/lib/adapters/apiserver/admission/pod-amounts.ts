import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {formatQuantity, parseQuantity, type Quantity} from '../../../formats/quantity/quantity.js'
import {items, part} from './parts.js'

export type Amounts = Map<string, Quantity>

/**
 * What a pod asks for: its containers together, or an init container where that is more. A sidecar runs beside all that
 * come after it. Pod-level amounts stand for the sums.
 */
export function podAmounts(spec: JsonObject, kind: 'requests' | 'limits'): Amounts {
  const total: Amounts = new Map()
  for (const container of items(spec.containers)) addAmounts(total, amountsOf(container, kind))
  const sidecars: Amounts = new Map()
  const initial: Amounts = new Map()
  for (const container of items(spec.initContainers)) {
    const own = amountsOf(container, kind)
    if (container.restartPolicy === 'Always') {
      addAmounts(total, own)
      addAmounts(sidecars, own)
      atLeast(initial, sidecars)
    } else {
      addAmounts(own, sidecars)
      atLeast(initial, own)
    }
  }
  atLeast(total, initial)
  for (const [name, quantity] of amountsOf(spec, kind)) total.set(name, quantity)
  return total
}

/** The readable quantities of a map. */
export function quantities(map: JsonValue | undefined): Amounts {
  const found: Amounts = new Map()
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return found
  for (const [name, value] of Object.entries(map)) {
    const quantity = quantityOf(value)
    if (quantity) found.set(name, quantity)
  }
  return found
}

export function quantityOf(value: JsonValue | undefined): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  try {
    return parseQuantity(String(value))
  } catch {
    return undefined
  }
}

/** The sum in the first one's format, unless that is nothing. */
export function sum(a: Quantity, b: Quantity): Quantity {
  const {format} = a.nanos === 0n ? b : a
  return parseQuantity(formatQuantity({nanos: a.nanos + b.nanos, format}))
}

export function addAmounts(total: Amounts, more: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of more) {
    const before = total.get(name)
    total.set(name, before ? sum(before, quantity) : quantity)
  }
}

const amountsOf = (holder: JsonObject, kind: string) => quantities(part(part(holder, 'resources'), kind))

function atLeast(total: Amounts, other: Amounts): void {
  for (const [name, quantity] of other) {
    const before = total.get(name)
    if (!before || quantity.nanos > before.nanos) total.set(name, quantity)
  }
}
