/** Go's `FormatFloat(x, 'g', -1, 64)`: an exponent below -4 or from 6 on. */
export function goFloat(value: number): string {
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent < 6) return String(value)
  const sign = exponent < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

const MAX_UINT64 = 2n ** 64n - 1n
const MIN_INT64 = -(2n ** 63n)

/** A number as yaml.v2 prints it after a trip through JSON: whole numbers that 64 bits hold have no exponent. */
export function yamlNumber(value: number): string {
  if (Object.is(value, -0)) return '-0'
  // Go writes a double's shortest digits and fills up with zeros; what then fits into 64 bits is read as an integer
  if (Number.isInteger(value) && Math.abs(value) < 1e21) {
    const whole = BigInt(String(value))
    if (whole <= MAX_UINT64 && whole >= MIN_INT64) return whole.toString()
  }
  return goFloat(value)
}
