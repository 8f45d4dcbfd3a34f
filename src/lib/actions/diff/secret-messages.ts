import {FluxError, messageOf} from '../../errors/flux-error.js'
import {type IsSecret, isTelling, longForms, type SecretWords, SHORTEST_PART, wholeSecret} from './secret-texts.js'

const MASK = '***'
/** What a reader of YAML or a server leaves of a long value. */
const CUT = /([^\s"'`]{4,})(?=\s?\.\.\.)/g

/** Where something to be hidden begins and ends. */
type Span = readonly [from: number, to: number]

/**
 * Tells messages with what they quote of secrets hidden: long ones wherever they stand, short ones between quotes, keys where they
 * stand in a path or a map, and the beginning of one that is cut off.
 */
export function hidingSecrets(secrets: SecretWords): (message: string) => string {
  const forms = longForms(secrets.texts)
  const isWhole = wholeSecret(secrets)
  return (message) => {
    const lower = message.toLowerCase()
    return withoutSpans(message, [
      ...forms
        .filter((form) => lower.includes(form.toLowerCase()))
        .flatMap((form) => spansOf(message, new RegExp(escapedPattern(form), 'giu'))),
      ...spansOf(message, CUT).filter(([from, to]) => forms.some((form) => form.startsWith(message.slice(from, to)))),
      ...quotedSpans(message, isWhole),
      ...keySpans(message, secrets),
    ])
  }
}

/** A message with these parts hidden, which may lie across each other: nothing of any is to be left. */
function withoutSpans(message: string, spans: readonly Span[]): string {
  let bare = ''
  let end = 0
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (from >= end) bare += message.slice(end, from) + MASK
    end = Math.max(end, to)
  }
  return bare + message.slice(end)
}

function spansOf(message: string, pattern: RegExp): Span[] {
  return [...message.matchAll(pattern)].map(({index, 0: found}) => [index, index + found.length])
}

/** Quotes need not come in pairs: what stands between any two of them is looked at. */
function quotedSpans(message: string, isWhole: IsSecret): Span[] {
  return spansOf(message, /(?:[^"'`\\]|\\[^"'`\\])+/g).filter(([from, to]) => isWhole(message.slice(from, to)))
}

/** `.spec.values.KEY: `, `"KEY"`, `map[KEY:value KEY:value]`, `[port=KEY=1KEY=2]`; a long one where it is no part of a word. */
function keySpans(message: string, {keys = []}: SecretWords): Span[] {
  const found = [...new Set(keys)].filter((key) => isTelling(key) && message.includes(key))
  return found.flatMap((key) => {
    const word = escapedPattern(key)
    const places = [`(?<=[."'\`[{])${word}(?![\\w-])`, `(?<![^\\s])${word}(?=:\\S)`, `${word}(?==)`]
    if (key.length >= SHORTEST_PART) places.push(`(?<!\\p{L})${word}(?![\\p{L}\\p{N}-])`)
    return spansOf(message, new RegExp(places.join('|'), 'gu'))
  })
}

/** What is thrown, without secrets in what anybody is told of it; the same error where there are none. */
export function withoutSecretsIn(error: unknown, secrets: SecretWords): unknown {
  const clean = hidingSecrets(secrets)
  const isClean = (text: string) => clean(text) === text
  const hints = error instanceof FluxError ? error.hints : []
  // a reader shows some of the text around a fault, cut wherever it likes
  const mayShowText = error instanceof FluxError && error.code === 'build-failed' && [...secrets.texts].length > 0
  if (!mayShowText && [...messagesOf(error), ...hints].every(isClean)) return error
  const {code, exitCode} = error instanceof FluxError ? error : {code: 'diff-failed', exitCode: undefined}
  // what caused it may quote more
  return new FluxError(code, clean(messageOf(error)), {hints: hints.map(clean), ...(exitCode !== undefined && {exitCode})})
}

function messagesOf(error: unknown): string[] {
  const messages = [messageOf(error)]
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    messages.push(cause.message)
  }
  return messages
}

const escapedPattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
