const RANGE = 'value out of range'
const SYNTAX = 'invalid syntax'

const UNDERSCORED = /^[+-]?(0[xX](_?[\da-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?\d)*)$/

/**
 * A 64-bit integer as Go's `strconv.ParseInt(text, 0, 64)`: prefixes `0x`, `0o`, `0b` and `0`, underscores between digits.
 * @throws Error in Go's words
 */
export function parseGoInt(text: string): number {
  const fault = (why: string) => new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`)
  if (!UNDERSCORED.test(text)) throw fault(SYNTAX)
  const size = sizeOf(text.replace(/^[+-]/, ''))
  const value = text.startsWith('-') ? -size : size
  if (BigInt.asIntN(64, value) !== value) throw fault(RANGE)
  return Number(value)
}

/**
 * A number of 8 bits as Go's `strconv.ParseUint(text, 0, 8)`, which takes no sign.
 * @throws Error in Go's words
 */
export function parseGoUint8(text: string): number {
  const fault = (why: string) => new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`)
  if (!UNDERSCORED.test(text) || /^[+-]/.test(text)) throw fault(SYNTAX)
  const value = sizeOf(text)
  if (value > 255n) throw fault(RANGE)
  return Number(value)
}

function sizeOf(text: string): bigint {
  const digits = text.replaceAll('_', '')
  return BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
}

/**
 * A number as Go's `strconv.ParseFloat(text, 32)`: hexadecimal with an exponent, underscores, infinity and NaN as well.
 * @throws Error in Go's words
 */
export function parseGoFloat32(text: string): number {
  const fault = (why: string) => new Error(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: ${why}`)
  if (/^nan$/i.test(text)) return Number.NaN
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  const value = decimal(text) ?? hexadecimal(text)
  if (value === undefined) throw fault(SYNTAX)
  if (Math.abs(Math.fround(value)) === Infinity) throw fault(RANGE)
  return Math.fround(value)
}

function decimal(text: string): number | undefined {
  const digits = String.raw`\d(?:_?\d)*`
  const form = new RegExp(`^[+-]?(${digits}\\.?(${digits})?|\\.${digits})(e[+-]?${digits})?$`, 'i')
  return form.test(text) ? Number(text.replaceAll('_', '')) : undefined
}

function hexadecimal(text: string): number | undefined {
  const found = /^([+-]?)0x([\da-f_]*)\.?([\da-f_]*)p([+-]?\d+)$/i.exec(text)
  if (!found || /^_?$/.test(found[2]! + found[3]!)) return undefined
  const [whole, part] = [found[2]!.replaceAll('_', ''), found[3]!.replaceAll('_', '')]
  const size = Number.parseInt(`0${whole}${part}`, 16) * 2 ** (Number(found[4]) - 4 * part.length)
  return found[1] === '-' ? -size : size
}
