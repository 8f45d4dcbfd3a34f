import {setOwn} from '../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {objectMetaSchema} from '../builtin.js'
import {invalid, required} from '../field-error.js'
import {decodeGo, GoDecodeError} from '../go/decode.js'
import {dns1035Label} from '../names.js'
import type {SchemaNode} from '../node.js'
import type {Failure} from './verdict.js'

/** `x-kubernetes-embedded-resource`; remembers which of the schemas it is shown have any. */
export class EmbeddedResources {
  readonly #holds = new WeakMap<SchemaNode, boolean>()

  /** @param checkMetadata what is wrong with the metadata of a resource, at its path */
  constructor(private readonly checkMetadata: (metadata: JsonObject, path: string) => Failure[] = () => []) {}

  /** What unknown fields the metadata inside had, and the value without them; throws GoDecodeError for what is no metadata. */
  coerce(value: JsonObject, node: SchemaNode): {value: JsonObject; unknown: string[]} {
    const unknown: string[] = []
    return {value: this.#coerce(value, node, {told: '', field: ''}, unknown) as JsonObject, unknown}
  }

  /** Embedded resources need apiVersion and kind, and sound metadata. */
  validate(value: JsonObject, node: SchemaNode): Failure[] {
    const errors: Failure[] = []
    this.#visit(errors, value, node, '')
    return errors
  }

  /** Whether any node below is an embedded resource: most schemas have none and are skipped. Nodes never change, so asked once. */
  #has(node: SchemaNode): boolean {
    let known = this.#holds.get(node)
    if (known === undefined) this.#holds.set(node, (known = this.#find(node)))
    return known
  }

  #find(node: SchemaNode): boolean {
    if (node['x-kubernetes-embedded-resource']) return true
    const {properties, additionalProperties, items} = node
    if (items && this.#has(items)) return true
    if (typeof additionalProperties === 'object' && this.#has(additionalProperties)) return true
    return properties !== undefined && Object.entries(properties).some(([key, child]) => key !== 'metadata' && this.#has(child))
  }

  #coerce(value: JsonValue, node: SchemaNode | undefined, path: Path, unknown: string[]): JsonValue {
    if (!node || !this.#has(node)) return value
    if (Array.isArray(value)) {
      return value.map((item, at) => {
        const below = {told: `${path.told}[${at}]`, field: `${path.field}[${at}]`}
        return this.#coerce(item, node.items, below, unknown)
      })
    }
    if (!isObject(value)) return value
    const embedded = node['x-kubernetes-embedded-resource'] === true
    if (embedded) checkWords(value, path.field)
    const out: JsonObject = {}
    for (const key in value) {
      const child = value[key]
      if (child === undefined) continue
      const below = {told: dotted(path.told, key), field: fieldBelow(node, path.field, key)}
      if (embedded && key === 'metadata') setOwn(out, key, coerceMetadata(child, dotted(path.field, key), below.told, unknown))
      else setOwn(out, key, this.#coerce(child, childNode(node, key), below, unknown))
    }
    return out
  }

  #visit(errors: Failure[], value: JsonValue, node: SchemaNode | undefined, path: string): void {
    if (!node || !this.#has(node)) return
    if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) this.#visit(errors, item, node.items, `${path}[${at}]`)
      return
    }
    if (!isObject(value)) return
    if (node['x-kubernetes-embedded-resource']) {
      resource(errors, value, path)
      if (isObject(value.metadata)) errors.push(...this.checkMetadata(value.metadata, `${path}.metadata`))
    }
    for (const key in value) {
      const child = value[key]
      if (child !== undefined) this.#visit(errors, child, childNode(node, key), fieldBelow(node, path, key))
    }
  }
}

function childNode(node: SchemaNode, key: string): SchemaNode | undefined {
  const {properties, additionalProperties} = node
  if (properties && Object.hasOwn(properties, key)) return properties[key]
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** Where something is, as warnings and as errors say it: they differ in the keys of maps. */
interface Path {
  readonly told: string
  readonly field: string
}

const dotted = (path: string, key: string) => (path === '' ? key : `${path}.${key}`)

function fieldBelow({properties}: SchemaNode, path: string, key: string): string {
  return properties && Object.hasOwn(properties, key) ? dotted(path, key) : `${path}[${key}]`
}

/** What kind a resource is must be text before anything else of it is read. */
function checkWords(value: JsonObject, path: string): void {
  for (const key of ['apiVersion', 'kind']) {
    const word = value[key]
    if (word === undefined || typeof word === 'string') continue
    const {field, message} = invalid(dotted(path, key), sortedKeys(word), 'must be a string')
    throw new GoDecodeError(`${field}: ${message}`)
  }
}

function coerceMetadata(value: JsonValue, path: string, told: string, unknown: string[]): JsonObject {
  // null is an empty struct to Go
  if (value === null) return {}
  try {
    if (!isObject(value)) throw new GoDecodeError(`json: cannot unmarshal ${goWord(value)} into Go value of type v1.ObjectMeta`)
    const decoded = decodeGo(objectMetaSchema(), value, told)
    unknown.push(...decoded.strict.map((text) => text.slice('unknown field "'.length, -1)))
    return decoded.value
  } catch (error) {
    if (!(error instanceof GoDecodeError)) throw error
    const {field, message} = invalid(path, sortedKeys(value), firstFault(sortedKeys(value), path) ?? error.message)
    throw new GoDecodeError(`${field}: ${message}`)
  }
}

function resource(errors: Failure[], value: JsonObject, path: string): void {
  const words = ['apiVersion', 'kind'] as const
  for (const key of words) if (value[key] === undefined) errors.push(required(`${path}.${key}`))
  for (const key of words) if (value[key] !== undefined) errors.push(...wordFaults(key, value[key], `${path}.${key}`))
  if (value.metadata === undefined) return
  try {
    if (!isObject(value.metadata)) throw new GoDecodeError('json: cannot unmarshal into Go value of type v1.ObjectMeta')
    decodeGo(objectMetaSchema(), value.metadata)
  } catch (error) {
    errors.push(invalid(`${path}.metadata`, value.metadata, (error as Error).message))
  }
}

function wordFaults(key: 'apiVersion' | 'kind', word: JsonValue, at: string): Failure[] {
  if (typeof word !== 'string') return [invalid(at, word, 'must be a string')]
  if (word === '') return [invalid(at, word, 'must not be empty')]
  if (key === 'apiVersion')
    return word.split('/').length > 2 ? [invalid(at, word, `unexpected GroupVersion string: ${word}`)] : []
  const faults = dns1035Label(word.toLowerCase())
  return faults.length > 0 ? [invalid(at, word, `may have mixed case, but should otherwise match: ${faults.join(',')}`)] : []
}

/** What Go calls a JSON value. */
function goWord(value: JsonValue): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'number'
}

/** Go prints maps by their keys. */
function sortedKeys(value: JsonValue): JsonValue {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as JsonObject
}

/** What Go's reader, which meets a map's keys in order, finds wrong first. */
function firstFault(value: JsonValue, path: string): string | undefined {
  if (!isObject(value)) return undefined
  try {
    decodeGo(objectMetaSchema(), value, path)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
