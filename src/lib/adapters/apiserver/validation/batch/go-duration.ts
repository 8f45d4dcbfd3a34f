import {goQuote} from '../../../../errors/go-quote.js'

/** Why a text is no Go duration. */
export function goDurationFault(text: string): string | undefined {
  const plain = text.replace(/^[+-]/, '')
  if (plain === '0') return undefined
  if (plain === '') return `time: invalid duration ${goQuote(text)}`
  let rest = plain
  while (rest) {
    const part = /^([0-9]+\.?[0-9]*|\.[0-9]+)([^0-9.]*)/.exec(rest)
    if (!part) return `time: invalid duration ${goQuote(text)}`
    const unit = part[2]!
    if (!unit) return `time: missing unit in duration ${goQuote(text)}`
    if (!['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h'].includes(unit))
      return `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`
    rest = rest.slice(part[0].length)
  }
  return undefined
}
