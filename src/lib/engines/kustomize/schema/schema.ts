import type {JsonObject} from '../../../formats/json/value.js'
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
const kinds = builtin.kinds as Readonly<Record<string, number>>

class BuiltinSchema implements MergeSchema {
  readonly strategy: string
  readonly keys: readonly string[]

  constructor(private readonly compact: Compact) {
    this.strategy = compact.s ?? ''
    this.keys = this.strategy === '' ? [] : (compact.m ?? (compact.k === undefined ? [] : [compact.k]))
  }

  field(name: string): MergeSchema | undefined {
    const {p, e} = this.compact
    const target = p !== undefined && Object.hasOwn(p, name) ? p[name] : e
    // a field that was left out of the compact data has nothing that merges by key
    return target === undefined ? LEAF : wrap(target)
  }

  elements(): MergeSchema | undefined {
    const {a, i} = this.compact
    if (a !== 1) return undefined
    return i === undefined ? LEAF : wrap(i)
  }
}

function wrap(target: Compact | number): MergeSchema {
  return new BuiltinSchema(typeof target === 'number' ? definitions[target]! : target)
}

/** The built-in types of kustomize 5.8.1: Kubernetes 1.21. */
export const builtinSchemas: Schemas = {
  forType(apiVersion, kind) {
    const key = `${apiVersion}|${kind}`
    return Object.hasOwn(kinds, key) ? wrap(kinds[key]!) : undefined
  },
  isNamespaced: builtinScope,
}

class CustomSchema implements MergeSchema {
  readonly strategy: string
  readonly keys: readonly string[]

  constructor(
    private readonly node: JsonObject,
    private readonly resolve: (node: JsonObject) => JsonObject | undefined,
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
    const target = this.resolve(node as JsonObject)
    return target === undefined ? undefined : new CustomSchema(target, this.resolve)
  }
}

/**
 * The types of an OpenAPI v2 document (`openapi.path`), read when first somebody asks for a type that is not built in.
 * Built-in merge keys do not hold beside it, as in kustomize.
 */
export function customSchemas(read: () => JsonObject): Schemas {
  let types: CustomTypes | undefined
  const known = () => (types ??= customTypes(read()))
  return {
    forType(apiVersion, kind) {
      const {byType, resolve} = known()
      const definition = byType.get(`${apiVersion}|${kind}`)
      return definition === undefined ? undefined : new CustomSchema(definition, resolve)
    },
    isNamespaced: (apiVersion, kind) => builtinScope(apiVersion, kind) ?? known().scopes.get(`${apiVersion}|${kind}`),
  }
}

interface CustomTypes {
  readonly byType: ReadonlyMap<string, JsonObject>
  readonly scopes: ReadonlyMap<string, boolean>
  readonly resolve: (node: JsonObject) => JsonObject | undefined
}

function customTypes(document: JsonObject): CustomTypes {
  const definitions = (document.definitions ?? {}) as JsonObject
  const resolve = (node: JsonObject): JsonObject | undefined => {
    let current: JsonObject | undefined = node
    for (let depth = 0; current !== undefined && typeof current.$ref === 'string'; depth++) {
      if (depth > 50) return undefined
      current = definitions[current.$ref.replace('#/definitions/', '')] as JsonObject | undefined
    }
    return current
  }
  const byType = new Map<string, JsonObject>()
  for (const definition of Object.values(definitions) as JsonObject[]) {
    const gvks = definition['x-kubernetes-group-version-kind']
    if (!Array.isArray(gvks)) continue
    for (const gvk of gvks as JsonObject[]) byType.set(typeKey(gvk), definition)
  }
  return {byType, resolve, scopes: scopesOf((document.paths ?? {}) as JsonObject)}
}

function typeKey(gvk: JsonObject): string {
  const group = typeof gvk.group === 'string' && gvk.group !== '' ? `${gvk.group}/` : ''
  return `${group}${String(gvk.version)}|${String(gvk.kind)}`
}

function scopesOf(paths: JsonObject): Map<string, boolean> {
  const scopes = new Map<string, boolean>()
  for (const [path, item] of Object.entries(paths)) {
    const gvk = ((item as JsonObject | undefined)?.get as JsonObject | undefined)?.['x-kubernetes-group-version-kind']
    if (typeof gvk !== 'object' || gvk === null || Array.isArray(gvk)) continue
    const key = typeKey(gvk)
    if (path.includes('namespaces/{namespace}')) scopes.set(key, true)
    else if (!scopes.has(key)) scopes.set(key, false)
  }
  return scopes
}
