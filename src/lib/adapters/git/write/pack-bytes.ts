import {createHash} from 'node:crypto'
import {deflateSync} from 'node:zlib'
import type {GitObject} from '../protocol/pack.js'

const TYPES = {commit: 1, tree: 2, blob: 3, tag: 4} as const

/** A pack with these objects, none of them a delta: what is written here is too small for those. */
export function packBytes(objects: readonly GitObject[]): Uint8Array {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')
  header.writeUInt32BE(objects.length, 8)
  const entries = objects.flatMap(({type, bytes}) => [entryHeader(TYPES[type], bytes.length), deflateSync(bytes)])
  const body = Buffer.concat([header, ...entries])
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

/** Type and size: four bits of the size beside the type, seven in each byte that follows. */
function entryHeader(type: number, size: number): Uint8Array {
  const bytes = [(type << 4) | (size & 15)]
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 0x80
    bytes.push(rest & 127)
  }
  return Uint8Array.from(bytes)
}
