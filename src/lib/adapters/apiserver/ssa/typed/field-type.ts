import type {JsonValue} from '../../../../formats/json/value.js'
import {zeroOf} from '../../../../schema/go/zero.js'
import type {SchemaNode} from '../../../../schema/node.js'

export type ScalarKind = 'numeric' | 'string' | 'boolean' | 'untyped'

export interface ListType {
  readonly atomic: boolean
  /** keys of a list map; empty: a set */
  readonly keys: readonly string[]
  readonly item: FieldType
}

/**
 * What ownership of a field means: which of scalar, list and map it may be, and how lists and maps divide into fields.
 * Worked out from the schema when first asked for; the schema may be cyclic.
 */
export interface FieldType {
  readonly scalar: ScalarKind | undefined
  readonly list: ListType | undefined
  readonly map: MapType | undefined
}

export interface MapType {
  readonly atomic: boolean
  /** Type of a declared field. */
  field(name: string): FieldType | undefined
  /** Type of undeclared keys; undefined: there may be none. */
  readonly item: FieldType | undefined
  /** Default of a declared field, for absent keys of list maps. */
  defaultOf(name: string): JsonValue | undefined
  /** Any key with any value: never divided by a later schema change. */
  readonly freeForm: boolean
}

const noKeys: readonly string[] = []

/** What has no schema and lies in a list: one value, whatever it is. */
export const untypedAtomic: FieldType = {
  scalar: 'untyped',
  get list() {
    return {atomic: true, keys: noKeys, item: untypedAtomic}
  },
  get map() {
    return {atomic: true, field: () => undefined, item: untypedAtomic, defaultOf: () => undefined, freeForm: false}
  },
}

/** What has no schema: maps are divided by key, lists are one value. */
export const deduced: FieldType = {
  scalar: 'untyped',
  get list() {
    return {atomic: true, keys: noKeys, item: untypedAtomic}
  },
  get map(): MapType {
    return deducedMap
  },
}

const deducedMap: MapType = {
  atomic: false,
  field: () => undefined,
  item: deduced,
  defaultOf: () => undefined,
  freeForm: true,
}

/** Translates schemas to field types; keeps each translation as long as the schema lives. */
export class FieldTypes {
  readonly #plain = new WeakMap<SchemaNode, FieldType>()
  readonly #preserving = new WeakMap<SchemaNode, FieldType>()

  /** `preserve`: an ancestor keeps unknown fields, so undeclared keys may appear here as well. */
  of(node: SchemaNode | boolean | undefined, preserve = false): FieldType {
    if (node === undefined || typeof node === 'boolean') return deduced
    const keep = preserve || node['x-kubernetes-preserve-unknown-fields'] === true
    const known = keep ? this.#preserving : this.#plain
    let type = known.get(node)
    if (!type) {
      type = new SchemaType(this, node, keep)
      known.set(node, type)
    }
    return type
  }
}

class SchemaType implements FieldType {
  readonly scalar: ScalarKind | undefined
  readonly list: ListType | undefined
  readonly map: MapType | undefined

  constructor(types: FieldTypes, node: SchemaNode, preserve: boolean) {
    const {type} = node
    if (type === 'object' || type === undefined) this.map = new SchemaMap(types, node, preserve)
    if (type === 'array' || type === undefined) this.list = new SchemaList(types, node, preserve)
    if (type !== 'object' && type !== 'array') this.scalar = scalarOf(node)
  }
}

class SchemaList implements ListType {
  readonly atomic: boolean
  readonly keys: readonly string[]
  readonly #types: FieldTypes
  readonly #node: SchemaNode
  readonly #preserve: boolean
  #item: FieldType | undefined

  constructor(types: FieldTypes, node: SchemaNode, preserve: boolean) {
    this.#types = types
    this.#node = node
    this.#preserve = preserve
    const listType = node['x-kubernetes-list-type'] ?? listTypeOfPatch(node['x-kubernetes-patch-strategy'])
    const mergeKey = node['x-kubernetes-patch-merge-key']
    this.atomic = listType === 'atomic'
    this.keys = noKeys
    if (node['x-kubernetes-list-type'] === 'map') this.keys = node['x-kubernetes-list-map-keys'] ?? noKeys
    else if (node['x-kubernetes-list-type'] === undefined && !this.atomic && mergeKey) this.keys = [mergeKey]
  }

  get item(): FieldType {
    this.#item ??= this.#node.items ? this.#types.of(this.#node.items, this.#preserve) : untypedAtomic
    return this.#item
  }
}

/** Strategies of strategic merge patches stand in where no list type is declared. */
function listTypeOfPatch(strategy: string | undefined): 'atomic' | 'set' {
  return strategy === 'merge' || strategy === 'merge,retainKeys' ? 'set' : 'atomic'
}

class SchemaMap implements MapType {
  readonly atomic: boolean
  readonly freeForm: boolean
  readonly #types: FieldTypes
  readonly #node: SchemaNode
  readonly #preserve: boolean
  readonly #fields = new Map<string, FieldType | undefined>()
  #item: FieldType | undefined | null = null

  constructor(types: FieldTypes, node: SchemaNode, preserve: boolean) {
    this.#types = types
    this.#node = node
    this.#preserve = preserve
    this.atomic = node['x-kubernetes-map-type'] === 'atomic'
    this.freeForm = !node.properties && this.item === deduced
  }

  field(name: string): FieldType | undefined {
    if (this.#fields.has(name)) return this.#fields.get(name)
    const {properties} = this.#node
    const node = properties && Object.hasOwn(properties, name) ? properties[name] : undefined
    const type = node && this.#types.of(node, this.#preserve)
    // Only declared names are remembered: keys of free maps are without number.
    if (type) this.#fields.set(name, type)
    return type
  }

  get item(): FieldType | undefined {
    if (this.#item === null) this.#item = this.#itemOf()
    return this.#item
  }

  #itemOf(): FieldType | undefined {
    const {additionalProperties: more, properties} = this.#node
    if (more === undefined) {
      return this.#preserve || !properties || Object.keys(properties).length === 0 ? deduced : undefined
    }
    return more === false ? undefined : this.#types.of(more, this.#preserve)
  }

  defaultOf(name: string): JsonValue | undefined {
    const {properties, goFields} = this.#node
    const node = properties && Object.hasOwn(properties, name) ? properties[name] : undefined
    if (!node || node.default !== undefined) return node?.default
    // A Go field that is always printed has its zero value as default.
    const field = goFields?.find((one) => one.name === name)
    return field && !field.pointer && !field.omitEmpty ? (zeroOf(node) ?? undefined) : undefined
  }
}

function scalarOf(node: SchemaNode): ScalarKind {
  switch (node.type) {
    case 'integer':
    case 'number':
      return 'numeric'
    case 'boolean':
      return 'boolean'
    case 'string':
      return node.format === undefined || node.format === '' || node.format === 'byte' ? 'string' : 'untyped'
    default:
      return 'untyped'
  }
}
