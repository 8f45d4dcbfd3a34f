import {isObject, type JsonObject} from '../../../formats/json/value.js'
import builtin from './builtin.gen.json' with {type: 'json'}
import {builtinScope} from './scopes.js'

/** What strategic merge asks of a field: how its list is merged, and what lies below. */
export interface MergeSchema {
  readonly strategy: string
  readonly keys: readonly string[]
  field(name: string): MergeSchema | undefined
  elements(): MergeSchema | undefined
}

/** The types that a build knows: built-in ones, or those of a document that a kustomization names. */
export interface Schemas {
  forType(apiVersion: string, kind: string): MergeSchema | undefined
  /** True, false, or undefined when the type is not known. */
  isNamespaced(apiVersion: string, kind: string): boolean | undefined
  /** A type that is written out in a comment. */
  forComment(type: JsonObject): MergeSchema
}

interface Compact {
  readonly s?: string
  readonly k?: string
  readonly m?: readonly string[]
  readonly p?: {readonly [name: string]: Compact | number}
  readonly e?: Compact | number
  readonly i?: Compact | number
  readonly a?: number
}

/** A known field below which nothing is merged by key. */
const LEAF: MergeSchema = {strategy: '', keys: [], field: () => undefined, elements: () => undefined}
const definitions = builtin.definitions as readonly Compact[]
const names = builtin.names as readonly string[]
const kinds = builtin.kinds as Readonly<Record<string, number>>

/** A definition of the built-in document by its number. */
type Open = (id: number) => MergeSchema

class BuiltinSchema implements MergeSchema {
  readonly strategy: string
  readonly keys: readonly string[]

  constructor(
    private readonly compact: Compact,
    private readonly open: Open,
  ) {
    this.strategy = compact.s ?? ''
    this.keys = this.strategy === '' ? [] : (compact.m ?? (compact.k === undefined ? [] : [compact.k]))
  }

  field(name: string): MergeSchema | undefined {
    const {p, e} = this.compact
    const target = p !== undefined && Object.hasOwn(p, name) ? p[name] : e
    // a field that was left out of the compact data has nothing that merges by key
    return target === undefined ? LEAF : this.#wrap(target)
  }

  elements(): MergeSchema | undefined {
    const {a, i} = this.compact
    if (a !== 1) return undefined
    return i === undefined ? LEAF : this.#wrap(i)
  }

  #wrap(target: Compact | number): MergeSchema {
    return typeof target === 'number' ? this.open(target) : new BuiltinSchema(target, this.open)
  }
}

const openBuiltin: Open = (id) => new BuiltinSchema(definitions[id]!, openBuiltin)

function builtinType(key: string, open: Open): MergeSchema | undefined {
  return Object.hasOwn(kinds, key) ? open(kinds[key]!) : undefined
}

/** The built-in types of kustomize 5.8.1: Kubernetes 1.21. */
export const builtinSchemas: Schemas = {
  forType: (apiVersion, kind) => builtinType(`${apiVersion}|${kind}`, openBuiltin),
  isNamespaced: builtinScope,
  forComment: (type) => new CustomSchema(type, () => undefined),
}

class CustomSchema implements MergeSchema {
  readonly strategy: string
  readonly keys: readonly string[]

  constructor(
    private readonly node: JsonObject,
    private readonly resolve: (node: JsonObject) => MergeSchema | undefined,
  ) {
    const strategy = node['x-kubernetes-patch-strategy']
    const key = node['x-kubernetes-patch-merge-key']
    const list = node['x-kubernetes-list-map-keys']
    this.strategy = typeof strategy === 'string' ? strategy : ''
    this.keys = this.strategy === '' ? [] : Array.isArray(list) ? list.map(String) : typeof key === 'string' ? [key] : []
  }

  field(name: string): MergeSchema | undefined {
    const properties = this.node.properties as JsonObject | undefined
    const found = properties?.[name] ?? this.node.additionalProperties
    return this.#open(found)
  }

  elements(): MergeSchema | undefined {
    return this.node.type === 'array' ? this.#open(this.node.items) : undefined
  }

  #open(node: unknown): MergeSchema | undefined {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined
    return this.resolve(node as JsonObject)
  }
}

/** Whether the built-in types hold: not, as soon as types are read the next time, before those of a document or after them. */
type Builtin = 'unread' | 'wanted' | 'below' | 'above'

/**
 * The types of one build as kustomize keeps them for a process. A document that is named (`openapi.path`) is read when first
 * somebody asks for a type. Built-in types hold beside it only when something asked for them before: a patch (then the
 * document's types come first), the scope of a type that is not known by heart (then they come last), or a process that has
 * looked at something before (Flux).
 */
