import {goQuote} from '../../../errors/go-quote.js'
import {KustomizeError, type Place} from '../error.js'

/** A field that nobody knows, with the one that may have been meant. */
export function unknownField(key: string, known: readonly string[], field: Place): KustomizeError {
  const near = known.find((name) => name.toLowerCase() !== key.toLowerCase() && areNear(name, key))
  const hints = [near === undefined ? `Known here are ${[...known].sort().join(', ')}.` : `Did you mean ${near}?`]
  return new KustomizeError(`json: unknown field ${goQuote(key)}`, {field, hints})
}

/** At most two letters more, less or other, or one is the start of the other. */
function areNear(name: string, key: string): boolean {
  const a = name.toLowerCase()
  const b = key.toLowerCase()
  if (b.length >= 4 && (a.startsWith(b) || b.startsWith(a))) return true
  if (Math.abs(a.length - b.length) > 2 || b.length < 4) return false
  let row = Array.from({length: b.length + 1}, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]! <= 2
}
