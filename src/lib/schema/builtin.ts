import type {ApiResource} from '../ports/kube.js'
import {RESOURCES} from './builtin/resources.gen.js'
import {BuiltinTypes} from './builtin/types.js'
import type {SchemaNode} from './node.js'

/** What discovery says about one built-in resource; `subresources` with the kind that each speaks. */
export interface BuiltinResource extends Omit<ApiResource, 'subresources'> {
  readonly subresources: readonly {
    readonly name: string
    readonly group: string
    readonly version: string
    readonly kind: string
    readonly verbs: readonly string[]
  }[]
}

// Constants that are unpacked on first use (2 ms): every caller sees the same frozen-by-contract graph.
const once: {types?: BuiltinTypes; resources?: readonly BuiltinResource[]} = {}

/** Schema of a built-in kind (lists and option kinds too); undefined when Kubernetes 1.36 does not serve it. */
export function builtinSchema(kind: {group: string; version: string; kind: string}): SchemaNode | undefined {
  once.types ??= new BuiltinTypes()
  return once.types.kind(`${kind.group}/${kind.version}/${kind.kind}`)
}

/** Schema of `metadata` of every object. */
export function objectMetaSchema(): SchemaNode {
  return builtinSchema({group: '', version: 'v1', kind: 'ConfigMap'})!.properties!.metadata!
}

/** All built-in resources in the order of the server's discovery document (core first). */
export function builtinResources(): readonly BuiltinResource[] {
  once.resources ??= JSON.parse(RESOURCES) as BuiltinResource[]
  return once.resources
}