export class BuildSchemas implements Schemas {
  #document: (() => JsonObject) | undefined
  #custom: CustomTypes | undefined
  #isRead = false
  #builtin: Builtin

  constructor(keepsBuiltin = false) {
    this.#builtin = keepsBuiltin ? 'below' : 'unread'
  }

  /** From now on the types of this document. */
  use(document: () => JsonObject): void {
    this.#document = document
    this.#isRead = false
  }

  forType(apiVersion: string, kind: string): MergeSchema | undefined {
    this.#read()
    const key = `${apiVersion}|${kind}`
    return this.#chosen(
      () => this.#custom!.byType.get(key),
      () => builtinType(key, this.#open),
    )
  }

  isNamespaced(apiVersion: string, kind: string): boolean | undefined {
    const known = builtinScope(apiVersion, kind)
    if (known !== undefined) return known
    if (this.#document !== undefined) this.#read()
    else if (this.#builtin === 'unread') this.#builtin = 'wanted'
    return this.#custom?.scopes.get(`${apiVersion}|${kind}`)
  }

  forComment(type: JsonObject): MergeSchema {
    this.#read()
    return this.#resolve(type) ?? LEAF
  }

  #read(): void {
    if (this.#isRead) return
    if (this.#document !== undefined) this.#custom = customTypes(this.#document())
    if (this.#custom === undefined) this.#builtin = 'below'
    else if (this.#builtin === 'wanted') this.#builtin = 'above'
    this.#isRead = true
  }

  #chosen(custom: () => JsonObject | undefined, builtin: () => MergeSchema | undefined): MergeSchema | undefined {
    if (this.#custom === undefined) return builtin()
    const own = custom()
    const first = this.#builtin === 'above' || (this.#builtin === 'below' && own === undefined) ? builtin() : undefined
    return first ?? (own === undefined ? undefined : new CustomSchema(own, this.#resolve))
  }

  /** A built-in definition, or that of the document with its name. */
  readonly #open: Open = (id) =>
    this.#chosen(
      () => this.#custom!.definition(names[id]!),
      () => new BuiltinSchema(definitions[id]!, this.#open),
    )!

  readonly #resolve = (node: JsonObject): MergeSchema | undefined => {
    let current = node
    for (let depth = 0; typeof current.$ref === 'string'; depth++) {
      const name = current.$ref.replace(REFERENCE, '')
      const id = this.#builtin === 'unread' ? -1 : names.indexOf(name)
      if (id >= 0) return this.#open(id)
      const own = this.#custom?.definition(name)
      if (own === undefined || depth > 50) return undefined
      current = own
    }
    return new CustomSchema(current, this.#resolve)
  }
}

const REFERENCE = '#/definitions/'

interface CustomTypes {
  readonly byType: ReadonlyMap<string, JsonObject>
  readonly scopes: ReadonlyMap<string, boolean>
  definition(name: string): JsonObject | undefined
}

function customTypes(document: JsonObject): CustomTypes {
  const definitions = isObject(document.definitions) ? document.definitions : {}
  const byType = new Map<string, JsonObject>()
  for (const definition of Object.values(definitions)) {
    const gvks = isObject(definition) ? definition['x-kubernetes-group-version-kind'] : undefined
    if (!Array.isArray(gvks)) continue
    for (const gvk of gvks) if (isObject(gvk)) byType.set(typeKey(gvk), definition as JsonObject)
  }
  const definition = (name: string) => (isObject(definitions[name]) ? definitions[name] : undefined)
  return {byType, definition, scopes: scopesOf(isObject(document.paths) ? document.paths : {})}
}

function typeKey(gvk: JsonObject): string {
  const group = typeof gvk.group === 'string' && gvk.group !== '' ? `${gvk.group}/` : ''
  return `${group}${String(gvk.version)}|${String(gvk.kind)}`
}

function scopesOf(paths: JsonObject): Map<string, boolean> {
  const scopes = new Map<string, boolean>()
  for (const [path, item] of Object.entries(paths)) {
    const get = isObject(item) ? item.get : undefined
    const gvk = isObject(get) ? get['x-kubernetes-group-version-kind'] : undefined
    if (!isObject(gvk)) continue
    const key = typeKey(gvk)
    if (path.includes('namespaces/{namespace}')) scopes.set(key, true)
    else if (!scopes.has(key)) scopes.set(key, false)
  }
  return scopes
}
