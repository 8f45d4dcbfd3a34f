import {LimitExceeded} from '../../../errors/flux-error.js'

/** As deep as everything that works on a patch can go down; YAML ends at 1,000 levels by itself. */
const MAX_DEPTH = 2000

/** @throws LimitExceeded when lists and maps of a JSON text stand deeper in each other than the stack reaches */
export function demandShallow(text: string): void {
  if (text.length <= MAX_DEPTH) return
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '[':
      case '{':
        if (++depth > MAX_DEPTH) throw new LimitExceeded(`the JSON patch nests deeper than ${MAX_DEPTH} levels`)
        break
      case ']':
      case '}':
        depth--
        break
      case '"':
        i = endOfString(text, i + 1)
    }
  }
}

function endOfString(text: string, start: number): number {
  let i = start
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i
}
