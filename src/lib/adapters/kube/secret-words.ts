import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeRequest} from '../../ports/kube.js'

/** What stands for a value. */
const MASK = '***'
/** Shorter values are in every sentence; where the server quotes one by its own habit it is cut at any length. */
const SHORTEST = 3
const FIELDS = ['data', 'stringData'] as const

/**
 * The words of a server about a request on a Secret, without its values (DESIGN 8): servers quote what does not fit its type,
 * webhooks quote what they like. Paths of fields stay. Applies to strings anywhere in an answer.
 */
export function withoutSecretValues<T extends JsonValue>(answer: T, body: KubeRequest['body']): T {
  return mapTexts(answer, wordsWithout(body)) as T
}

/** Takes the values of a request on a Secret out of one text. */
export function wordsWithout(body: KubeRequest['body']): (text: string) => string {
  const quotes = [...new Set([...valuesOf(body)].flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return (text) => {
    let clean = text
    for (const quote of quotes) if (clean.includes(quote)) clean = withoutWord(clean, quote)
    return (
      clean
        // typed values of an apply: one line per fault
        .replace(/(: expected [a-z]+(?: \(int or float\)| scalar)?, got )[\s\S]*?(?=\n\s+\.[^\n]*: |$)/g, `$1${MASK}`)
        // numbers that do not fit
        .replace(/(cannot unmarshal number) \S+ into/g, (all, head) => (all === `${head} into` ? all : `${head} ${MASK} into`))
        // a patch that does not decode is quoted whole
        .replace(/(Invalid value: )"(?:\{|map\[)(?:[^"\\]|\\.)*"/g, `$1"${MASK}"`)
    )
  }
}

function mapTexts(value: JsonValue | undefined, map: (text: string) => string): JsonValue | undefined {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map) as JsonValue)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]))
}

function* valuesOf(body: unknown): Iterable<string> {
  if (Array.isArray(body)) for (const operation of body) yield* scalars((operation as JsonObject)?.['value'])
  else if (isObject(body)) for (const field of FIELDS) yield* scalars(body[field] as JsonValue | undefined)
}

function* scalars(value: JsonValue | undefined): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* scalars(item)
  else if (isObject(value)) for (const item of Object.values(value)) yield* scalars(item)
  else if (value !== undefined && value !== null && typeof value !== 'boolean') yield String(value)
}

/** A value as it may be quoted: as it is, decoded, encoded, and with the escapes of a quoted text. */
function formsOf(value: string): string[] {
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const plain = [value, value.trim(), decoded, decoded.trim(), Buffer.from(value).toString('base64')]
  return plain.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]).filter((text) => text.length >= SHORTEST)
}

/** Cut where it stands alone: a value that is part of a longer word is that word. Long ones are cut everywhere. */
function withoutWord(text: string, word: string): string {
  if (word.length >= 2 * SHORTEST) return text.replaceAll(word, MASK)
  const isWord = (char: string | undefined) => char !== undefined && /\w/.test(char)
  let out = ''
  let from = 0
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at < from || isWord(text[at - 1]) || isWord(text[at + word.length])) continue
    out += text.slice(from, at) + MASK
    from = at + word.length
  }
  return out + text.slice(from)
}
