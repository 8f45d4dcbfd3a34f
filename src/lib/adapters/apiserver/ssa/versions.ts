import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {builtinSchema} from '../../../schema/builtin.js'
import {zeroOf} from '../../../schema/go/zero.js'
import type {SchemaNode} from '../../../schema/node.js'
import type {ServedResource} from '../hooks.js'
import {type FieldType, FieldTypes} from './typed/field-type.js'
import {validateTyped} from './typed/validate.js'

/** How to see an object in another version of its kind; given by whoever knows all served versions. */
export interface OtherVersions {
  /** The same kind at `apiVersion`; undefined when it is not served (any more). */
  version(resource: ServedResource, apiVersion: string): ServedResource | undefined
  convert(object: JsonObject, from: ServedResource, to: ServedResource): JsonObject
}

/** An object with the type that divides it into fields. */
export interface TypedObject {
  readonly object: JsonObject
  readonly type: FieldType
  readonly resource: ServedResource
}

/** Knows the field types of kinds, their empty objects, and their other versions. */
export class Versions {
  readonly #types = new FieldTypes()
  readonly #roots = new WeakMap<SchemaNode, FieldType>()
  readonly #empty = new WeakMap<SchemaNode, JsonObject>()
  readonly #others: OtherVersions | undefined

  constructor(others: OtherVersions | undefined) {
    this.#others = others
  }

  typeOf(resource: ServedResource): FieldType {
    const {schema} = resource
    if (!schema) return this.#types.of(undefined)
    let type = this.#roots.get(schema)
    if (!type) {
      type = this.#types.of(resource.crd ? withResourceFields(schema, true) : schema)
      this.#roots.set(schema, type)
    }
    return type
  }

  /** What a create starts from: of a built-in type what Go always has (structs), of a custom one nothing. */
  emptyOf(resource: ServedResource): JsonObject {
    const named = {apiVersion: resource.apiVersion, kind: resource.kind}
    const {schema} = resource
    if (resource.crd || !schema?.goFields) return named
    let empty = this.#empty.get(schema)
    if (!empty) {
      empty = {...(zeroOf(schema) as JsonObject), ...named}
      this.#empty.set(schema, empty)
    }
    return empty
  }

  typed(resource: ServedResource, object: JsonObject): TypedObject {
    return {object, type: this.typeOf(resource), resource}
  }

  /** The object at another version; undefined when that is not served. Throws TypedError when it does not fit there. */
  at(typed: TypedObject, apiVersion: string): TypedObject | undefined {
    const {resource} = typed
    if (apiVersion === resource.apiVersion) return typed
    const other = this.#others?.version(resource, apiVersion)
    if (!other || other.kind !== resource.kind) return undefined
    const seen = this.typed(other, this.#others?.convert(typed.object, resource, other) ?? typed.object)
    // versions of a custom resource may know different fields
    if (other.crd) validateTyped(seen.type, seen.object)
    return seen
  }
}

/** The schema with what every custom (or embedded) resource has: apiVersion, kind and the server's own metadata. */
function withResourceFields(schema: SchemaNode, root: boolean): SchemaNode {
  const metadata = builtinSchema({group: '', version: 'v1', kind: 'ConfigMap'})?.properties?.metadata
  const properties: Record<string, SchemaNode> = {}
  for (const [name, node] of Object.entries(schema.properties ?? {})) setOwn(properties, name, withEmbedded(node))
  if (!root && !schema['x-kubernetes-embedded-resource']) return {...schema, properties}
  properties.apiVersion = {type: 'string'}
  properties.kind = {type: 'string'}
  if (metadata) properties.metadata = metadata
  return {...schema, properties}
}

/** Embedded resources anywhere below get those fields too; nodes without any stay as they are. */
function withEmbedded(node: SchemaNode): SchemaNode {
  if (!hasEmbedded(node)) return node
  const {items, additionalProperties} = node
  const inner: SchemaNode = {
    ...node,
    ...(items ? {items: withEmbedded(items)} : {}),
    ...(typeof additionalProperties === 'object' ? {additionalProperties: withEmbedded(additionalProperties)} : {}),
  }
  return node.properties || node['x-kubernetes-embedded-resource'] ? withResourceFields(inner, false) : inner
}

function hasEmbedded(node: SchemaNode): boolean {
  if (node['x-kubernetes-embedded-resource']) return true
  if (node.items && hasEmbedded(node.items)) return true
  if (typeof node.additionalProperties === 'object' && hasEmbedded(node.additionalProperties)) return true
  return Object.values(node.properties ?? {}).some(hasEmbedded)
}
