import type {JsonObject, JsonValue} from '../../../../formats/json/value.js'
import {sortedJson} from '../../../../schema/go/quote.js'
import {goTextOfTemplate} from './go-text.js'

const SAFE = 'bcdfghjklmnpqrstvwxz2456789'
const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

/** FNV over 32 bits: with `a`, bytes are mixed in before the multiplication (FNV-1a), else after it. */
function fnv32(bytes: Uint8Array, a: boolean): number {
  let hash = OFFSET
  // by index: going through an iterator takes ten times as long
  for (let at = 0; at < bytes.length; at++) {
    if (a) hash = Math.imul(hash ^ bytes[at]!, PRIME)
    else hash = Math.imul(hash, PRIME) ^ bytes[at]!
  }
  return hash >>> 0
}

/** A number in the alphabet of generated names. */
function encoded(hash: number): string {
  return [...String(hash)].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('')
}

/** Hash of a pod template as Deployments and DaemonSets put it into names and labels; `collisions` of their status. */
export function templateHash(template: JsonValue | undefined, collisions?: number): string {
  const text = Buffer.from(goTextOfTemplate(template))
  if (collisions === undefined) return encoded(fnv32(text, true))
  const count = Buffer.alloc(8)
  count.writeUInt32LE(collisions)
  return encoded(fnv32(Buffer.concat([text, count]), true))
}

/** Hash of the data of a ControllerRevision, as StatefulSets name theirs. */
export function revisionHash(data: JsonObject, collisions: number): string {
  return encoded(fnv32(Buffer.from(sortedJson(data) + String(collisions)), false))
}
