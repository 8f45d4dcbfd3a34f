/**
 * Go's strings are bytes. Ours are JavaScript strings in which a byte that is not part of valid UTF-8 stands as the lone
 * surrogate U+DC00 + byte, so that cutting and joining lose nothing.
 */
const STRAY = 0xdc00
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

export function toBytes(text: string): Uint8Array {
  if (isWellFormed(text)) return encoder.encode(text)
  const parts: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0)!
    if (code >= STRAY + 0x80 && code <= STRAY + 0xff) parts.push(code - STRAY)
    else for (const byte of encoder.encode(char)) parts.push(byte)
  }
  return Uint8Array.from(parts)
}

export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return withStrays(bytes)
  }
}

function withStrays(bytes: Uint8Array): string {
  let out = ''
  let at = 0
  while (at < bytes.length) {
    const size = runeSize(bytes, at)
    out += size === 0 ? String.fromCharCode(STRAY + bytes[at]!) : decoder.decode(bytes.subarray(at, at + size))
    at += size || 1
  }
  return out
}

/** Bytes of the UTF-8 sequence at a place, 0 when there is no valid one. */
function runeSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!
  if (lead < 0x80) return 1
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
  if (size === 0 || at + size > bytes.length) return 0
  try {
    return decoder.decode(bytes.subarray(at, at + size)).length > 0 ? size : 0
  } catch {
    return 0
  }
}

export function byteLength(text: string): number {
  return isAscii(text) ? text.length : toBytes(text).length
}

/** The bytes `[start, end)` of a string. */
export function byteSlice(text: string, start: number, end?: number): string {
  return isAscii(text) ? text.slice(start, end) : fromBytes(toBytes(text).subarray(start, end))
}

/** True for a character that stands for a stray byte. */
export function isStray(char: string): boolean {
  return char.length === 1 && char >= '\udc80' && char <= '\udcff'
}

/** The byte that such a character stands for. */
export function strayByte(char: string): number {
  return char.charCodeAt(0) - STRAY
}

/** Node's own test, which TypeScript's library does not know yet. */
interface Checked {
  isWellFormed(): boolean
  toWellFormed(): string
}

/** True when a string has no stray bytes. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as Checked).isWellFormed()
}

/** As Go prints text that is not UTF-8 where it must be: U+FFFD for every stray byte. */
export function wellFormed(text: string): string {
  return (text as unknown as Checked).toWellFormed()
}
