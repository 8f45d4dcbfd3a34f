import {BOOL, type CelType, DYN, INT, listOf, mapOf, STRING} from '../../formats/cel/type.js'
import type {SchemaNode} from '../node.js'
import {escapeName} from './escape.js'

/**
 * Type of a whole object as the type checker of admission policies knows it, made as far as an expression looks. Undefined where
 * the schema that the server publishes has no type: expressions do not see quantities.
 */
export function kindType(node: SchemaNode, name: string): CelType | undefined {
  if (node['x-kubernetes-int-or-string']) return DYN
  switch (node.type) {
    case 'array': {
      const item = node.items && kindType(node.items, `${name}.@idx`)
      return item && listOf(item)
    }
    case 'object':
      return objectType(node, name)
    case 'string':
      return stringType(node)
    case 'boolean':
      return BOOL
    case 'number':
      return {kind: 'double'}
    case 'integer':
      return INT
    default:
      return undefined
  }
}

function objectType(node: SchemaNode, name: string): CelType | undefined {
  const {properties = {}, additionalProperties} = node
  if (typeof additionalProperties === 'object') {
    const value = kindType(additionalProperties, `${name}.@elem`)
    return value && mapOf(STRING, value)
  }
  if (node['x-kubernetes-preserve-unknown-fields']) return DYN
  const known = new Map<string, CelType | undefined>()
  const find = (field: string): CelType | undefined => {
    const real = Object.keys(properties).find((property) => escapeName(property) === field)
    return real === undefined ? undefined : kindType(properties[real]!, `${name}.${real}`)
  }
  return {
    kind: 'object',
    name,
    field: (field) => {
      if (!known.has(field)) known.set(field, find(field))
      return known.get(field)
    },
  }
}

function stringType({format}: SchemaNode): CelType | undefined {
  switch (format) {
    case 'quantity':
      return undefined
    case 'byte':
      return {kind: 'bytes'}
    case 'date-time':
    case 'date':
      return {kind: 'timestamp'}
    case 'duration':
      return {kind: 'duration'}
    default:
      return STRING
  }
}
