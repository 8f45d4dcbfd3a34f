import {goFloat} from '../../../errors/go-float.js'

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A number within a message: English digits in groups of three, or `1.5×10⁰⁶` where Go has an exponent. */
export function limitText(value: number): string {
  const [digits, power] = goFloat(value).split('e') as [string, string?]
  if (power === undefined) return grouped(digits)
  const raised = Array.from(power.slice(1), (digit) => RAISED[Number(digit)]).join('')
  return `${digits}×10${power.startsWith('-') ? '⁻' : ''}${raised}`
}

function grouped(text: string): string {
  const [whole, fraction] = text.split('.') as [string, string?]
  const digits = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? digits : `${digits}.${fraction}`
}
