/** Kinds of tokens; those from `block` on are keywords. */
export type TokenType =
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'string'
  | 'text'
  | 'variable'
  | Keyword

export type Keyword =
  | 'block'
  | 'break'
  | 'continue'
  | 'dot'
  | 'define'
  | 'else'
  | 'end'
  | 'if'
  | 'nil'
  | 'range'
  | 'template'
  | 'with'

export interface Token {
  readonly type: TokenType
  /** where it starts, in UTF-16 units */
  readonly pos: number
  readonly value: string
  /** blanks stand before it, inside of an action */
  readonly spaced: boolean
}

export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['.', 'dot'],
  ['block', 'block'],
  ['break', 'break'],
  ['continue', 'continue'],
  ['define', 'define'],
  ['else', 'else'],
  ['end', 'end'],
  ['if', 'if'],
  ['nil', 'nil'],
  ['range', 'range'],
  ['template', 'template'],
  ['with', 'with'],
])
const KEYWORD_TYPES: ReadonlySet<TokenType> = new Set(KEYWORDS.values())

export function isKeyword(type: TokenType): boolean {
  return KEYWORD_TYPES.has(type)
}
