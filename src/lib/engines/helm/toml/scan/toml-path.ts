import {quoteRune} from '../../../gotemplate/fmt/quote.js'
import type {TomlPath} from '../toml-tree.js'
import {END, type TomlSource} from './toml-source.js'
import {lineText} from './toml-string.js'

const BARE = /[A-Za-z0-9_-]*/y

/** What ends a key, and what is said when it does not. */
interface Ending {
  readonly mark: string
  /** of a part that is not there */
  readonly missing: string
  /** of a dot where a part should be */
  readonly dot: string
  /** of a text that ends after a part, when that has words of its own */
  readonly end?: string
  /** of other characters after a part */
  readonly other: (shown: string) => string
}

const HEADER: Ending = {
  mark: ']',
  missing: 'unexpected end of table name (table names cannot be empty)',
  dot: 'unexpected table separator (table names cannot be empty)',
  other: (shown) => `expected '.' or ']' to end table name, but got ${shown} instead`,
}
const PAIR: Ending = {
  mark: '=',
  missing: "unexpected '='",
  dot: "unexpected '.'",
  end: "unexpected EOF; expected key separator '='",
  other: (shown) => `expected '.' or '=', but got ${shown} instead`,
}

/** The name in `[name]`, after its first bracket and with its last. @throws TomlFault */
export function headerPath(source: TomlSource): TomlPath {
  return dotted(source, HEADER, (source) => source.lineBehind())
}

/** A key and its `=`. @throws TomlFault */
export function pairPath(source: TomlSource): TomlPath {
  const next = source.afterBlanks()
  if (next === '=' || next === END) throw source.fault("unexpected '=': key name appears blank")
  if (next === '.') throw source.fault("unexpected '.': keys cannot start with a '.'")
  return dotted(source, PAIR, (source) => (source.look() === END ? source.lineBehind() : source.line()))
}

function dotted(source: TomlSource, ending: Ending, lineOfFault: (source: TomlSource) => number): TomlPath {
  const path: string[] = []
  let line = 0
  for (;;) {
    const first = source.afterBlanks()
    if (first === ending.mark || first === END) throw source.fault(ending.missing)
    if (first === '.') throw source.fault(ending.dot)
    path.push(part(source, first))
    if (path.length === 1) line = source.line()
    const next = source.afterBlanks()
    if (source.skip(ending.mark)) return {path, line}
    if (source.skip('.')) continue
    const message = next === END ? ending.end : undefined
    throw source.fault(message ?? ending.other(shownRune(next)), lineOfFault(source))
  }
}

/** A part of a key, which is empty when something else stands there. */
function part(source: TomlSource, first: string): string {
  if (first === '"' || first === "'") {
    source.skip(first)
    return lineText(source, first)
  }
  const name = source.run(BARE)
  source.look()
  return name
}

/** A character as Go's `%q` shows it. */
export function shownRune(char: string): string {
  return quoteRune(char.codePointAt(0)!, false)
}
