/** A float64 as Go's `%v` prints it: with an exponent from 1e+06 on and below 1e-04. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return '0'
  const [digits, power] = value.toExponential().split('e') as [string, string]
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Go's `FormatFloat(x, 'g', -1, 32)`: with the digits that a float32 needs. */
export function goFloat32(value: number): string {
  const single = Math.fround(value)
  if (Object.is(single, -0)) return '-0'
  if (single === 0 || !Number.isFinite(single)) return goFloat(single)
  // nine digits tell all of them apart
  let digits = 1
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++
  return goFloat(Number(single.toPrecision(digits)))
}
