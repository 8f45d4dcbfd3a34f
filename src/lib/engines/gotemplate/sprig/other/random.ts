import type {Frame} from '../../compile/frame.js'
import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {panic} from '../../go/panic.js'
import {encodeBase64} from '../text/encoding.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'
const PRINTABLE = Array.from({length: 95}, (_, index) => String.fromCharCode(index + 32)).join('')

/** Characters picked from an alphabet, all equally likely. */
function pick(frame: Frame, alphabet: string, count: number): string {
  if (count <= 0) return ''
  frame.run.step(count)
  // bytes above the last whole multiple would make the first characters likelier
  const limit = 256 - (256 % alphabet.length)
  let out = ''
  while (out.length < count) {
    for (const byte of frame.run.environment.random.bytes(count - out.length)) {
      if (byte < limit) out += alphabet[byte % alphabet.length]
    }
  }
  return out
}

const picker = (alphabet: string) => (frame: Frame, count: number) => pick(frame, alphabet, count)

function integer(frame: Frame, below: number): number {
  return Math.floor(frame.run.environment.random.float() * below)
}

function randInt(frame: Frame, low: number, high: number): bigint {
  if (high <= low) throw new GoError('invalid argument to Intn')
  return BigInt(low + integer(frame, high - low))
}

function randBytes(frame: Frame, count: number): string {
  if (count < 0) throw panic('makeslice: len out of range')
  frame.run.step(count)
  return encodeBase64(frame.run.environment.random.bytes(count))
}

function shuffle(frame: Frame, text: string): string {
  const chars = [...text]
  for (let at = chars.length - 1; at > 0; at--) {
    const other = integer(frame, at + 1)
    const char = chars[at]!
    chars[at] = chars[other]!
    chars[other] = char
  }
  return chars.join('')
}

export const RANDOM_FUNCTIONS: Functions = {
  randAlphaNum: ['@ int', picker(LETTERS + DIGITS)],
  randAlpha: ['@ int', picker(LETTERS)],
  randNumeric: ['@ int', picker(DIGITS)],
  randAscii: ['@ int', picker(PRINTABLE)],
  randInt: ['@ int int', randInt],
  randBytes: ['@ int', randBytes],
  shuffle: ['@ string', shuffle],
  uuidv4: ['@', (frame: Frame) => frame.run.environment.random.uuid()],
}
