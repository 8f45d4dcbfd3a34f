import {sprint} from '../fmt/printf.js'
import {isPrint} from '../fmt/rune.js'
import {isStray, toBytes} from '../go/bytes.js'
import {Boxed, type GoValue} from '../go/value.js'

const HTML: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
}
const SCRIPT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}

/** The operands as one text: what is no value at all prints as such, a pointer as what it leads to. */
function joined(values: readonly GoValue[]): string {
  return sprint(values.map((value) => (value == null ? '<no value>' : pointedAt(value))))
}

function pointedAt(value: GoValue): GoValue {
  return value instanceof Boxed && value.type.kind === 'ptr' && !value.type.text && value.value !== null ? value.value : value
}

export function html(...values: GoValue[]): string {
  return joined(values).replaceAll(/["'&<>\0]/g, (char) => HTML[char]!)
}

export function js(...values: GoValue[]): string {
  return joined(values).replaceAll(/[\\'"<>&=]|[^ -~]/gu, (char) => {
    const known = SCRIPT[char]
    if (known !== undefined) return known
    if (char < ' ') return `\\u00${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    // a byte that is no UTF-8 stays as it is
    if (char === '\x7f' || isStray(char)) return char
    return isPrint(char) ? char : `\\u${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
  })
}

export function urlquery(...values: GoValue[]): string {
  return queryEscape(joined(values))
}

/** url.QueryEscape. */
export function queryEscape(text: string): string {
  let out = ''
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte)
    if (/[A-Za-z0-9\-_.~]/.test(char)) out += char
    else out += char === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}
