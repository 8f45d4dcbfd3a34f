import type {Cursor} from './cursor.js'
import {YamlFault} from './fault.js'
import {T, Token} from './token.js'

export function scannerFault(cursor: Cursor, startLine: number, problem: string): YamlFault {
  return new YamlFault(problem, true, startLine, cursor.line)
}

export function scalarToken(cursor: Cursor, startLine: number, startColumn: number, value: string, style: number): Token {
  const token = new Token(T.scalar, startLine, startColumn, cursor.line, value)
  token.style = style
  return token
}

/** How line breaks inside flow scalars fold: one is a space, n are n - 1. */
export function folded(first: string, rest: string): string {
  if (first !== '\n') return first + rest
  return rest === '' ? ' ' : rest
}
