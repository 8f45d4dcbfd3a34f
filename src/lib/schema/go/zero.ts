import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import type {SchemaNode} from '../node.js'

/** Go's zero value of a built-in type as JSON: `{}` with what is always printed for structs, `""`, `0`, `null` for lists and maps. */
export function zeroOf(node: SchemaNode): JsonValue {
  if (node.goFields) return zeroStruct(node)
  if (node['x-kubernetes-int-or-string']) return 0
  if (node.format === 'quantity') return '0'
  if (node.format === 'date-time' || node.format === 'micro-time' || node.format === 'byte') return null
  if (node.type === 'string') return ''
  if (node.type === 'integer' || node.type === 'number') return 0
  return node.type === 'boolean' ? false : null
}

function zeroStruct(node: SchemaNode): JsonObject {
  const out: JsonObject = {}
  for (const field of node.goFields!) {
    const child = node.properties![field.name]!
    if (field.omitZero || (field.pointer && field.omitEmpty)) continue
    if (field.pointer) out[field.name] = null
    else if (!field.omitEmpty || child.goFields || printedWhenZero(child)) out[field.name] = zeroOf(child)
  }
  return out
}

function printedWhenZero(node: SchemaNode): boolean {
  return Boolean(
    node['x-kubernetes-int-or-string'] ||
      node.format === 'quantity' ||
      node.format === 'date-time' ||
      node.format === 'micro-time',
  )
}
