const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}

/** Go's `%q` of a string. */
export function goQuote(text: string): string {
  return `"${text.replace(/["\\]|[^\x20-\x7e]/gu, (char) => {
    const short = ESCAPES[char]
    if (short !== undefined) return short
    const code = char.codePointAt(0)!
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
    // letters, signs and marks are printed as they are
    if (/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char)) return char
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })}"`
}
