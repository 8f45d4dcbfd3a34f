import {quote} from '../../../gotemplate/fmt/quote.js'
import {END, type TomlSource} from './toml-source.js'

/** Digits that follow a letter, and how their number is told. */
const CODES: ReadonlyMap<string, readonly [digits: number, told: string]> = new Map([
  ['x', [2, 'two']],
  ['u', [4, 'four']],
  ['U', [8, 'eight']],
])
const HEX = /[0-9A-Fa-f]/
const ESCAPES: Readonly<Record<string, string>> = {b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b', '"': '"', '\\': '\\'}

/** Goes over what follows a backslash in a text that began at `start`. @throws TomlFault */
export function afterBackslash(source: TomlSource, start: number): void {
  const letter = source.look()
  if (/["\\ \tebtnfr]/.test(letter)) {
    source.skip(letter)
    return
  }
  const code = CODES.get(letter)
  if (code === undefined) {
    const line = letter === END ? source.line() - 1 : source.lineBehind()
    throw source.fault(`invalid escape in string '\\${letter}'`, line)
  }
  source.skip(letter)
  for (let digit = 0; digit < code[0]; digit++) {
    const char = source.look()
    const line = source.lineBehind()
    if (char !== END) source.skip(char)
    if (HEX.test(char)) continue
    const taken = quote(source.text.slice(start, source.at))
    throw source.fault(`expected ${code[1]} hexadecimal digits after '\\${letter}', but got ${taken} instead`, line)
  }
}

/** A text with the characters that its backslashes mean. @throws TomlFault */
export function resolved(text: string, source: TomlSource): string {
  return text.replaceAll(/\\(?:x(..)|u(.{4})|U(.{8})|(.))/gs, (_, two, four, eight, letter) => {
    if (letter === undefined) return character(two ?? four ?? eight, source)
    if (letter === ' ' || letter === '\t') throw source.fault(`invalid escape: '\\${letter}'`)
    return ESCAPES[letter]!
  })
}

function character(digits: string, source: TomlSource): string {
  const code = Number.parseInt(digits, 16)
  if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code)
  throw source.fault(`Escaped character '\\u${digits}' is not valid UTF-8.`)
}
