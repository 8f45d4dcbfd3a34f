import {toBytes} from '../go/bytes.js'

/** A text as package time shows it in its complaints: every byte that is not printable ASCII as `\x0a`. */
export function quoted(text: string): string {
  let out = ''
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte)
    if (byte >= 0x80 || char < ' ') out += `\\x${byte.toString(16).padStart(2, '0')}`
    else out += char === '"' || char === '\\' ? `\\${char}` : char
  }
  return `"${out}"`
}
