/** A piece of a pattern: an escape, a quoted stretch, a class, or the start of a named group. */
const PIECE = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?P?<(\w+)>/g

/** What follows the name of a group that has had a namesake before. */
const AGAIN = '__again'

/** The pattern with another name for every group whose name was given before: Go takes those, RE2 does not. */
export function withOwnNames(pattern: string): string {
  const taken = new Map<string, number>()
  return pattern.replaceAll(PIECE, (piece: string, name?: string) => {
    if (name === undefined) return piece
    const before = taken.get(name) ?? 0
    taken.set(name, before + 1)
    return before === 0 ? piece : piece.replace(name, againName(name, before))
  })
}

/** The groups of one name, in the order of the pattern. */
export function groupsNamed(groups: Readonly<Record<string, number>>, name: string): number[] {
  const found: number[] = []
  for (let count = 0; ; count++) {
    const index = groups[count === 0 ? name : againName(name, count)]
    if (index === undefined) return found
    found.push(index)
  }
}

function againName(name: string, count: number): string {
  return `${name}${AGAIN}${count}`
}
