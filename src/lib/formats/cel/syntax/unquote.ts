const simple: Readonly<Record<string, string>> = {a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'}
const piece = /\\([xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|[abfnrtv?"'`\\])|([\s\S])/gu

/** Value of a string or bytes literal with its quotes; undefined when an escape is wrong. */
export function unquote(literal: string): string | Uint8Array | undefined {
  const [, prefix = '', body = ''] = /^([bBrR]*)([\s\S]*)$/.exec(literal)!
  const width = body.startsWith('"""') || body.startsWith("'''") ? 3 : 1
  const inner = body.slice(width, -width)
  const bytes = /b/i.test(prefix)
  if (/r/i.test(prefix)) return bytes ? Buffer.from(inner) : inner
  const parts: Buffer[] = []
  for (const [whole, code] of inner.matchAll(piece)) {
    const part = code === undefined ? plain(whole) : readEscape(code, bytes)
    if (part === undefined) return undefined
    parts.push(part)
  }
  const all = Buffer.concat(parts)
  return bytes ? all : all.toString()
}

function plain(char: string): Buffer | undefined {
  return char === '\\' ? undefined : Buffer.from(char)
}

/** In bytes literals `\x` and octal escapes are single bytes, in strings code points. */
function readEscape(code: string, bytes: boolean): Buffer | undefined {
  if (/^[xX0-3]/.test(code)) {
    const point = /^[xX]/.test(code) ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8)
    return bytes ? Buffer.from([point]) : Buffer.from(String.fromCodePoint(point))
  }
  if (/^[uU]/.test(code)) {
    if (bytes) return undefined
    const point = Number.parseInt(code.slice(1), 16)
    return point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? undefined : Buffer.from(String.fromCodePoint(point))
  }
  return Buffer.from(simple[code] ?? code)
}
