/** Go's `FormatFloat(x, 'g', -1, 64)`: an exponent below -4 or from 6 on. */
export function goFloat(value: number): string {
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string]
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent < 6) return String(value)
  const sign = exponent < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

const MAX_UINT64 = 2 ** 64

/** A number as yaml.v2 prints it after a trip through JSON: whole numbers that 64 bits hold have no exponent. */
export function yamlNumber(value: number): string {
  if (Object.is(value, -0)) return '-0'
  if (Number.isInteger(value) && value < MAX_UINT64 && value >= -(2 ** 63)) return BigInt(value).toString()
  return goFloat(value)
}
