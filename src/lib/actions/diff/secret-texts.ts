/** Shorter values are part of many a text. */
const SHORTEST_PART = 6
/** Shorter texts say nothing even as a whole. */
const SHORTEST_WHOLE = 3
/** Words and numbers that any field may have. */
const COMMON = /^(?:true|false|yes|no|on|off|none|null|-?[\d.]+)$/i

/** True for a text that has a secret in it. */
export type IsSecret = (text: string) => boolean

/**
 * Tells texts with secrets in them: a secret of 6 characters or more wherever it stands, in whatever case, also in base64;
 * a shorter one, from 3 on, when it is the whole text and no number and no word like `true`.
 */
export function isSecretText(secrets: readonly string[]): IsSecret {
  const parts = longForms(secrets).map((text) => text.toLowerCase())
  const whole = new Set(
    secrets.map((secret) => secret.trim()).filter((text) => text.length >= SHORTEST_WHOLE && !COMMON.test(text)),
  )
  return (text) => {
    if (whole.has(text.trim())) return true
    const lower = text.toLowerCase()
    return parts.some((part) => lower.includes(part))
  }
}

/** A message with what it quotes of secrets hidden. */
export function withoutSecrets(message: string, secrets: readonly string[]): string {
  const longestFirst = longForms(secrets).sort((a, b) => b.length - a.length)
  const bare = longestFirst.reduce((text, secret) => text.replaceAll(secret, '***'), message)
  const isSecret = isSecretText(secrets)
  return bare.replace(/"([^"]*)"/g, (quoted, text: string) => (isSecret(text) ? '"***"' : quoted))
}

function longForms(secrets: readonly string[]): string[] {
  const long = secrets.map((secret) => secret.trim()).filter((text) => text.length >= SHORTEST_PART)
  return long.flatMap((text) => [text, Buffer.from(text).toString('base64')])
}
