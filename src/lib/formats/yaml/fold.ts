/** Where a scalar is written: the column it starts at, the indent of its further lines, the column to fold after. */
export interface Place {
  readonly column: number
  readonly indent: number
  readonly width: number
}

const BREAKS = /[\n\r\u0085\u2028\u2029]/

/** Plain text, folded at single spaces past the width. */
export function foldPlain(text: string, place: Place): string {
  if (place.column + text.length <= place.width || !text.includes(' ')) return text
  const pad = `\n${' '.repeat(place.indent)}`
  let out = ''
  let column = place.column
  let spaces = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char !== ' ') {
      out += char
      column++
      spaces = false
      continue
    }
    if (!spaces && column > place.width && text[i + 1] !== ' ') {
      out += pad
      column = place.indent
    } else {
      out += char
      column++
    }
    spaces = true
  }
  return out
}

/** Text in single quotes; a line break other than `\n` stays what it is. */
export function foldSingle(text: string, place: Place): string {
  if (place.column + text.length < place.width && !BREAKS.test(text)) return `'${text.replaceAll("'", "''")}'`
  const indent = ' '.repeat(place.indent)
  let out = "'"
  let column = place.column + 1
  let spaces = false
  let breaks = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === ' ') {
      const fold = !spaces && column > place.width && i > 0 && i < text.length - 1 && text[i + 1] !== ' '
      out += fold ? `\n${indent}` : char
      column = fold ? place.indent : column + 1
      spaces = true
      continue
    }
    const isBreak = BREAKS.test(char)
    if (!isBreak && breaks) {
      out += indent
      column = place.indent
    }
    const written = char === "'" ? "''" : char
    out += written
    column = isBreak ? 0 : column + written.length
    spaces = isBreak && spaces
    breaks = isBreak
  }
  return `${out}'`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
}
const ESCAPED = /[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|["\\\u2028\u2029]/u

function escaped(char: string): string {
  const short = ESCAPES[char]
  if (short !== undefined) return `\\${short}`
  const code = char.codePointAt(0)!
  const hex = (width: number) => code.toString(16).toUpperCase().padStart(width, '0')
  if (code <= 0xff) return `\\x${hex(2)}`
  return code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`
}

/** Text in double quotes, folded at spaces past the width. */
export function foldDouble(text: string, place: Place): string {
  const pad = `\n${' '.repeat(place.indent)}`
  let out = '"'
  let column = place.column + 1
  let spaces = false
  let i = 0
  // go-yaml looks for the mark at the start of the text whatever character it is at
  const marked = text.startsWith('\ufeff')
  for (const char of text) {
    if (marked || ESCAPED.test(char)) {
      const sequence = escaped(char)
      out += sequence
      column += sequence.length
      spaces = false
    } else if (char === ' ' && !spaces && column > place.width && i > 0 && i < text.length - 1) {
      out += pad + (text[i + 1] === ' ' ? '\\' : '')
      column = place.indent + (text[i + 1] === ' ' ? 1 : 0)
      spaces = true
    } else {
      out += char
      column++
      spaces = char === ' '
    }
    i += char.length
  }
  return `${out}"`
}

const LINE = /[^\n\r\u0085\u2028\u2029]+/g
/** characters that are written at once */
const PIECE = 1 << 20

/** A literal block: header and indented lines, ending with the text's own last line break if it has one. */
export function literalLines(text: string, place: Place): string {
  const hint = /^[ \n\r\u0085\u2028\u2029]/.test(text) ? '2' : ''
  const pad = ' '.repeat(place.indent)
  const head = `|${hint}${chomp(text)}\n`
  if (text.length <= PIECE) return head + indented(text, pad)
  // V8 dies of an expression that matches tens of millions of times
  const pieces: string[] = [head]
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from + PIECE) + 1 || text.length
    pieces.push(indented(text.slice(from, end), pad))
    from = end
  }
  return pieces.join('')
}

function indented(text: string, pad: string): string {
  return text.replaceAll(LINE, `${pad}$&`)
}

function chomp(text: string): string {
  if (!BREAKS.test(text[text.length - 1]!)) return '-'
  return text.length === 1 || BREAKS.test(text[text.length - 2]!) ? '+' : ''
}
