import {fromBytes, toBytes} from './bytes.js'

const DIGITS: Readonly<Record<number, RegExp>> = {2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^[0-9]+$/, 16: /^[0-9a-fA-F]+$/}
const PREFIX: Readonly<Record<number, string>> = {2: '0b', 8: '0o', 10: '', 16: '0x'}
const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n
const MAX_UINT64 = 2n ** 64n - 1n
const LEADING_DIGITS = /^([+-]?)([0-9]*)(.*)$/s
const DECIMAL_FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?\d+)$/
const SPECIAL = /^[+-]?(?:inf|infinity|nan)$/i

/** strconv.ParseInt of 64 bits, base 0 reads the prefix; undefined for what it refuses. */
export function parseInt64(text: string, base: number): bigint | undefined {
  const negative = text.startsWith('-')
  const magnitude = parseMagnitude(negative || text.startsWith('+') ? text.slice(1) : text, base)
  if (magnitude === undefined) return undefined
  const value = negative ? -magnitude : magnitude
  return value < MIN_INT64 || value > MAX_INT64 ? undefined : value
}

/**
 * What Go's callers see that look at the number and not at the error: the end of the range for more than 64 bits, even
 * when something else follows, and 0 for what is no number.
 */
export function clampedInt64(text: string): bigint {
  const value = parseInt64(text, 10)
  if (value !== undefined) return value
  const [, sign, digits, rest] = LEADING_DIGITS.exec(text)!
  if (digits === '' || (rest !== '' && BigInt(digits!) <= MAX_UINT64)) return 0n
  return sign === '-' ? MIN_INT64 : MAX_INT64
}

/** strconv.ParseUint of 64 bits. */
export function parseUint64(text: string, base: number): bigint | undefined {
  const value = parseMagnitude(text, base)
  return value === undefined || value > MAX_UINT64 ? undefined : value
}

function parseMagnitude(text: string, base: number): bigint | undefined {
  let digits = text
  let radix = base
  if (base === 0) {
    if (text.includes('_') && !underscoresFit(text)) return undefined
    radix = radixOf(text)
    const prefix = radix === 10 ? 0 : /^0[box]/i.test(text) ? 2 : 1
    digits = text.slice(prefix).replaceAll('_', '')
    // a lone 0 is no octal number without digits
    if (radix === 8 && prefix === 1 && digits === '') return undefined
  }
  if (!DIGITS[radix]!.test(digits)) return undefined
  return BigInt(PREFIX[radix]! + digits)
}

function radixOf(text: string): number {
  if (text.length < 2 || text[0] !== '0') return 10
  const letter = text[1]!.toLowerCase()
  return letter === 'x' ? 16 : letter === 'b' ? 2 : 8
}

/** Underscores stand only between digits, or between a base prefix and a digit. */
function underscoresFit(text: string): boolean {
  const body = text.replace(/^[+-]/, '')
  const hex = /^0x/i.test(body)
  const rest = /^0[box]/i.test(body) ? `0${body.slice(2)}` : body
  return hex ? !/(^|[^0-9a-fA-F])_|_([^0-9a-fA-F]|$)/.test(rest) : !/(^|[^0-9])_|_([^0-9]|$)/.test(rest)
}

/** strconv.ParseFloat of 64 bits; undefined for what it refuses, infinities out of range included. */
export function parseFloat64(text: string): number | undefined {
  if (SPECIAL.test(text)) return /nan/i.test(text) ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity
  if (text.includes('_') && !underscoresFit(text)) return undefined
  const plain = text.replaceAll('_', '')
  const value = DECIMAL_FLOAT.test(plain) ? Number(plain) : hexFloat(plain)
  return value === undefined || !Number.isFinite(value) ? undefined : value
}

function hexFloat(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', power] = HEX_FLOAT.exec(text) ?? []
  if (sign === undefined || whole + fraction === '') return undefined
  const mantissa = Number(BigInt(`0x${whole}${fraction}`))
  const value = mantissa * 2 ** (Number(power) - 4 * fraction.length)
  return sign === '-' ? -value : value
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** strconv.Unquote of a literal in `"` or backquotes; undefined when it is not well-formed. */
export function unquote(literal: string): string | undefined {
  if (literal.startsWith('`')) return literal.slice(1, -1).replaceAll('\r', '')
  return unescaped(literal.slice(1, -1), '"')
}

/** The escapes of a Go string or character literal resolved; bytes that are no UTF-8 become strays (see `bytes.ts`). */
export function unescaped(body: string, quote: string): string | undefined {
  if (!body.includes('\\')) return body.includes(quote) || body.includes('\n') ? undefined : body
  const pattern = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[^xuU0-7])|[^\\]+|\\/gsu
  const chunks: (string | number)[] = []
  for (const [whole, sequence] of body.matchAll(pattern)) {
    if (sequence === undefined) {
      if (whole === '\\' || whole.includes(quote) || whole.includes('\n')) return undefined
      chunks.push(whole)
      continue
    }
    const resolved = resolve(sequence, quote)
    if (resolved === undefined) return undefined
    chunks.push(resolved)
  }
  return joinChunks(chunks)
}

/** A number is a byte. */
function resolve(sequence: string, quote: string): string | number | undefined {
  const letter = sequence[0]!
  if (letter === 'x') return Number.parseInt(sequence.slice(1), 16)
  if (letter === 'u' || letter === 'U') {
    const code = Number.parseInt(sequence.slice(1), 16)
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code)
  }
  if (/^[0-7]{3}$/.test(sequence)) {
    const byte = Number.parseInt(sequence, 8)
    return byte > 255 ? undefined : byte
  }
  return sequence === quote ? quote : ESCAPES[sequence]
}

function joinChunks(chunks: readonly (string | number)[]): string {
  if (chunks.every((chunk) => typeof chunk === 'string' || chunk < 0x80)) {
    return chunks.map((chunk) => (typeof chunk === 'string' ? chunk : String.fromCharCode(chunk))).join('')
  }
  const bytes = chunks.flatMap((chunk) => (typeof chunk === 'string' ? [...toBytes(chunk)] : [chunk]))
  return fromBytes(Uint8Array.from(bytes))
}
