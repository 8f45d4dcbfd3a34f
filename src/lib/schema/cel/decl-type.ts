import {parseTimestamp, toDuration} from '../../formats/cel/functions/time.js'
import {BOOL, type CelType, DYN, INT, mapOf, STRING} from '../../formats/cel/type.js'
import {CelMap, JsonMap, type ListKeys, type Value} from '../../formats/cel/values.js'
import {printJson} from '../../formats/json/print.js'
import type {SchemaNode} from '../node.js'
import {escapeName} from './escape.js'

/** Bytes that a request may have: the bound of everything that a schema leaves open. */
const REQUEST = 3 * 1024 * 1024

type Sized = CelType & {readonly minSize: number}

/** The server makes up a new number each time. */
const SELF = 'selfType100000000'

const DATE = 12

/** The server gives keys no size. */
const KEY: CelType = {...STRING, maxSize: 0}

const meta: SchemaNode = {type: 'object', properties: {name: {type: 'string'}, generateName: {type: 'string'}}}

/**
 * Type of `self` for a schema node; undefined when CEL cannot see the node (no type). Sizes are upper bounds in elements,
 * characters or entries, and the least bytes of a serialised value, for cost estimates.
 */
export function declType(node: SchemaNode, root = false, name = SELF): Sized | undefined {
  if (node['x-kubernetes-int-or-string']) {
    return {...DYN, maxSize: node.maxLength === undefined ? REQUEST - 2 : node.maxLength * 4, minSize: 1}
  }
  switch (node.type) {
    case 'array':
      return arrayType(node, name)
    case 'object':
      return objectType(root || node['x-kubernetes-embedded-resource'] ? withMeta(node) : node, name)
    case 'string':
      return stringType(node)
    case 'boolean':
      return {...BOOL, minSize: 4}
    case 'number':
      return {kind: 'double', minSize: 1}
    case 'integer':
      return {...INT, minSize: 1}
    default:
      return undefined
  }
}

function withMeta(node: SchemaNode): SchemaNode {
  return {...node, properties: {...node.properties, kind: {type: 'string'}, apiVersion: {type: 'string'}, metadata: meta}}
}

function arrayType(node: SchemaNode, name: string): Sized | undefined {
  const item = node.items && declType(node.items, false, `${name}.@idx`)
  if (!item) return undefined
  const maxSize = node.maxItems ?? Math.floor((REQUEST - 2) / (item.minSize + 1))
  return {kind: 'list', item, keys: listKeys(node), maxSize: Math.max(maxSize, 0), minSize: 2}
}

function listKeys(node: SchemaNode): ListKeys | undefined {
  const text = (value: Value | undefined) =>
    value instanceof JsonMap ? printJson(value.json) : `${typeof value} ${String(value)}`
  if (node['x-kubernetes-list-type'] === 'set') return {of: 'set', keyOf: text}
  const keys = node['x-kubernetes-list-map-keys']
  if (node['x-kubernetes-list-type'] !== 'map' || !keys) return undefined
  const keyOf = (item: Value) => (item instanceof CelMap ? keys.map((key) => text(item.get(key))).join('\n') : text(item))
  return {of: 'map', keyOf}
}

function objectType(node: SchemaNode, typeName: string): Sized | undefined {
  if (typeof node.additionalProperties === 'object') {
    const value = declType(node.additionalProperties, false, `${typeName}.@elem`)
    if (!value) return undefined
    const maxSize = node.maxProperties ?? Math.floor((REQUEST - 2) / (value.minSize + 6))
    return {...mapOf(KEY, value), maxSize: Math.max(maxSize, 0), minSize: 2}
  }
  const fields = new Map<string, CelType>()
  const names = new Map<string, string>()
  let minSize = 2
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    const type = declType(property, false, `${typeName}.${name}`)
    if (!type) continue
    const escaped = escapeName(name)
    if (escaped !== undefined) {
      fields.set(escaped, type)
      names.set(escaped, name)
    }
    if (node.required?.includes(name) && property.default === undefined) minSize += name.length + type.minSize + 4
  }
  return {kind: 'object', name: typeName, field: (name) => fields.get(name), realName: (name) => names.get(name) ?? name, minSize}
}

const formats: Readonly<
  Record<
    string,
    {
      readonly kind: 'bytes' | 'duration' | 'timestamp'
      readonly read: (text: string) => Value
      readonly max: number
      readonly min: number
    }
  >
> = {
  duration: {kind: 'duration', read: toDuration, max: 32, min: 3},
  date: {kind: 'timestamp', read: (text) => parseTimestamp(`${text}T00:00:00Z`), max: DATE, min: DATE},
  'date-time': {kind: 'timestamp', read: parseTimestamp, max: 32, min: 21},
}

function stringType(node: SchemaNode): Sized {
  if (node.format === 'byte') {
    return {kind: 'bytes', read: (text) => Buffer.from(text, 'base64'), maxSize: node.maxLength ?? REQUEST - 2, minSize: 2}
  }
  const format = formats[node.format ?? '']
  if (format) return {kind: format.kind, read: format.read, maxSize: format.max, minSize: format.min}
  if (node.maxLength !== undefined) return {...STRING, maxSize: node.maxLength * 4, minSize: 2}
  const longest = Math.max(...(node.enum ?? []).map((value) => (typeof value === 'string' ? value.length : 0)), 0)
  return {...STRING, maxSize: node.enum && node.enum.length > 0 ? longest : REQUEST - 2, minSize: 2}
}
