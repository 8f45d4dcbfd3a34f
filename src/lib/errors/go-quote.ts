const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

const SPECIAL = /["\\]|[^\x20-\x7e]/

/** A string as Go's `%q` prints it: most texts of the API server, of kustomize and of Flux quote like this (Go, strconv.Quote). */
export function goQuote(text: string): string {
  // almost every name and path is plain
  if (!SPECIAL.test(text)) return `"${text}"`
  let out = '"'
  for (const char of text) out += quoted(char)
  return `${out}"`
}

function quoted(char: string): string {
  const known = NAMED[char]
  if (known !== undefined) return known
  const code = char.codePointAt(0)!
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  // a byte that is no UTF-8, kept as a lone surrogate
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`
  // letters, signs and marks are printed as they are
  if (code < 0x7f || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char)) return char
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
