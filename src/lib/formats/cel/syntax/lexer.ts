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
const text =
  /([bB]?[rR]|[rR]?[bB])?("""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n\r]|\\[\s\S])*"|'(?:[^'\\\n\r]|\\[\s\S])*')/y
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

/** ANTLR reports the character with what it had tried to match: an open quote takes the rest, `|`, `&`, `=` one more. */
function unrecognised(source: string, pos: number): string {
  const char = source[pos]!
  if (char === '"' || char === "'" || char === '`') {
    const end = source.slice(pos).search(/[\n\r]/)
    return end < 0 ? source.slice(pos) : source.slice(pos, pos + end)
  }
  return '|&='.includes(char) && pos + 1 < source.length ? source.slice(pos, pos + 2) : char
}
