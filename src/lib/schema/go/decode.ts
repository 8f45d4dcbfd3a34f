import {goQuote} from '../../errors/go-quote.js'
import {goKind} from '../../formats/json/go-kind.js'
import {printJson} from '../../formats/json/print.js'
import {setOwn} from '../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {formatQuantity, parseQuantity} from '../../formats/quantity/quantity.js'
import type {GoField, SchemaNode} from '../node.js'
import {decodeBase64, encodeBase64} from './base64.js'
import {isUnmarked, keepMarks, markEmpty} from './given-empty.js'
import {canonicalMicroTime, canonicalTime} from './time.js'
import {zeroOf} from './zero.js'

/** What a value of a built-in type becomes when Go decodes and encodes it again. */
export interface GoDecoded {
  /** unknown fields, nulls and empty `omitempty` values are gone, structs are complete, keys in declared order */
  readonly value: JsonObject
  /** `unknown field "spec.foo"`, in the order of the document */
  readonly strict: readonly string[]
}

/** The first wrong type, with the text of sigs.k8s.io/json. */
export class GoDecodeError extends Error {
  override readonly name = 'GoDecodeError'
}

/**
 * Reads a value as Go would: throws GoDecodeError on the first wrong type. `prefix` begins the paths of unknown
 * fields when the value is part of a bigger document (`metadata`). What the value shares with `known`, an outcome of an earlier
 * reading of the same type, is taken as it is.
 */
export function decodeGo(node: SchemaNode, value: JsonObject, prefix = '', known?: JsonObject): GoDecoded {
  const run = new Run(prefix)
  const decoded = run.struct(node, value, known)
  const failure = run.refusal ?? run.failure
  if (failure !== undefined) throw new GoDecodeError(failure)
  return {value: decoded, strict: run.strict}
}

const nestedSchemas = ['items', 'additionalProperties', 'additionalItems', 'dependencies']

/** Parts of a JSON schema that may be a schema or something else: Go reads those leniently, by themselves. */
function nested(node: SchemaNode, name: string, value: JsonValue): JsonValue | undefined {
  if (node.goStruct !== 'JSONSchemaProps' || !nestedSchemas.includes(name)) return undefined
  const read = (one: JsonValue): JsonValue => (isObject(one) ? new Run('').struct(node, one) : one)
  if (Array.isArray(value)) return value.map(read)
  if (!isObject(value)) return undefined
  if (name !== 'dependencies') return read(value)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, read(one ?? null)]))
}

const fieldMaps = new WeakMap<SchemaNode, ReadonlyMap<string, GoField>>()

/** The fields of a struct by name; nodes never change, so made once for each. */
function fieldsOf(node: SchemaNode): ReadonlyMap<string, GoField> {
  let known = fieldMaps.get(node)
  if (!known) fieldMaps.set(node, (known = new Map(node.goFields!.map((field) => [field.name, field]))))
  return known
}

class Run {
  readonly strict: string[] = []
  /** the first wrong type: reading goes on */
  failure: string | undefined
  /** the first value that a type of its own refuses: that ends the reading */
  refusal: string | undefined
  /** JSON names down from the root, as type errors print them (no indexes) */
  readonly #fields: string[] = []
  /** the same with indexes, as strict errors print it */
  #path: string
  #struct = ''

  constructor(prefix: string) {
    this.#path = prefix
  }

  struct(node: SchemaNode, value: JsonObject, known?: JsonValue): JsonObject {
    const {goStruct, properties} = node
    const fields = fieldsOf(node)
    const outer = this.#struct
    const path = this.#path
    this.#struct = goStruct!
    const seen: {[name: string]: JsonValue | undefined} = {}
    const before = isObject(known) ? known : undefined
    for (const name in value) {
      const child = value[name]
      if (child === undefined) continue
      const property = Object.hasOwn(properties!, name) ? properties![name] : undefined
      this.#path = path === '' ? name : `${path}.${name}`
      if (property === undefined) {
        this.strict.push(`unknown field ${goQuote(this.#path)}`)
        continue
      }
      if (child === null) continue
      const was = before?.[name]
      if (child === was && isUnmarked(child)) {
        seen[name] = child
        continue
      }
      const {embedded, type} = fields.get(name)!
      this.#fields.push(embedded ? `${embedded}.${name}` : name)
      seen[name] = nested(node, name, child) ?? this.#any(property, child, type, was)
      this.#fields.pop()
    }
    this.#struct = outer
    this.#path = path
    return encode(node, seen)
  }

