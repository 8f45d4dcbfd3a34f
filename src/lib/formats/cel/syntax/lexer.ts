import type {CelIssue} from '../errors.js'

export type TokenKind = 'ident' | 'escaped' | 'int' | 'uint' | 'float' | 'string' | 'bytes' | 'op' | 'eof'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly pos: number
}

const operators = [
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '.',
  ',',
  '-',
  '!',
  '?',
  ':',
  '+',
  '*',
  '/',
  '%',
  '<',
  '>',
]
const space = /[ \t\n\r\f]+|\/\/[^\n]*/y
const ident = /[A-Za-z_][A-Za-z0-9_]*/y
const float = /(\d+\.\d+([eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+([eE][+-]?\d+)?)/y
const int = /(0x[0-9a-fA-F]+|\d+)([uU]?)/y
const escaped = /`[A-Za-z0-9_.\-/ ]+`/y
/** An escape, as the grammar has it. */
const ESCAPE = String.raw`\\(?:[abfnrtv"'?\\\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`
const quotedBy = (quote: string): string => `${quote}(?:[^${quote}\\\\\n\r]|${ESCAPE})*${quote}`
const text = new RegExp(
  `[bB]?(?:"""(?:[^\\\\]|${ESCAPE})*?"""|'''(?:[^\\\\]|${ESCAPE})*?'''|${quotedBy('"')}|${quotedBy("'")})`,
  'y',
)
const rawText = /([bB]?[rR]|[rR][bB])("""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')/y

/** Splits an expression into tokens; what is no token is an issue, as ANTLR's lexer reports it, and skipped. */
export function tokenize(source: string): {tokens: Token[]; issues: CelIssue[]} {
  const tokens: Token[] = []
  const issues: CelIssue[] = []
  let pos = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = pos
    return pattern.exec(source)?.[0]
  }
  while (pos < source.length) {
    const blank = match(space)
    if (blank !== undefined) {
      pos += blank.length
      continue
    }
    const token = next(source, pos, match)
    if (token === undefined) {
      const bad = unrecognised(source, pos)
      issues.push({pos, text: `Syntax error: token recognition error at: '${bad}'`})
      pos += bad.length
      continue
    }
    tokens.push(token)
    pos += token.text.length
  }
  tokens.push({kind: 'eof', text: '<EOF>', pos: source.length})
  return {tokens, issues}
}

function next(source: string, pos: number, match: (pattern: RegExp) => string | undefined): Token | undefined {
  const literal = match(rawText) ?? match(text)
  if (literal !== undefined) return {kind: /^[rR]?[bB]/.test(literal) ? 'bytes' : 'string', text: literal, pos}
  const name = match(ident)
  if (name !== undefined) return {kind: 'ident', text: name, pos}
  const real = match(float)
  if (real !== undefined) return {kind: 'float', text: real, pos}
  const whole = match(int)
  if (whole !== undefined) return {kind: /[uU]$/.test(whole) ? 'uint' : 'int', text: whole, pos}
  const quoted = match(escaped)
  if (quoted !== undefined) return {kind: 'escaped', text: quoted, pos}
  const operator = operators.find((candidate) => source.startsWith(candidate, pos))
  return operator === undefined ? undefined : {kind: 'op', text: operator, pos}
}

/** What follows a backslash, as far as it may: the rest of an escape that ends too early is not to be read. */
const ESCAPES: readonly RegExp[] = [/^[xX][0-9a-fA-F]{0,2}/, /^u[0-9a-fA-F]{0,4}/, /^U[0-9a-fA-F]{0,8}/, /^[0-3][0-7]{0,2}/]
const SHORT = /^[abfnrtv"'?\\`]/
const LONG: Readonly<Record<string, number>> = {x: 3, X: 3, u: 5, U: 9}

/** ANTLR reports the characters that it had tried to match, with the one that did not fit: an open quote takes a lot, `|`, `&`, `=` one more. */
function unrecognised(source: string, pos: number): string {
  const char = String.fromCodePoint(source.codePointAt(pos)!)
  if (char === '"' || char === "'") return openText(source, pos, char)
  if (char === '`') {
    const end = source.slice(pos + 1).search(/[^A-Za-z0-9_.\-/ ]/)
    return end < 0 ? source.slice(pos) : source.slice(pos, pos + end + 2)
  }
  return '|&='.includes(char) && pos + 1 < source.length ? source.slice(pos, pos + 2) : char
}

function openText(source: string, pos: number, quote: string): string {
  let at = pos + 1
  while (at < source.length && source[at] !== quote) {
    const char = source[at]!
    if (char === '\n' || char === '\r') return source.slice(pos, at + 1)
    if (char !== '\\') {
      at++
      continue
    }
    const rest = source.slice(at + 1)
    const read = ESCAPES.map((pattern) => pattern.exec(rest)?.[0]).find((found) => found !== undefined)
    const length = read === undefined ? (SHORT.test(rest) ? 1 : 0) : read.length
    const whole = read === undefined ? 1 : (LONG[read[0]!] ?? 3)
    if (length < whole) return source.slice(pos, at + 2 + length)
    at += 1 + length
  }
  return source.slice(pos, at + 1)
}
