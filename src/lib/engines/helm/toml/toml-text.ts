import {quote} from '../../gotemplate/fmt/quote.js'
import {END, type TomlCursor, type TomlFault} from './toml-cursor.js'

const LINE_BREAK = /[\r\n]/
const HEX = /[0-9A-Fa-f]/
/** Digits that follow a letter, and how their number is told. */
const CODES: ReadonlyMap<string, readonly [digits: number, told: string]> = new Map([
  ['x', [2, 'two']],
  ['u', [4, 'four']],
  ['U', [8, 'eight']],
])
const ESCAPES: Readonly<Record<string, string>> = {b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b', '"': '"', '\\': '\\'}

/** A text in one line, after its first quote. @throws TomlFault */
export function lineText(cursor: TomlCursor, mark: string): string {
  cursor.start = cursor.at
  let escaped = false
  for (;;) {
    const char = cursor.take()
    if (char === mark) break
    if (char === END) throw cursor.fault(`unexpected EOF; expected ${mark === '"' ? `'"'` : `"'"`}`)
    if (LINE_BREAK.test(char)) throw cursor.faultBefore('strings cannot contain newlines')
    if (char !== '\\' || mark === "'") continue
    escaped = true
    takeEscape(cursor)
  }
  const text = cursor.taken().slice(0, -1)
  return escaped ? resolved(text, cursor) : text
}

/** A text of several lines, after its first three quotes. @throws TomlFault */
export function blockText(cursor: TomlCursor, mark: string): string {
  cursor.start = cursor.at
  const raw = mark === "'"
  for (;;) {
    const char = cursor.take()
    if (char === END) throw cursor.fault(`unexpected EOF; expected ${raw ? `"'''"` : `'"""'`}`)
    if (char === '\\' && !raw) {
      if (LINE_BREAK.test(cursor.take())) continue
      cursor.back()
      takeEscape(cursor)
    }
    if (char === mark && closes(cursor, mark)) break
  }
  const text = cursor
    .taken()
    .slice(0, -3)
    .replace(/^\r?\n/, '')
  return raw ? text : resolved(joinedLines(text), cursor)
}

/** Whether the quote that was taken is the first of the last three: two more may stand before them. */
function closes(cursor: TomlCursor, mark: string): boolean {
  if (!cursor.accept(mark)) return false
  if (!cursor.accept(mark)) {
    cursor.back()
    return false
  }
  if (cursor.peek() !== mark) return true
  const five = mark.repeat(5)
  const taken = cursor.taken()
  if (taken.endsWith(five) && !(mark === '"' && taken.endsWith(`\\${five}`))) {
    throw cursor.fault(`unexpected ${mark === '"' ? `'""""""'` : `"''''''"`}`)
  }
  cursor.back()
  cursor.back()
  return false
}

/** Takes what follows a backslash. */
function takeEscape(cursor: TomlCursor): void {
  const letter = cursor.take()
  if (/["\\ \tebtnfr]/.test(letter)) return
  const code = CODES.get(letter)
  if (code === undefined) throw cursor.faultOfLast(`invalid escape in string '\\${letter}'`)
  for (let digit = 0; digit < code[0]; digit++) {
    if (HEX.test(cursor.take())) continue
    throw cursor.fault(`expected ${code[1]} hexadecimal digits after '\\${letter}', but got ${quote(cursor.taken())} instead`)
  }
}

/** Without the line breaks that a backslash takes away, and the blanks after them. */
function joinedLines(text: string): string {
  return text.replaceAll(/\\(?:\\|[ \t\r\n]+)/g, (found) => (found.includes('\n') ? '' : found))
}

/** @throws TomlFault */
function resolved(text: string, cursor: TomlCursor): string {
  return text.replaceAll(/\\(?:x(..)|u(.{4})|U(.{8})|(.))/gs, (_, two, four, eight, letter) => {
    if (letter === undefined) return character(two ?? four ?? eight, cursor)
    if (letter === ' ' || letter === '\t') throw cursor.fault(`invalid escape: '\\${letter}'`)
    return ESCAPES[letter]!
  })
}

function character(digits: string, cursor: TomlCursor): string {
  const code = Number.parseInt(digits, 16)
  if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code)
  const fault: TomlFault = cursor.fault(`Escaped character '\\u${digits}' is not valid UTF-8.`)
  throw fault
}
