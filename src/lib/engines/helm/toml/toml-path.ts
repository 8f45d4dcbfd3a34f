import {END, type TomlCursor} from './toml-cursor.js'
import {runeQuote} from './toml-scalar.js'
import {lineText} from './toml-text.js'

/** The parts of a key, and the line of the first one. */
export interface TomlPath {
  readonly path: readonly string[]
  readonly line: number
}

const BARE_KEY = /[A-Za-z0-9_-]/

/** The name of a table after `[`, or of a list of tables after `[[`. @throws TomlFault */
export function headerPath(cursor: TomlCursor, list: boolean): TomlPath {
  const found = parts(cursor, headerPart, headerGoesOn)
  if (!list) return found
  const char = cursor.take()
  if (char === ']') return found
  throw cursor.fault(`expected end of table array name delimiter ']', but got ${runeQuote(char)} instead`)
}

/** A key up to its `=`. @throws TomlFault */
export function keyPath(cursor: TomlCursor): TomlPath {
  cursor.skipBlanks()
  const char = cursor.peek()
  if (char === '=' || char === END) throw cursor.fault("unexpected '=': key name appears blank")
  if (char === '.') throw cursor.fault("unexpected '.': keys cannot start with a '.'")
  return parts(cursor, keyPart, keyGoesOn)
}

function parts(cursor: TomlCursor, part: (cursor: TomlCursor) => string, goesOn: (cursor: TomlCursor) => boolean): TomlPath {
  const path = [part(cursor)]
  const {line} = cursor
  while (goesOn(cursor)) path.push(part(cursor))
  return {path, line}
}

function headerPart(cursor: TomlCursor): string {
  cursor.skipBlanks()
  const char = cursor.peek()
  if (char === ']' || char === END) throw cursor.fault('unexpected end of table name (table names cannot be empty)')
  if (char === '.') throw cursor.fault('unexpected table separator (table names cannot be empty)')
  return name(cursor)
}

function headerGoesOn(cursor: TomlCursor): boolean {
  cursor.skipBlanks()
  const char = cursor.take()
  if (char === '.' || char === ']') return char === '.'
  throw cursor.fault(`expected '.' or ']' to end table name, but got ${runeQuote(char)} instead`)
}

function keyPart(cursor: TomlCursor): string {
  cursor.skipBlanks()
  const char = cursor.peek()
  if (char === '=' || char === END) throw cursor.fault("unexpected '='")
  if (char === '.') throw cursor.fault("unexpected '.'")
  return name(cursor)
}

function keyGoesOn(cursor: TomlCursor): boolean {
  cursor.skipBlanks()
  const char = cursor.take()
  if (char === '.' || char === '=') return char === '.'
  if (char === END) throw cursor.fault("unexpected EOF; expected key separator '='")
  const message = `expected '.' or '=', but got ${runeQuote(char)} instead`
  throw char === '\n' ? cursor.faultBefore(message) : cursor.fault(message)
}

/** A part of a key, which is empty when something else stands there. */
function name(cursor: TomlCursor): string {
  const mark = cursor.peek()
  if (mark === '"' || mark === "'") {
    cursor.take()
    return lineText(cursor, mark)
  }
  cursor.start = cursor.at
  cursor.takeAll(BARE_KEY)
  return cursor.taken()
}
