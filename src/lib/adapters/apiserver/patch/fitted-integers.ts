import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {SchemaNode} from '../../../schema/node.js'

const LARGEST = 2 ** 31
const LEAST = -(2n ** 63n)

/**
 * A merged object as the server's converter brings it into its Go type after an apply or a strategic merge: it cuts integers
 * to the size of their field, and what is beyond 64 bits has become the least of them (as amd64 converts). The same object when all fit.
 */
export function fittedIntegers(node: SchemaNode | undefined, value: JsonValue | undefined): JsonValue | undefined {
  if (!node || value === undefined || value === null) return value
  if (typeof value === 'number' || typeof value === 'bigint') return node.type === 'integer' ? fitted(node, value) : value
  if (Array.isArray(value)) return fittedList(node, value)
  return isObject(value) ? fittedObject(node, value) : value
}

function fittedList({items}: SchemaNode, value: readonly JsonValue[]): JsonValue {
  if (!items || typeof value[0] === 'string') return value as JsonValue
  const list = value.map((item) => fittedIntegers(items, item) as JsonValue)
  return list.every((item, at) => item === value[at]) ? (value as JsonValue) : list
}

function fittedObject({properties, additionalProperties}: SchemaNode, value: JsonObject): JsonObject {
  let changed: JsonObject | undefined
  for (const key in value) {
    const child = properties && Object.hasOwn(properties, key) ? properties[key] : additionalProperties
    const item = value[key]
    if (typeof child !== 'object' || typeof item === 'string') continue
    const next = fittedIntegers(child, item)
    if (next === item) continue
    changed ??= {...value}
    changed[key] = next
  }
  return changed ?? value
}

function fitted(node: SchemaNode, value: number | bigint): number | bigint {
  if (typeof value === 'number' && (!Number.isInteger(value) || (value >= -LARGEST && value < LARGEST))) return value
  if (node.format === 'int-or-string' || node['x-kubernetes-int-or-string']) return value
  const whole = BigInt(value)
  const kept = BigInt.asIntN(64, whole) === whole ? whole : LEAST
  if (node.format === 'int32') return Number(BigInt.asIntN(32, kept))
  const number = Number(kept)
  return Number.isSafeInteger(number) ? number : kept
}
