import type {SchemaNode} from '../../../schema/node.js'
import {StrategicError} from './strategic-error.js'

/** How one field is patched, and the type of what lies below it (of lists: of their items). */
export interface FieldMeta {
  readonly node: SchemaNode | undefined
  /** `merge`, `replace` or '' */
  readonly strategy: string
  readonly mergeKey: string
}

/** Looks a field up as the server does in its Go struct; only called where both sides have a map or a list. */
export function fieldMeta(node: SchemaNode | undefined, name: string, list: boolean): FieldMeta {
  if (!node?.goFields) {
    throw new StrategicError(`merging an object in json but data type is not struct, instead is: ${kindOf(node)}`)
  }
  const field = propertyOf(node, name)
  if (!field) throw new StrategicError(`unable to find api field in struct ${node.goStruct} for the json field "${name}"`)
  if (list && field.type !== 'array') throw new StrategicError('expected slice or array type, but got: struct')
  return {
    node: list ? field.items : field,
    strategy: strategyOf(field['x-kubernetes-patch-strategy']),
    mergeKey: field['x-kubernetes-patch-merge-key'] ?? '',
  }
}

/** The declared field, in any case of letters when there is none of exactly this name. */
function propertyOf(node: SchemaNode, name: string): SchemaNode | undefined {
  const {properties = {}} = node
  if (Object.hasOwn(properties, name)) return properties[name]
  const lower = name.toLowerCase()
  const found = Object.keys(properties).find((key) => key.toLowerCase() === lower)
  return found === undefined ? undefined : properties[found]
}

function strategyOf(strategies: string | undefined): string {
  return (strategies ?? '').split(',').find((strategy) => strategy !== 'retainKeys') ?? ''
}

/** Kind of a Go type, for messages. */
export function kindOf(node: SchemaNode | undefined): string {
  if (!node || node.type === 'object') return node?.goFields ? 'struct' : 'map'
  if (node.type === 'array') return 'slice'
  if (node.type === 'integer') return node.format === 'int32' ? 'int32' : 'int64'
  if (node.type === 'number') return 'float64'
  return node.type === 'boolean' ? 'bool' : 'string'
}
