import {crc32, inflateRawSync} from 'node:zlib'
import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'

/** What stands in front of the packed bytes without extra field, name, comment and sum (RFC 1952). */
const HEAD = 10
/** A sum and a length stand behind them. */
const TAIL = 8
/** Characters of a name or comment that Go reads. */
const MAX_TEXT = 512

/**
 * All that a gzip stream holds. Node passes over what stands behind it and has words of its own.
 * @throws FluxError `bad-gzip` in the words of Go's compress/gzip; LimitExceeded
 */
export function gunzip(bytes: Uint8Array, maxBytes: number): Buffer {
  const parts: Buffer[] = []
  let left = maxBytes
  for (let rest = bytes; rest.length > 0; ) {
    const packed = rest.subarray(headerLength(rest))
    const {plain, length} = inflate(packed, left)
    const tail = Buffer.from(packed.subarray(length, length + TAIL))
    if (tail.length < TAIL) throw bad('unexpected EOF')
    if (tail.readUInt32LE(0) !== crc32(plain) || tail.readUInt32LE(4) !== plain.length % 2 ** 32)
      throw bad('gzip: invalid checksum')
    parts.push(plain)
    left -= plain.length
    rest = packed.subarray(length + TAIL)
  }
  return Buffer.concat(parts)
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < HEAD) throw bad('unexpected EOF')
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) throw bad('gzip: invalid header')
  const flags = bytes[3]!
  let at = HEAD
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0)
  for (const flag of [8, 16]) if (flags & flag) at = afterText(bytes, at)
  if (flags & 2) {
    if (at + 2 > bytes.length) throw bad('unexpected EOF')
    const sum = bytes[at]! + 256 * bytes[at + 1]!
    if (sum !== (crc32(bytes.subarray(0, at)) & 0xffff)) throw bad('gzip: invalid header')
    at += 2
  }
  if (at > bytes.length) throw bad('unexpected EOF')
  return at
}

function afterText(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(0, from)
  if ((end < 0 ? bytes.length : end) - from >= MAX_TEXT) throw bad('gzip: invalid header')
  if (end < 0) throw bad('unexpected EOF')
  return end + 1
}

/** What was packed, and how many bytes that took. */
function inflate(packed: Uint8Array, maxBytes: number): {plain: Buffer; length: number} {
  try {
    const options = {info: true, maxOutputLength: Math.max(1, maxBytes)}
    // the types do not know what `info` gives
    const found = inflateRawSync(packed, options) as unknown as {buffer: Buffer; engine: {bytesWritten: number}}
    return {plain: found.buffer, length: found.engine.bytesWritten}
  } catch (error) {
    const {code} = error as {code?: string}
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new LimitExceeded(`the release unpacks to more than ${maxBytes} bytes`)
    if (code === 'Z_DATA_ERROR') throw bad(`flate: corrupt input before offset ${faultyLength(packed)}`)
    throw bad('unexpected EOF')
  }
}

/** How many bytes one must have read to see that they are faulty: with fewer it looks as if some were missing. */
function faultyLength(packed: Uint8Array): number {
  let [sound, faulty] = [0, packed.length]
  while (faulty - sound > 1) {
    const middle = (sound + faulty) >> 1
    if (isFaulty(packed.subarray(0, middle))) faulty = middle
    else sound = middle
  }
  return faulty
}

function isFaulty(packed: Uint8Array): boolean {
  try {
    inflateRawSync(packed)
    return false
  } catch (error) {
    return (error as {code?: string}).code === 'Z_DATA_ERROR'
  }
}

function bad(words: string): FluxError {
  return new FluxError('bad-gzip', words)
}
