/** Thrown with the text of Go's encoding/base64. */
export class Base64Error extends Error {
  override readonly name = 'Base64Error'
}

/** The text again as Go would print it (line breaks dropped); throws Base64Error for what Go refuses. */
export function decodeBase64(text: string): string {
  let clean = ''
  let at = 0
  for (; at < text.length; at += 1) {
    const char = text[at]!
    if (char === '\n' || char === '\r') continue
    if (char === '=') break
    if (!/[A-Za-z0-9+/]/.test(char)) throw new Base64Error(`illegal base64 data at input byte ${at}`)
    clean += char
  }
  const tail = text.slice(at).replace(/[\r\n]/g, '')
  const missing = (4 - (clean.length % 4)) % 4
  if (missing === 3) throw new Base64Error(`illegal base64 data at input byte ${at}`)
  if (tail !== '='.repeat(missing)) {
    const wrong = tail === '' ? text.length - (clean.length % 4) : at + Math.min(tail.length, missing)
    throw new Base64Error(`illegal base64 data at input byte ${wrong}`)
  }
  return clean + tail
}
