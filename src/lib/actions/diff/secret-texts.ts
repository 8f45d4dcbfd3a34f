import {goQuote} from '../../errors/go-quote.js'

/** Shorter values are part of many a text. */
export const SHORTEST_PART = 6
/** Shorter texts say nothing even as a whole. */
const SHORTEST_WHOLE = 3
/** Words and numbers that any field may have. */
const COMMON = /^(?:true|false|yes|no|on|off|none|null|-?[\d.]+)$/i

/** What is secret, as a substitution traces it. */
export interface SecretWords {
  /** wherever they stand */
  readonly texts: Iterable<string>
  /** where they are all of a field */
  readonly wholes?: Iterable<string> | undefined
  /** of maps: where a message names them */
  readonly keys?: Iterable<string> | undefined
}

/** True for a text that has a secret in it. */
export type IsSecret = (text: string) => boolean

/**
 * Tells texts with secrets in them: a secret of 6 characters or more wherever it stands, in whatever case, also in base64 or
 * with the escapes of a quoted text; a shorter one, from 3 on, when it is the whole text and no number and no word like `true`.
 */
export function isSecretText(secrets: SecretWords): IsSecret {
  const parts = longForms(secrets.texts).map((text) => text.toLowerCase())
  const isWhole = wholeSecret(secrets)
  return (text) => {
    if (isWhole(text)) return true
    const lower = text.toLowerCase()
    return parts.some((part) => lower.includes(part))
  }
}

/** Tells texts that are a secret from end to end. */
export function wholeSecret({texts, wholes = []}: SecretWords): IsSecret {
  const known = new Set([...linesOf(texts), ...linesOf(wholes)].filter(isTelling))
  return (text) => known.has(text.trim())
}

/** True for what is no word or number that stands anywhere. */
export const isTelling = (text: string) => text.length >= SHORTEST_WHOLE && !COMMON.test(text)

/** Secrets that are hidden wherever they stand, in all forms, the longest first. */
export function longForms(texts: Iterable<string>): string[] {
  const long = linesOf(texts).filter((text) => text.length >= SHORTEST_PART)
  const forms = long.flatMap((text) => [text, ...escapedForms(text), Buffer.from(text).toString('base64')])
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** As it stands between quotes: of JSON, of Go's JSON, which is careful about HTML, and of Go's `%q`; the latter also within quotes. */
function escapedForms(text: string): string[] {
  const inJson = JSON.stringify(text).slice(1, -1)
  const inHtml = inJson.replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
  const quoted = goQuote(text).slice(1, -1)
  return [inJson, inHtml, quoted, goQuote(inJson).slice(1, -1), goQuote(inHtml).slice(1, -1)]
}

/** Fields are looked at line by line. */
function linesOf(texts: Iterable<string>): string[] {
  return [...texts].flatMap((text) => text.split(/[\r\n\u0085\u2028\u2029]/)).map((line) => line.trim())
}
