/** What a selector's text is made of. `word` covers keys, values and, where the grammar wants one, `in` and `notin`. */
export interface LabelToken {
  readonly kind: 'word' | 'symbol' | 'end' | 'error'
  readonly text: string
}

const SPECIAL = new Set(['=', '!', '(', ')', ',', '>', '<'])
const SYMBOLS = new Set([')', ',', '!', '==', '=', '!=', '(', '>', '<'])
const SPACE = new Set([' ', '\t', '\r', '\n'])

/** Splits a label selector; symbols are read greedily as apimachinery does. */
export function labelTokens(text: string): readonly LabelToken[] {
  const tokens: LabelToken[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at]!
    if (SPACE.has(char)) at++
    else {
      const token = SPECIAL.has(char) ? symbol(text, at) : word(text, at)
      tokens.push(token.token)
      at = token.next
    }
  }
  tokens.push({kind: 'end', text: ''})
  return tokens
}

function word(text: string, from: number): {token: LabelToken; next: number} {
  let at = from
  while (at < text.length && !SPECIAL.has(text[at]!) && !SPACE.has(text[at]!)) at++
  return {token: {kind: 'word', text: text.slice(from, at)}, next: at}
}

function symbol(text: string, from: number): {token: LabelToken; next: number} {
  let best = 0
  let length = 1
  while (from + length <= text.length && SPECIAL.has(text[from + length - 1]!)) {
    if (SYMBOLS.has(text.slice(from, from + length))) best = length
    else if (best > 0) break
    length++
  }
  return {token: {kind: 'symbol', text: text.slice(from, from + best)}, next: from + best}
}
