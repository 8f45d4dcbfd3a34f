import {goQuote} from '../../../../errors/go-quote.js'

/** A character in single quotes, as Go's `%q` shows it. */
export function characterText(char: string): string {
  return `'${char === '"' ? char : goQuote(char).slice(1, -1).replace("'", "\\'")}'`
}

export function invalidCharacter(char: string): string {
  return `invalid character ${characterText(char)}`
}

export function prefixed(prefix: string, fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : `${prefix}: ${fault}`
}
