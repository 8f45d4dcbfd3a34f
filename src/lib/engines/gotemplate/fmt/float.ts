/** A finite double taken apart: digits d1d2d3... with the decimal point after `point` of them. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

/** strconv.FormatFloat of 64 bits: formats e E f g G b x X, precision -1 for the fewest digits that say it all. */
export function formatFloat(value: number, format: string, precision: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const magnitude = Math.abs(value)
  switch (format) {
    case 'b':
      return sign + binary(magnitude)
    case 'x':
    case 'X':
      return sign + hexadecimal(magnitude, precision, format)
    case 'e':
    case 'E': {
      const decimal = precision < 0 ? shortest(magnitude) : rounded(magnitude, precision + 1)
      return sign + exponential(decimal, precision < 0 ? decimal.digits.length - 1 : precision, format)
    }
    case 'f':
      return sign + fixed(magnitude, precision)
    default:
      return sign + general(magnitude, precision, format)
  }
}

function general(value: number, precision: number, format: string): string {
  const wanted = precision === 0 ? 1 : precision
  const decimal = precision < 0 ? shortest(value) : rounded(value, wanted)
  const digits = decimal.digits.replace(/0+$/, '') || '0'
  let limit = precision < 0 ? 6 : wanted
  // digits that are zero anyway do not count against the limit
  if (precision >= 0 && limit > digits.length && digits.length >= decimal.point) limit = digits.length
  const exponent = decimal.point - 1
  if (exponent < -4 || exponent >= limit) {
    return exponential({digits, point: decimal.point}, digits.length - 1, format === 'G' ? 'E' : 'e')
  }
  return plain({digits, point: decimal.point}, Math.max(digits.length - decimal.point, 0))
}

function shortest(value: number): Decimal {
  if (value === 0) return {digits: '0', point: 1}
  const [mantissa, power] = value.toExponential().split('e') as [string, string]
  return {digits: mantissa.replace('.', ''), point: Number(power) + 1}
}

/** To `count` significant digits, half to even on the exact value. */
function rounded(value: number, count: number): Decimal {
  if (value === 0) return {digits: '0'.repeat(Math.max(count, 1)), point: 1}
  const exact = exactDigits(value)
  return roundAt(exact, count)
}

function fixed(value: number, precision: number): string {
  if (precision < 0) {
    const decimal = shortest(value)
    return plain(decimal, Math.max(decimal.digits.length - decimal.point, 0))
  }
  if (value === 0) return plain({digits: '0', point: 1}, precision)
  const exact = exactDigits(value)
  return plain(roundAt(exact, exact.point + precision), precision)
}

/** All the digits that a double has. */
function exactDigits(value: number): Decimal {
  const {mantissa, exponent} = parts(value)
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString()
    return {digits, point: digits.length}
  }
  // m / 2^k is m * 5^k / 10^k
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString()
  return {digits, point: digits.length + exponent}
}

function roundAt({digits, point}: Decimal, count: number): Decimal {
  if (count >= digits.length) return {digits: digits.padEnd(count, '0'), point}
  if (count < 0) return {digits: '', point}
  const kept = digits.slice(0, count)
  const rest = digits.slice(count)
  const half = '5'.padEnd(rest.length, '0')
  const odd = count > 0 && Number(kept.at(-1)) % 2 === 1
  if (rest < half || (rest === half && !odd)) return {digits: kept, point}
  const up = (BigInt(`0${kept}`) + 1n).toString().padStart(count, '0')
  return up.length > count ? {digits: up, point: point + 1} : {digits: up, point}
}

function plain({digits, point}: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  const fraction = (point < 0 ? '0'.repeat(-point) + digits : digits.slice(Math.max(point, 0))).slice(0, precision)
  return precision > 0 ? `${whole || '0'}.${fraction.padEnd(precision, '0')}` : whole || '0'
}

function exponential({digits, point}: Decimal, precision: number, letter: string): string {
  const fraction = precision > 0 ? `.${digits.slice(1, 1 + precision).padEnd(precision, '0')}` : ''
  const exponent = /^0*$/.test(digits) ? 0 : point - 1
  return `${digits[0]}${fraction}${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function parts(value: number): {mantissa: bigint; exponent: number} {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const raw = Number((bits >> 52n) & 0x7ffn)
  return {mantissa: (bits & 0xfffffffffffffn) | (raw === 0 ? 0n : 1n << 52n), exponent: (raw === 0 ? 1 : raw) - 1075}
}

/** `4503599627370496p-52`. */
function binary(value: number): string {
  const {mantissa, exponent} = parts(value)
  return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

/** `0x1.8p+01`. */
function hexadecimal(value: number, precision: number, format: string): string {
  let {mantissa, exponent} = parts(value)
  exponent += 52
  if (mantissa === 0n) exponent = 0
  else while (mantissa >> 52n === 0n) [mantissa, exponent] = [mantissa << 1n, exponent - 1]
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(4 * (13 - precision))
    const rest = mantissa & ((1n << drop) - 1n)
    mantissa >>= drop
    const half = 1n << (drop - 1n)
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++
    mantissa <<= drop
    if (mantissa >> 53n) [mantissa, exponent] = [mantissa >> 1n, exponent + 1]
  }
  const all = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0')
  const fraction = precision < 0 ? all.replace(/0+$/, '') : all.padEnd(precision, '0').slice(0, precision)
  const power = `p${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  const text = `0x${mantissa >> 52n}${fraction ? `.${fraction}` : ''}${power}`
  return format === 'X' ? text.toUpperCase() : text
}