  #any(node: SchemaNode, value: JsonValue, goType: string, known?: JsonValue): JsonValue {
    if (node.goFields) return isObject(value) ? this.struct(node, value, known) : this.#mismatch(value, goType)
    if (node['x-kubernetes-preserve-unknown-fields']) return value
    if (node['x-kubernetes-int-or-string']) return this.#intOrString(value)
    switch (node.type) {
      case 'array':
        return Array.isArray(value) ? this.#list(node, value, goType, known) : this.#mismatch(value, goType)
      case 'object':
        return isObject(value) ? this.#map(node, value, goType) : this.#mismatch(value, goType)
      case 'string':
        return this.#string(node, value, goType)
      case 'boolean':
        return typeof value === 'boolean' ? value : this.#mismatch(value, goType)
      default:
        return this.#number(node, value, goType)
    }
  }

  #list(node: SchemaNode, value: readonly JsonValue[], goType: string, known?: JsonValue): JsonValue[] {
    const items = node.items!
    const element = goType.startsWith('[]') ? goType.slice(2) : goType
    const path = this.#path
    const before = Array.isArray(known) ? known : []
    const out = value.map((item, at) => {
      if (item === null) return zeroOf(items)
      if (item === before[at] && isUnmarked(item)) return item
      this.#path = `${path}[${at}]`
      return this.#any(items, item, element, before[at])
    })
    this.#path = path
    return out
  }

  #map(node: SchemaNode, value: JsonObject, goType: string): JsonObject {
    const items = node.additionalProperties as SchemaNode
    const element = goType.startsWith('map[') ? goType.slice(goType.indexOf(']') + 1) : goType
    const path = this.#path
    const read: JsonObject = {}
    for (const key in value) {
      const item = value[key]
      if (item === undefined) continue
      this.#path = `${path}.${key}`
      // no bytes are stored as none
      const nothing = items.format === 'byte' ? '' : zeroOf(items)
      setOwn(read, key, item === null ? nothing : this.#any(items, item, element))
    }
    this.#path = path
    // Go prints maps with sorted keys.
    const out: JsonObject = {}
    for (const key of Object.keys(read).sort()) setOwn(out, key, read[key]!)
    return out
  }

  #string(node: SchemaNode, value: JsonValue, goType: string): JsonValue {
    switch (node.format) {
      case 'quantity':
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
          return this.#attempt(() => formatQuantity(parseQuantity(String(value).trim())))
        return this.#attempt(() => formatQuantity(parseQuantity(printJson(value))))
      case 'date-time':
        return typeof value === 'string' ? this.#attempt(() => canonicalTime(value)) : this.#refuse(value, 'string')
      case 'micro-time':
        return typeof value === 'string' ? this.#attempt(() => canonicalMicroTime(value)) : this.#refuse(value, 'string')
      case 'byte':
        if (Array.isArray(value)) return this.#bytes(value)
        return typeof value === 'string' ? this.#attempt(() => decodeBase64(value), false) : this.#mismatch(value, '[]uint8')
      default:
        return typeof value === 'string' ? value : this.#mismatch(value, goType)
    }
  }

  /** A list of numbers is bytes as well. */
  #bytes(value: readonly JsonValue[]): JsonValue {
    for (const one of value) {
      if (typeof one !== 'number' || !Number.isInteger(one) || one < 0 || one > 255) {
        return this.#mismatch(one, 'uint8', typeof one === 'number' ? ` ${one}` : '')
      }
    }
    return encodeBase64(value as number[])
  }

  #number(node: SchemaNode, value: JsonValue, goType: string): JsonValue {
    if (typeof value !== 'number' && typeof value !== 'bigint') return this.#mismatch(value, goType)
    if (node.type === 'number') return value
    if (typeof value === 'number' && Math.abs(value) < 2 ** 31 && Number.isInteger(value)) return value
    const limit = node.format === 'int32' ? 2n ** 31n : 2n ** 63n
    if (typeof value === 'number' && !Number.isInteger(value)) return this.#mismatch(value, goType, ` ${String(value)}`)
    const whole = BigInt(value)
    if (whole >= limit || whole < -limit) return this.#mismatch(value, goType, ` ${String(value)}`)
    return value
  }

  #intOrString(value: JsonValue): JsonValue {
    if (typeof value === 'string') return value
    const before = this.failure
    this.failure = undefined
    const number = this.#number({type: 'integer', format: 'int32'}, value, 'int32')
    this.refusal ??= this.failure
    this.failure = before ?? this.failure
    return number
  }

  #attempt(read: () => string, final = true): string {
    try {
      return read()
    } catch (error) {
      if (final) this.refusal ??= (error as Error).message
      else this.failure ??= (error as Error).message
      return ''
    }
  }

  #refuse(value: JsonValue, goType: string): null {
    this.refusal ??= this.#text(value, goType)
    return null
  }

  #mismatch(value: JsonValue, goType: string, literal = ''): null {
    this.failure ??= this.#text(value, goType, literal)
    return null
  }

  #text(value: JsonValue, goType: string, literal = ''): string {
    const field = `${this.#struct}.${this.#fields.join('.')}`
    return `json: cannot unmarshal ${goKind(value)}${literal} into Go struct field ${field} of type ${goType}`
  }
}

