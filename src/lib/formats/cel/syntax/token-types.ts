import type {Token} from './lexer.js'

/** Types of tokens in the order in which the grammar declares them, which is that of messages. */
const ORDER = [
  ...['==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-', '!', '?', ':'],
  ...['+', '*', '/', '%', 'true', 'false', 'null'],
  ...['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER'],
]
const RANK: ReadonlyMap<string, number> = new Map(ORDER.map((type, at) => [type, at]))
const WORDS = new Set(['in', 'true', 'false', 'null'])
const KINDS = {
  int: 'NUM_INT',
  uint: 'NUM_UINT',
  float: 'NUM_FLOAT',
  string: 'STRING',
  bytes: 'BYTES',
  escaped: 'ESC_IDENTIFIER',
  eof: 'EOF',
} as const

/** Type of a token: its own text, or the name of its kind. */
export function typeOf({kind, text}: Token): string {
  if (kind === 'op') return text
  if (kind === 'ident') return WORDS.has(text) ? text : 'IDENTIFIER'
  return KINDS[kind]
}

/** A type as messages name it. */
export function display(type: string): string {
  if (type === 'EOF') return '<EOF>'
  return /^[A-Z]/.test(type) ? type : `'${type}'`
}

/** A token as messages show it. */
export function shown({text}: Pick<Token, 'text'>): string {
  return `'${text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`
}

const NUMBERS = new Set(['NUM_FLOAT', 'NUM_INT'])
const PRIMARY = new Set([
  '[',
  '{',
  '(',
  '.',
  '-',
  'true',
  'false',
  'null',
  ...NUMBERS,
  'NUM_UINT',
  'STRING',
  'BYTES',
  'IDENTIFIER',
])
const EXPRESSION = new Set([...PRIMARY, '!'])

/** Sets of types that the grammar knows. */
export const TokenSets = {
  numbers: NUMBERS,
  /** what a member or primary begins with */
  primary: PRIMARY,
  expression: EXPRESSION,
  item: new Set([...EXPRESSION, '?']),
  names: new Set(['IDENTIFIER', 'ESC_IDENTIFIER']),
  relations: new Set(['<', '<=', '>=', '>', '==', '!=', 'in']),
  products: new Set(['*', '/', '%']),
  sums: new Set(['+', '-']),
  /** As ANTLR writes a set. */
  text(types: ReadonlySet<string>): string {
    const sorted = [...types].sort((a, b) => (RANK.get(a) ?? -1) - (RANK.get(b) ?? -1)).map(display)
    return sorted.length === 1 ? sorted[0]! : `{${sorted.join(', ')}}`
  },
} as const
