import type {Token} from './lexer.js'

/** What ANTLR expects where an expression begins. */
export const START =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"

/** The same before a token: the arguments of a call may also be none. */
export function expectedAt(tokens: readonly Token[], at: number): string {
  const empty = tokens[at - 1]?.text === '(' && tokens[at - 2]?.kind === 'ident'
  return empty ? START.replace("'(', ", "'(', ')', ") : START
}

/** Whether a token may begin an expression. */
export function startsExpression(token: Token): boolean {
  return token.kind !== 'eof' && (token.kind !== 'op' || ['[', '{', '(', '.', '-', '!'].includes(token.text))
}
