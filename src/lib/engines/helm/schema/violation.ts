import {goQuote} from '../../../errors/go-quote.js'

/** One way in which values break a schema, with what led to it. */
export interface Violation {
  /** keys and indexes from the root of the values */
  readonly at: readonly string[]
  readonly message: string
  readonly causes: readonly Violation[]
  /** several at once, of which the causes are the news */
  readonly isGroup?: boolean | undefined
}

/** The violations as Helm lists them, one per line, causes below with two spaces more. */
export function violationText(violations: readonly Violation[], indent = 0): string {
  return violations
    .map(({at, message, causes}) => {
      const line = `${'  '.repeat(indent)}- at ${quoted(pointer(at))}: ${message}`
      return causes.length === 0 ? line : `${line}\n${violationText(causes, indent + 1)}`
    })
    .join('\n')
}

/** A text in single quotes, as the messages have it. */
export function quoted(text: string): string {
  return `'${goQuote(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

function pointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
