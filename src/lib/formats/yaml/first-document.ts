/** A piece of flow style: a quoted text, a comment, or a bracket. */
const PIECE = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*'|(?<=[\s])#[^\n]*|[[\]{}]/g

/**
 * A YAML text without what follows its first document: after the last bracket when that is in flow style, else before the next
 * line with `---` or `...`. For readers that stop there; the text itself when nothing follows.
 */
export function firstDocument(text: string): string {
  const begins = /^(?:\s*(?:#[^\n]*)?\n)*(?:---\s+)?\s*/.exec(text)![0].length
  const end = '{['.includes(text[begins] ?? ' ') ? flowEnd(text, begins) : blockEnd(text, begins)
  return end === undefined ? text : text.slice(0, end)
}

function flowEnd(text: string, from: number): number | undefined {
  let depth = 0
  PIECE.lastIndex = from
  for (let piece = PIECE.exec(text); piece; piece = PIECE.exec(text)) {
    const [found] = piece
    if (found === '{' || found === '[') depth++
    else if (found === '}' || found === ']') depth--
    if (depth === 0) return PIECE.lastIndex
  }
  return undefined
}

function blockEnd(text: string, from: number): number | undefined {
  const end = /^(?:---|\.\.\.)(?=\s|$)/m.exec(text.slice(from))
  return end ? from + end.index : undefined
}
