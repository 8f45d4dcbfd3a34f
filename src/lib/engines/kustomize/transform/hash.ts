import {sha256} from '@noble/hashes/sha2.js'
import {mapScalars} from '../../../formats/json/map-scalars.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {at, belowOf, inside} from '../error.js'
import {goJson} from '../go/json.js'
import {demandReadable, tabKey} from '../go/read-back.js'
import {get} from '../node/fields.js'
import {jsonOf} from '../node/json-of.js'
import {MAP, type Node, SCALAR} from '../node/node.js'
import {BUILD} from '../resource/build-annotations.js'
import {placeOf} from '../resource/place.js'
import type {ResMap} from '../resource/res-map.js'

/** Adds a hash of their content to the names of generated resources. */
export function addHashes(map: ResMap): void {
  for (const resource of map.resources) {
    if (!resource.isEnabled(BUILD.needsHash)) continue
    const hash = at(
      (error) => placeOf(resource, belowOf(error)),
      () => contentHash(resource.node!, resource.kind),
    )
    resource.storePreviousId()
    resource.setName(`${resource.name}-${hash}`)
  }
  map.changed()
}

/** Ten characters of a SHA-256, without letters that could make words. */
function contentHash(node: Node, kind: string): string {
  // a small build is over before node:crypto is loaded
  const hex = Buffer.from(sha256(Buffer.from(encoded(node, kind)))).toString('hex')
  const replaced: Readonly<Record<string, string>> = {'0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't'}
  return hex.slice(0, 10).replace(/[013ae]/g, (char) => replaced[char]!)
}

function encoded(node: Node, kind: string): string {
  const values: Record<string, JsonValue> = {}
  // kustomize looks for a field of this very name, which there is none of: the hash does not depend on the name
  const name = part(node, 'metadata/name')
  if (kind === 'ConfigMap') {
    Object.assign(values, {kind, name, data: part(node, 'data')})
    const binary = part(node, 'binaryData')
    if (typeof binary === 'object') values.binaryData = binary
  } else if (kind === 'Secret') {
    Object.assign(values, {kind, type: part(node, 'type'), name, data: part(node, 'data')})
    const strings = part(node, 'stringData')
    if (typeof strings === 'object') values.stringData = strings
  } else return goJson(jsonOf(node))
  return goJson(values)
}

function part(node: Node, name: string): JsonValue {
  const value = get(node, name)
  if (value === undefined) return ''
  inside([name, tabKey(value) ?? ''], () => demandReadable(value, false))
  if (value.kind === SCALAR) return value.value
  // kustomize takes data through JSON, where every number is a double
  return value.kind === MAP ? mapScalars(jsonOf(value), (one) => (typeof one === 'bigint' ? Number(one) : one)) : null
}
