import type {JsonValue} from '../../formats/json/value.js'
import type {GoField, SchemaNode} from '../node.js'
import {TYPES} from './types.gen.js'

type Extra = {
  /** embedded in */
  e?: string
  /** list type: a, s, m */
  l?: string
  /** list-map keys */
  k?: string
  /** map type: a, g */
  m?: string
  /** patch strategy and merge key */
  s?: string
  g?: string
  /** default of the Go marker: server-side apply fills absent list-map keys with it */
  d?: JsonValue
  /** Go type where the letter does not say it */
  t?: string
}
/** flags: p pointer, o omitempty, z omitzero, r required */
type Field = [name: string, type: string, flags: string, extra?: Extra]
/** third entry `a`: an atomic map */
type Definition = [name: string, fields: Field[], atomic?: string]
type Data = {types: Definition[]; kinds: Record<string, number>}

type Mutable = {-readonly [K in keyof SchemaNode]: SchemaNode[K]}

/** Letters of scalars and of opaque values in the generated data; numbers are indexes of definitions, `[x` a list, `{x` a map. */
const letters: Readonly<Record<string, SchemaNode>> = {
  s: {type: 'string'},
  b: {type: 'boolean'},
  i: {type: 'integer', format: 'int32'},
  l: {type: 'integer', format: 'int64'},
  d: {type: 'number', format: 'double'},
  y: {type: 'string', format: 'byte'},
  q: {type: 'string', format: 'quantity'},
  n: {'x-kubernetes-int-or-string': true, format: 'int-or-string'},
  t: {type: 'string', format: 'date-time'},
  u: {type: 'string', format: 'micro-time'},
  // The field manager owns these as one value, whatever is inside.
  r: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-map-type': 'atomic'},
  j: {'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-map-type': 'atomic', 'x-kubernetes-list-type': 'atomic'},
}

const goNames: Readonly<Record<string, string>> = {
  s: 'string',
  b: 'bool',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  y: '[]uint8',
  q: 'resource.Quantity',
  n: 'intstr.IntOrString',
  t: 'v1.Time',
  u: 'v1.MicroTime',
  r: 'runtime.RawExtension',
  j: 'v1.JSON',
}

const listTypes: Readonly<Record<string, 'atomic' | 'set' | 'map'>> = {a: 'atomic', s: 'set', m: 'map'}

/**
 * Links the generated facts of built-in types to a schema graph, definition by definition when one is first asked for.
 * Nodes are shared: one object per definition, and the graph is cyclic where the types are (JSONSchemaProps).
 */
export class BuiltinTypes {
  readonly #data = JSON.parse(TYPES) as Data
  readonly #nodes: (SchemaNode | undefined)[] = []

  /** Node of a kind, e.g. `apps/v1/Deployment`, `/v1/Pod`. */
  kind(key: string): SchemaNode | undefined {
    const at = this.#data.kinds[key]
    return at === undefined ? undefined : this.#node(at)
  }

  kinds(): readonly string[] {
    return Object.keys(this.#data.kinds)
  }

  #node(at: number): SchemaNode {
    const known = this.#nodes[at]
    if (known) return known
    const [name, fields, atomic] = this.#data.types[at]!
    const node: Mutable = {type: 'object'}
    this.#nodes[at] = node
    const properties: Record<string, SchemaNode> = {}
    for (const field of fields) properties[field[0]] = this.#field(field)
    node.properties = properties
    const required = fields.filter((field) => field[2].includes('r')).map((field) => field[0])
    if (required.length > 0) node.required = required
    if (atomic) node['x-kubernetes-map-type'] = 'atomic'
    node.goStruct = shortName(name)
    node.goFields = fields.map((field) => this.#goField(field))
    return node
  }

  #field([, type, , extra = {}]: Field): SchemaNode {
    const node = this.#type(type)
    const keys = extra.k?.split(',')
    const added: Mutable = {
      ...(extra.l ? {'x-kubernetes-list-type': listTypes[extra.l]!} : {}),
      ...(keys ? {'x-kubernetes-list-map-keys': keys} : {}),
      ...(extra.m ? {'x-kubernetes-map-type': extra.m === 'a' ? 'atomic' : 'granular'} : {}),
      ...(extra.s ? {'x-kubernetes-patch-strategy': extra.s} : {}),
      ...(extra.g ? {'x-kubernetes-patch-merge-key': extra.g} : {}),
      ...(extra.d === undefined ? {} : {default: extra.d}),
    }
    return Object.keys(added).length > 0 ? {...node, ...added} : node
  }

  #type(type: string): SchemaNode {
    if (type.startsWith('[')) return {type: 'array', items: this.#type(type.slice(1))}
    if (type.startsWith('{')) return {type: 'object', additionalProperties: this.#type(type.slice(1))}
    return letters[type] ?? this.#node(Number(type))
  }

  #goField([name, type, flags, extra]: Field): GoField {
    return {
      name,
      pointer: flags.includes('p'),
      omitEmpty: flags.includes('o'),
      omitZero: flags.includes('z'),
      type: extra?.t ?? this.#goName(type),
      ...(extra?.e ? {embedded: extra.e} : {}),
    }
  }

  #goName(type: string): string {
    if (type.startsWith('[')) return `[]${this.#goName(type.slice(1))}`
    if (type.startsWith('{')) return `map[string]${this.#goName(type.slice(1))}`
    const letter = goNames[type]
    if (letter) return letter
    const parts = this.#data.types[Number(type)]![0].split('.')
    return `${parts.at(-2)}.${parts.at(-1)}`
  }
}

function shortName(definition: string): string {
  return definition.slice(definition.lastIndexOf('.') + 1)
}
