import {createHash} from 'node:crypto'
import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {fromBytes, toBytes} from '../../go/bytes.js'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const VALID64 = /[A-Za-z0-9+/]/

/** encoding/base64's standard decoder. @throws GoError `illegal base64 data at input byte N` */
export function decodeBase64(text: string): Uint8Array {
  const input = Buffer.from(toBytes(text)).toString('latin1')
  const fault = base64Fault(input)
  if (fault !== undefined) throw new GoError(`illegal base64 data at input byte ${fault}`)
  return new Uint8Array(Buffer.from(input, 'base64'))
}

/** Where the text stops being base64. */
function base64Fault(input: string): number | undefined {
  let filled = 0
  let at = 0
  for (; at < input.length; at++) {
    const char = input[at]!
    if (char === '\n' || char === '\r') continue
    if (char === '=') return paddingFault(input, at, filled)
    if (!VALID64.test(char)) return at
    filled = (filled + 1) % 4
  }
  return filled === 0 ? undefined : at - filled
}

function paddingFault(input: string, at: number, filled: number): number | undefined {
  if (filled < 2) return at
  let next = skipLines(input, at + 1)
  if (filled === 2) {
    if (next === input.length) return input.length
    if (input[next] !== '=') return next
    next = skipLines(input, next + 1)
  }
  return next < input.length ? next : undefined
}

function skipLines(input: string, from: number): number {
  let at = from
  while (input[at] === '\n' || input[at] === '\r') at++
  return at
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function encodeBase32(text: string): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of toBytes(text)) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += BASE32[(value >> bits) & 31]
    }
  }
  if (bits > 0) out += BASE32[(value << (5 - bits)) & 31]
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=')
}

/** @throws GoError `illegal base32 data at input byte N` */
function decodeBase32(text: string): Uint8Array {
  const input = Buffer.from(toBytes(text))
    .toString('latin1')
    .replaceAll(/[\r\n]/g, '')
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (let at = 0; at < input.length; at++) {
    const place = at % 8
    if (input[at] === '=' && place >= 2 && input.length - at <= 8) {
      const fault = paddingFault32(input, at)
      if (fault !== undefined) throw illegal32(fault)
      return Uint8Array.from(bytes)
    }
    const digit = BASE32.indexOf(input[at]!)
    if (digit < 0) throw illegal32(at)
    value = ((value << 5) | digit) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 0xff)
    }
  }
  if (input.length % 8 !== 0) throw illegal32(input.length - (input.length % 8))
  return Uint8Array.from(bytes)
}

function paddingFault32(input: string, at: number): number | undefined {
  const place = at % 8
  const rest = input.length - at - 1
  if (rest + place < 7) return input.length
  for (let index = 0; index < 7 - place; index++) {
    if (rest > index && input[at + 1 + index] !== '=') return at + index
  }
  return place === 3 || place === 6 || place === 1 ? at : undefined
}

function illegal32(at: number): GoError {
  return new GoError(`illegal base32 data at input byte ${at}`)
}

/** A decoder's complaint is the text that the template gets. */
function decoded(decode: (text: string) => Uint8Array, text: string): string {
  try {
    return fromBytes(decode(text))
  } catch (error) {
    if (error instanceof GoError) return error.message
    throw error
  }
}

function adler32(text: string): string {
  let low = 1
  let high = 0
  for (const byte of toBytes(text)) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  return String(high * 65_536 + low)
}

const hashed = (algorithm: string) => (text: string) => createHash(algorithm).update(toBytes(text)).digest('hex')

export const ENCODING_FUNCTIONS: Functions = {
  b64enc: ['string', (text: string) => encodeBase64(toBytes(text))],
  b64dec: ['string', (text: string) => decoded(decodeBase64, text)],
  b32enc: ['string', encodeBase32],
  b32dec: ['string', (text: string) => decoded(decodeBase32, text)],
  sha1sum: ['string', hashed('sha1')],
  sha256sum: ['string', hashed('sha256')],
  sha512sum: ['string', hashed('sha512')],
  adler32sum: ['string', adler32],
}
