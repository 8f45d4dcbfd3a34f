/** What stands in the place of a secret. */
const MASK = '***'
/** Shorter values are words that would be cut out of every sentence. */
const SHORTEST = 6

/** The one funnel that every error, log line, event, metric label and diff passes on its way out (DESIGN 8). */
export interface Redactor {
  /** Remembers a value that must never be shown; its base64 and URL-encoded forms are hidden too. */
  add(secret: string): void
  text(text: string): string
  /** Strings anywhere in plain data are redacted; the same value comes back when nothing had to change. */
  value<T>(value: T): T
}

/** Hides credentials that give themselves away by their form: URL user info, bearer and basic headers, private keys. */
export function redactText(text: string): string {
  if (!/:\/\/|earer|asic|-----BEGIN|AGE-SECRET-KEY/.test(text)) return text
  return (
    text
      // no scheme before it: looking for one takes quadratic time in a long word
      .replace(/(:\/\/[^\s/:@'"]*):[^\s/@'"]+@/g, `$1:${MASK}@`)
      .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`)
      .replace(/-----BEGIN ([A-Z ]*PRIVATE KEY[A-Z ]*)-----[\s\S]*?(-----END \1-----|$)/g, `-----BEGIN $1----- ${MASK}`)
      .replace(/AGE-SECRET-KEY-1[0-9A-Z]+/gi, MASK)
  )
}

/** A redactor that also knows the secrets of its process. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  let longestFirst: readonly string[] | undefined

  const text = (input: string) => {
    longestFirst ??= [...secrets].sort((a, b) => b.length - a.length)
    let out = redactText(input)
    for (const secret of longestFirst) if (out.includes(secret)) out = out.replaceAll(secret, MASK)
    return out
  }
  const value = (input: unknown, depth: number): unknown => {
    if (typeof input === 'string') return text(input)
    if (typeof input !== 'object' || input === null || depth > 32) return input
    let changed = false
    const pairs = Object.entries(input).map(([key, item]) => {
      const clean = value(item, depth + 1)
      changed ||= clean !== item
      return [key, clean] as const
    })
    if (!changed) return input
    return Array.isArray(input) ? pairs.map(([, item]) => item) : Object.fromEntries(pairs)
  }

  return {
    add(secret) {
      const trimmed = secret.trim()
      if (trimmed.length < SHORTEST) return
      for (const form of [trimmed, base64(trimmed), encodeURIComponent(trimmed)]) secrets.add(form)
      longestFirst = undefined
    },
    text,
    value: <T>(input: T) => value(input, 0) as T,
  }
}

function base64(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
