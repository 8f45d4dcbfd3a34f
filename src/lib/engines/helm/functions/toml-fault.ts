import {goQuote} from '../../../errors/go-quote.js'

interface Place {
  /** what the reader complains about */
  readonly message: string
  /** from 1 */
  readonly line: number
  /** from 1, in code units */
  readonly column: number
}

/** A statement with a bare key, which is what people write. */
const STATEMENT = /^[ \t]*([A-Za-z0-9_.-]+)[ \t]*=[ \t]*(.*)$/
const HEADER = /^[ \t]*\[\[?[ \t]*([A-Za-z0-9_.-]+)[ \t]*\]/

type Words = (line: string, place: Place, rest: string) => string | undefined

/** By what our reader says: what Helm's says of the same, undefined for what is told in our words. */
const WORDS: readonly (readonly [said: RegExp, words: Words])[] = [
  [/: invalid value/, (line, _place, rest) => afterKey(line, (value) => `${expectedValue(value, rest)}`)],
  [/: unfinished string/, (line) => afterKey(line, (value) => `unexpected EOF; expected ${quoteOf(value)}`)],
  [
    /: invalid date/,
    (line) => afterKey(line, (value) => /^[-0-9:.TZtz+ ]+$/.test(value) && `invalid datetime: ${goQuote(value)}`),
  ],
  [
    /: illegal leading zero/,
    (line) => afterKey(line, (value) => `Invalid integer ${goQuote(value)}: cannot have leading zeroes`),
  ],
  [/: control characters are not allowed in strings/, (line) => afterKey(line, lineInString)],
  [/: incomplete key-value/, (line, _place, rest) => separatorMissing(line, rest)],
  [/: unexpected end of key/, (line) => keyMissing(line)],
  [/: expected comma or end of structure/, (line, {column}, rest) => itemEnd(line, line[column - 1], rest)],
  [/: illegal character in key/, (line) => wrongInKey(line)],
  [
    /: each key-value declaration must be followed/,
    (line, {column}) =>
      line[column - 1] &&
      `: expected a top-level item to end with a newline, comment, or EOF, but got '${line[column - 1]}' instead`,
  ],
]

/** What Helm's TOML reader says of a text that ours refuses: in its words where the place tells what is wrong. */
export function tomlFault(text: string, place: Place): string {
  const lines = text.split('\n')
  const line = lines[place.line - 1] ?? ''
  const rest = lines.slice(place.line).join('\n')
  const words = /: trying to redefine/.test(place.message)
    ? definedAlready(lines.slice(0, place.line))
    : WORDS.find(([said]) => said.test(place.message))?.[1](line, place, lines.length > place.line ? `\n${rest}` : '')
  return `toml: line ${place.line}${words ?? `: ${place.message.split('\n')[0]}`}`
}

function afterKey(line: string, words: (value: string) => string | false | undefined): string | undefined {
  const [, key, value] = STATEMENT.exec(line) ?? []
  const said = key === undefined ? undefined : words(value!)
  return said ? ` (last key ${goQuote(key!)}): ${said}` : undefined
}

function expectedValue(value: string, rest: string): string {
  if (value === '') return rest === '' ? 'unexpected EOF; expected value' : "expected value but found '\\n' instead"
  const word = /^[A-Za-z]+/.exec(value)?.[0]
  return `expected value but found ${word === undefined ? `'${[...value][0]}'` : goQuote(word)} instead`
}

function quoteOf(value: string): string {
  if (value.startsWith("'")) return value.startsWith("'''") ? `"'''"` : `"'"`
  return value.startsWith('"""') ? `'"""'` : `'"'`
}

/** The string goes on to the end of its line. */
function lineInString(value: string): string | undefined {
  return /^(?:"(?!"")[^"]*|'(?!'')[^']*)$/.test(value) ? 'strings cannot contain newlines' : undefined
}

function separatorMissing(line: string, rest: string): string | undefined {
  return rest === '' && /^[ \t]*(?:[A-Za-z0-9_-]+|"[^"\\]*")$/.test(line)
    ? ": unexpected EOF; expected key separator '='"
    : undefined
}

function wrongInKey(line: string): string | undefined {
  const [, found] = /^[ \t]*[A-Za-z0-9_-]*[ \t]*([^A-Za-z0-9_.=" \t'-]|(?<=[ \t])[A-Za-z0-9_-])/.exec(line) ?? []
  return found === undefined || /^[ \t]*\[/.test(line) ? undefined : `: expected '.' or '=', but got '${found}' instead`
}

function keyMissing(line: string): string | undefined {
  if (/^[ \t]*\[/.test(line)) return ': unexpected end of table name (table names cannot be empty)'
  if (/^[ \t]*=/.test(line)) return ": unexpected '=': key name appears blank"
  return /^[ \t]*[A-Za-z0-9_.-]+\.[ \t]*=/.test(line) ? ": unexpected '='" : undefined
}

/** Of a list that begins in this line and has no others in it. */
function itemEnd(line: string, found: string | undefined, rest: string): string | undefined {
  if (found === undefined && rest !== '') return undefined
  const got = found === undefined ? 'end of file' : `'${found}'`
  return afterKey(line, (value) => /^\[[^[{]*$/.test(value) && `expected a comma (',') or array terminator (']'), but got ${got}`)
}

/** What Helm says of an integer beyond 64 bits. */
export function tomlOverflow(text: string, key: string, value: bigint): string {
  const at = text.split('\n').findIndex((line) => line.includes(String(value)))
  return `toml: line ${Math.max(at, 0) + 1} (last key ${goQuote(key)}): ${value} is out of range for int64`
}

/** The last of the lines defines what is there. */
function definedAlready(lines: readonly string[]): string | undefined {
  const last = lines.at(-1)!
  const table = HEADER.exec(last)?.[1]
  if (table !== undefined) return `: Key '${table}' has already been defined.`
  const key = STATEMENT.exec(last)?.[1]
  if (key === undefined) return undefined
  const header = lines.map((line) => HEADER.exec(line)?.[1]).findLast((name) => name !== undefined)
  const path = header === undefined ? key : `${header}.${key}`
  return ` (last key ${goQuote(path)}): Key '${path}' has already been defined.`
}
