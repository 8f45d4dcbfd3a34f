import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {ownValue} from '../values/tables.js'

/** The address under which Helm's library has a schema that does not name one itself. */
export const OWN_ADDRESS = 'file:///values.schema.json'

const OF_NAMES = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies'])
const OF_VALUES = new Set(['enum', 'const', 'default', 'examples'])

/** What the references within a document lead to: the whole, schemas with an `$id` of their own, pointers and anchors in them. */
export class References {
  readonly #bases = new Map<JsonObject, string>()
  readonly #resources = new Map<string, JsonValue>()

  constructor(
    readonly root: JsonValue,
    private readonly draft: number,
    /** gets names of schemas that are asked for and not there */
    readonly unknown: string[] = [],
  ) {
    this.#resources.set(OWN_ADDRESS, root)
    this.#collect(root, OWN_ADDRESS)
  }

  /** Undefined for all that lies elsewhere or nowhere. `from` is the schema that has the reference. */
  at(from: JsonObject, reference: string): JsonValue | undefined {
    const [address, fragment] = resolved(reference, this.baseOf(from))
    const resource = this.#resources.get(address)
    if (resource === undefined) return undefined
    return fragment === '' || fragment.startsWith('/') ? atPointer(resource, fragment) : anchored(resource, fragment)
  }

  /** The address that references in a schema are relative to. */
  baseOf(schema: JsonObject): string {
    return this.#bases.get(schema) ?? OWN_ADDRESS
  }

  has(address: string): boolean {
    return this.#resources.has(address)
  }

  #collect(schema: JsonValue | undefined, outer: string): void {
    if (Array.isArray(schema)) for (const item of schema) this.#collect(item, outer)
    if (!isObject(schema)) return
    const base = this.#named(schema, outer)
    this.#bases.set(schema, base)
    for (const [key, value] of Object.entries(schema)) {
      if (OF_NAMES.has(key) && isObject(value)) for (const one of Object.values(value)) this.#collect(one, base)
      else if (!OF_VALUES.has(key)) this.#collect(value, base)
    }
  }

  #named(schema: JsonObject, outer: string): string {
    const id = schema[this.draft === 4 ? 'id' : '$id']
    if (typeof id !== 'string' || (this.draft < 2019 && schema.$ref !== undefined)) return outer
    const [address] = resolved(id, outer)
    if (address !== outer) this.#resources.set(address, schema)
    return address
  }
}

/** The address of a document and the decoded fragment. */
export function resolved(reference: string, base: string): [string, string] {
  const hash = reference.indexOf('#')
  const [path, fragment] = hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)]
  return [path === '' ? base : absolute(path, base), decoded(fragment)]
}

function absolute(path: string, base: string): string {
  return URL.canParse(path, base) ? new URL(path, base).href : path
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

function atPointer(root: JsonValue, pointer: string): JsonValue | undefined {
  let current: JsonValue | undefined = root
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(current)) current = current[Number(key)]
    else current = isObject(current) ? ownValue(current, key) : undefined
  }
  return current
}

function anchored(schema: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(schema)) return first(schema, name)
  if (!isObject(schema)) return undefined
  if (schema.$anchor === name || schema.$dynamicAnchor === name || schema.$id === `#${name}`) return schema
  return first(Object.values(schema), name)
}

function first(list: readonly (JsonValue | undefined)[], name: string): JsonValue | undefined {
  for (const item of list) {
    const found = anchored(item, name)
    if (found !== undefined) return found
  }
  return undefined
}