/** As Go encodes a struct: fields in its order, what it leaves out is left out, what it prints is there. */
export function encode(node: SchemaNode, seen: JsonObject): JsonObject {
  const out: JsonObject = {}
  for (const {name, schema, field, silent} of membersOf(node)) {
    let value = seen[name]
    if (value === undefined || value === null) {
      // most fields of most structs: not given, and not printed then
      if (silent) continue
      value = zeroField(schema, field)!
    }
    if (!field.omitEmpty || !isEmpty(value, schema, field)) out[name] = value
    else if (typeof value === 'object' && value !== null) markEmpty(out, name, value)
  }
  return keepMarks(seen, out)
}

interface Member {
  readonly name: string
  readonly schema: SchemaNode
  readonly field: GoField
  /** not printed when it is not given */
  readonly silent: boolean
}

const members = new WeakMap<SchemaNode, readonly Member[]>()

/** The fields of a struct with their types; made once for each, as `fieldsOf`. */
function membersOf(node: SchemaNode): readonly Member[] {
  let known = members.get(node)
  if (known) return known
  known = node.goFields!.map((field) => {
    const schema = node.properties![field.name]!
    return {name: field.name, schema, field, silent: zeroField(schema, field) === undefined}
  })
  members.set(node, known)
  return known
}

/** What an absent field is printed as; undefined = not at all. */
function zeroField(node: SchemaNode, field: GoField): JsonValue | undefined {
  if (field.omitZero) return undefined
  if (field.pointer) return field.omitEmpty ? undefined : null
  if (field.omitEmpty && !isStruct(node)) return undefined
  return zeroOf(node)
}

function isEmpty(value: JsonValue, node: SchemaNode, field: GoField): boolean {
  if (value === '' || value === 0 || value === false) return !field.pointer && !isStruct(node)
  if (Array.isArray(value)) return value.length === 0 && node.type === 'array'
  if (!isObject(value) || node.goFields || node['x-kubernetes-preserve-unknown-fields']) return false
  for (const _ in value) return false
  return true
}

/** Types that Go prints in spite of omitempty. */
function isStruct(node: SchemaNode): boolean {
  if (node.goFields || node['x-kubernetes-int-or-string']) return true
  return node.format === 'quantity' || node.format === 'date-time' || node.format === 'micro-time'
}
