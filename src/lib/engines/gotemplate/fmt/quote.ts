import {goQuote} from '../../../errors/go-quote.js'
import {isStray, strayByte} from '../go/bytes.js'

/** strconv.Quote, which shows bytes that are no UTF-8 as `\x80`. */
export function quote(text: string): string {
  return goQuote(text)
}

/** strconv.QuoteToASCII. */
export function quoteAscii(text: string): string {
  let out = ''
  for (const char of text) {
    if (isStray(char)) out += `\\x${strayByte(char).toString(16)}`
    else out += char > '\x7f' ? escaped(char.codePointAt(0)!) : goQuote(char).slice(1, -1)
  }
  return `"${out}"`
}

/** strconv.QuoteRune, or QuoteRuneToASCII. */
export function quoteRune(code: number, ascii: boolean): string {
  const char = String.fromCodePoint(code)
  if (char === "'") return "'\\''"
  if (char === '"') return `'"'`
  const body = ascii && char > '\x7f' ? escaped(code) : goQuote(char).slice(1, -1)
  return `'${body}'`
}

/** strconv.CanBackquote. */
export function canBackquote(text: string): boolean {
  for (const char of text) {
    if (char === '\ufeff' || char === '`' || char === '\x7f' || isStray(char) || (char < ' ' && char !== '\t')) return false
  }
  return true
}

function escaped(code: number): string {
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
