const BLANKS = /[ \t\r\n]*/y
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?/y

/**
 * Where the JSON value at the start of a text ends, as Go's decoder finds it: what follows is not looked at. A value that is
 * broken ends anywhere.
 */
export function endOfJson(text: string): number {
  BLANKS.lastIndex = 0
  const start = BLANKS.exec(text)![0].length
  const first = text[start]
  if (first === '"') return endOfText(text, start)
  if (first === '{' || first === '[') return endOfBrackets(text, start)
  SCALAR.lastIndex = start
  return start + (SCALAR.exec(text)?.[0].length ?? 1)
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const char = text[at]!
    if (char === '"') {
      at = endOfText(text, at)
      continue
    }
    at++
    if (char === '{' || char === '[') depth++
    else if ((char === '}' || char === ']') && --depth === 0) return at
  }
  return text.length
}
