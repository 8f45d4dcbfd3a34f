import {isObject, type JsonObject} from '../formats/json/value.js'
import {builtinSchema} from './builtin.js'
import type {SchemaNode} from './node.js'

/**
 * Schema of one entry of a CRD's `spec.versions`: the CRD's own JSON is the graph, with the nodes that every object has
 * put in at the root. Undefined when the version has none.
 */
export function crdSchema(version: JsonObject): SchemaNode | undefined {
  const {schema} = version
  const root = isObject(schema) ? schema.openAPIV3Schema : undefined
  if (!isObject(root)) return undefined
  const metadata = builtinSchema({group: '', version: 'v1', kind: 'ConfigMap'})!.properties!.metadata!
  const node = root as unknown as SchemaNode
  return {
    ...node,
    properties: {...node.properties, apiVersion: {type: 'string'}, kind: {type: 'string'}, metadata},
  }
}
