const BARE = /^[A-Za-z0-9_-]+$/
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
}

/** A text in quotes. */
export function tomlQuoted(text: string): string {
  const escaped = text.replaceAll(/["\\\u0000-\u001f\u007f]/g, (char) => {
    return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped}"`
}

/** The parts of a key with dots between them. */
export function tomlKey(path: readonly string[]): string {
  return path.map((part) => (BARE.test(part) ? part : tomlQuoted(part))).join('.')
}
