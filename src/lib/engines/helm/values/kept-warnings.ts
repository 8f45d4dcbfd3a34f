import {goQuote} from '../../../errors/go-quote.js'
import type {Warn} from './tables.js'

/** A `Warn` that keeps what Helm logs as it writes it: a line each, without level and quotes, details as `key=value` behind. */
export function warningsInto(list: string[]): Warn {
  return (message, details = {}) => {
    const behind = Object.entries(details).map(([key, value]) => ` ${key}=${logged(value)}`)
    list.push(`${goQuote(message).slice(1, -1)}${behind.join('')}`)
  }
}

/** What Go's slog puts in quotes (log/slog, text handler). */
function logged(value: string): string {
  return value === '' || /[\p{Z}\p{C}"=]/u.test(value) ? goQuote(value) : value
}
