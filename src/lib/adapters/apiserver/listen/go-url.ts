/*
 * Addresses as Go reads them. Escapes may give bytes that are no UTF-8: such a byte is kept as a lone surrogate (U+DC00 and the
 * byte), so that texts can quote it (`\xff`); answers show it as U+FFFD.
 */

/** `%41` -> `A`; undefined where an escape is none. */
export function unescaped(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return /%(?![\da-fA-F]{2})/.test(text) ? undefined : withStrays(text)
  }
}

/** The pairs of a query. Pairs with a semicolon or a broken escape are left out, as net/url does. */
export function goQuery(search: string): Map<string, string[]> {
  const query = new Map<string, string[]>()
  for (const pair of search.split('&')) {
    if (pair === '' || pair.includes(';')) continue
    const plain = pair.includes('+') ? pair.replaceAll('+', ' ') : pair
    const at = plain.indexOf('=')
    const name = unescaped(at < 0 ? plain : plain.slice(0, at))
    const value = at < 0 ? '' : unescaped(plain.slice(at + 1))
    if (name === undefined || value === undefined) continue
    const values = query.get(name)
    if (values) values.push(value)
    else query.set(name, [value])
  }
  return query
}

function withStrays(text: string): string {
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (escapes) => readBytes(Buffer.from(escapes.replaceAll('%', ''), 'hex')))
}

function readBytes(bytes: Buffer): string {
  let out = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at)
    out += length === 0 ? String.fromCharCode(0xdc00 + bytes[at]!) : bytes.toString('utf8', at, at + length)
    at += length || 1
  }
  return out
}

/** How many bytes the character at a place has; 0: none is there. */
function sequenceAt(bytes: Buffer, at: number): number {
  const first = bytes[at]!
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length < 2) return length
  // surrogates, overlong forms and what is beyond Unicode do not survive
  const part = bytes.subarray(at, at + length)
  return part.length === length && Buffer.from(part.toString('utf8')).equals(part) ? length : 0
}
