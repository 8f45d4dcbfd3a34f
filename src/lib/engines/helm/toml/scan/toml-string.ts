import {afterBackslash, resolved} from './toml-escape.js'
import {END, REFUSED, type TomlSource} from './toml-source.js'

const CALM: Readonly<Record<string, {readonly line: RegExp; readonly block: RegExp; readonly marks: RegExp}>> = {
  '"': {
    line: new RegExp(`[^"\\\\\\r\\n${REFUSED}]*`, 'uy'),
    block: new RegExp(`[^"\\\\\\r${REFUSED}]*`, 'uy'),
    marks: /"+/y,
  },
  "'": {
    line: new RegExp(`[^'\\r\\n${REFUSED}]*`, 'uy'),
    block: new RegExp(`[^'\\r${REFUSED}]*`, 'uy'),
    marks: /'+/y,
  },
}
/** A text of either form, before its first quote. @throws TomlFault */
export function quotedText(source: TomlSource, mark: string): string {
  if (source.skip(mark.repeat(3))) return blockText(source, mark)
  source.skip(mark)
  const text = lineText(source, mark)
  // two quotes could have been the beginning of three
  if (text === '' && source.text.startsWith(mark.repeat(2), source.at - 2)) source.look()
  return text
}

/** A text in one line, after its first quote. @throws TomlFault */
export function lineText(source: TomlSource, mark: string): string {
  const start = source.at
  for (;;) {
    source.run(CALM[mark]!.line)
    const next = source.look()
    if (source.skip(mark)) break
    if (next === END) throw source.fault(`unexpected EOF; expected ${mark === '"' ? `'"'` : `"'"`}`, source.lineBehind())
    // a return is told of the line before its own
    if (next !== '\\') throw source.fault('strings cannot contain newlines', source.line() - (next === '\r' ? 1 : 0))
    source.skip('\\')
    afterBackslash(source, start)
  }
  const text = source.text.slice(start, source.at - 1)
  return mark === '"' ? resolved(text, source) : text
}

/** A text of several lines, after its first three quotes. @throws TomlFault */
function blockText(source: TomlSource, mark: string): string {
  const start = source.at
  for (;;) {
    source.run(CALM[mark]!.block)
    const next = source.look()
    if (next === END) {
      throw source.fault(`unexpected EOF; expected ${mark === '"' ? `'"""'` : `"'''"`}`, source.lineBehind())
    }
    if (source.skip('\r\n')) continue
    if (source.skip('\\')) {
      const behind = source.look()
      if (behind === '\n' || behind === '\r') source.at++
      else afterBackslash(source, start)
    } else if (closes(source, mark)) break
  }
  const text = source.text.slice(start, source.at - 3).replace(/^\r?\n/, '')
  return mark === '"' ? resolved(text.replaceAll(/\\(?:\\|[ \t\r\n]+)/g, joined), source) : text
}

/** Takes quotes in a row: three end the text, two more may stand before them, and a third one after an escaped backslash. */
function closes(source: TomlSource, mark: string): boolean {
  const after = mark === '"' && source.text[source.at - 1] === '\\' ? 6 : 5
  const begin = source.at
  const count = source.run(CALM[mark]!.marks).length
  if (count > after) {
    source.at = begin + after
    throw source.fault(`unexpected ${mark === '"' ? `'""""""'` : `"''''''"`}`)
  }
  source.look()
  return count >= 3
}

/** A backslash at the end of a line takes the break away, and the blanks after it. */
function joined(found: string): string {
  return found.includes('\n') ? '' : found
}
