/** Whether a number is a multiple of another one as both are written, not as doubles have them: 19.99 is one of 0.01. */
export function isMultipleOf(value: number, of: number): boolean {
  const [a, b] = [decimalOf(value), decimalOf(of)]
  if (b.digits === 0n) return true
  const power = Math.min(a.power, b.power)
  return (a.digits * 10n ** BigInt(a.power - power)) % (b.digits * 10n ** BigInt(b.power - power)) === 0n
}

/** `digits` times ten to the `power`. */
function decimalOf(value: number): {digits: bigint; power: number} {
  const [number, exponent = '0'] = String(value).split('e') as [string, string?]
  const [whole, fraction = ''] = number.split('.') as [string, string?]
  return {digits: BigInt(whole + fraction), power: Number(exponent) - fraction.length}
}
