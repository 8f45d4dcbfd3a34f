import {isMap, isSeq} from 'yaml'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {crds} from '../../../kinds/crds.js'
import type {SchemaNode} from '../../../schema/node.js'
import {prune} from '../../../schema/structural/prune.js'
import {plain} from '../plain.js'
import {pairOf, rangeOf, type YamlObject} from '../yaml-objects.js'
import {keyStart} from './advice.js'

/** Schemas of our kinds by `apiVersion Kind`. */
export function ourSchemas(): ReadonlyMap<string, SchemaNode> {
  return new Map(
    crds().flatMap(({spec}) => {
      const {group, names, versions} = spec as {
        group: string
        names: {kind: string}
        versions: {name: string; schema?: JsonObject}[]
      }
      return versions.map(({name, schema}) => [`${group}/${name} ${names.kind}`, schema?.openAPIV3Schema as SchemaNode] as const)
    }),
  )
}

export interface UnknownField {
  readonly path: string
  /** where its key begins */
  readonly offset: number
  readonly message: string
}

/** Fields of an object that its kind does not know: the server drops them, or refuses the object under strict validation. */
export function unknownFields(object: YamlObject, schemas: ReadonlyMap<string, SchemaNode>): UnknownField[] {
  const schema = schemas.get(`${object.apiVersion} ${object.kind}`)
  const value = schema && plain(object.map, object.aliases)
  if (!schema || !isObject(value)) return []
  return prune(value, schema).unknown.map((path) => ({
    path,
    offset: placeOf(object, path),
    message: `${object.kind} has no field ${path} in ${object.apiVersion}: the server drops it`,
  }))
}

/** Where the last key of a path like `spec.list[0].field` stands. */
function placeOf(object: YamlObject, path: string): number {
  let node: unknown = object.map
  let at = rangeOf(object.written)[0]
  for (const step of path.match(/[^.[\]]+/g) ?? []) {
    if (isSeq(node)) node = node.items[Number(step)]
    else if (isMap(node)) {
      const pair = pairOf(node, step)
      if (!pair) return at
      at = keyStart(pair)
      node = pair.value
    }
  }
  return at
}
