/**
 * Doubles in the English way in which CEL's `format` prints them (recorded from kube-apiserver):
 * `1,234,567.500000`, rounded half to even.
 */
export function fixedPoint(value: number, precision: number): string {
  if (!Number.isFinite(value)) return noNumber(value)
  const size = Math.abs(value)
  const [whole = '', fraction] = (size < 1e21 ? rounded(size, precision) : huge(size, precision)).split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return `${value < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** `1.234568×10⁰⁶`: always six digits, whatever precision was asked for. */
export function scientific(value: number): string {
  if (!Number.isFinite(value)) return noNumber(value)
  const [digits, exponent = ''] = (value === 0 ? 0 : value).toExponential(6).split('e')
  const raised = Array.from(exponent.slice(1).padStart(2, '0'), (digit) => SUPERSCRIPTS[Number(digit)]).join('')
  return `${digits}×10${exponent.startsWith('-') ? '⁻' : ''}${raised}`
}

const SUPERSCRIPTS = [...'⁰¹²³⁴⁵⁶⁷⁸⁹']

function noNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '∞' : '-∞'
}

function huge(size: number, precision: number): string {
  return BigInt(size) + (precision > 0 ? `.${'0'.repeat(precision)}` : '')
}

/** toFixed rounds a half up; a double that is a half exactly has few digits after it, all zero. */
function rounded(size: number, precision: number): string {
  const text = size.toFixed(Math.min(precision, 100))
  const longer = size.toFixed(Math.min(precision + 25, 100))
  const rest = longer.slice(longer.indexOf('.') + 1 + precision)
  const isHalf = /^50*$/.test(rest) && precision + 1 < 100
  return isHalf && /[13579]$/.test(text) ? longer.slice(0, -rest.length).replace(/\.$/, '') : text
}
