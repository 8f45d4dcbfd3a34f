type Token = {readonly star: true} | {readonly star: false; readonly matches: (char: string) => boolean}

/**
 * Lengths (ascending, 0 included) of all prefixes of `value` that the glob matches: `*` any text, `?` one
 * character, `[a-z]` and `[^a-z]` classes, `\` escapes. A malformed pattern matches nothing.
 * Both are lists of characters. Time is value x pattern, whatever the pattern.
 */
export function matchingPrefixes(value: readonly string[], pattern: readonly string[]): number[] {
  const tokens = parseGlob(pattern)
  if (!tokens) return []
  const lengths: number[] = []
  let states = closure(new Set([0]), tokens)
  if (states.has(tokens.length)) lengths.push(0)
  for (let index = 0; index < value.length && states.size > 0; index++) {
    states = step(states, tokens, value[index] as string)
    if (states.has(tokens.length)) lengths.push(index + 1)
  }
  return lengths
}

function step(states: ReadonlySet<number>, tokens: readonly Token[], char: string): Set<number> {
  const next = new Set<number>()
  for (const state of states) {
    const token = tokens[state]
    if (!token) continue
    if (token.star) next.add(state)
    else if (token.matches(char)) next.add(state + 1)
  }
  return closure(next, tokens)
}

/** A star may also match nothing. */
function closure(states: Set<number>, tokens: readonly Token[]): Set<number> {
  // a set visits what is added while it is walked
  for (const state of states) if (tokens[state]?.star) states.add(state + 1)
  return states
}

function parseGlob(pattern: readonly string[]): Token[] | undefined {
  const tokens: Token[] = []
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string
    if (char === '*') tokens.push({star: true})
    else if (char === '?') tokens.push({star: false, matches: () => true})
    else if (char === '[') {
      const parsed = parseClass(pattern, at + 1)
      if (!parsed) return undefined
      tokens.push({star: false, matches: parsed.matches})
      at = parsed.end
    } else {
      const literal = char === '\\' ? pattern[++at] : char
      if (literal === undefined) return undefined
      tokens.push({star: false, matches: (other) => other === literal})
    }
  }
  return tokens
}

/** `end` is the index of the closing bracket. */
function parseClass(pattern: readonly string[], start: number) {
  let at = start
  const negated = pattern[at] === '^'
  if (negated) at++
  const ranges: [string, string][] = []
  for (;;) {
    if (pattern[at] === ']' && ranges.length > 0) break
    const low = classCharacter(pattern, at)
    if (!low) return undefined
    at = low.next
    let high = low
    if (pattern[at] === '-') {
      const end = classCharacter(pattern, at + 1)
      if (!end) return undefined
      high = end
      at = end.next
    }
    ranges.push([low.char, high.char])
  }
  const within = (char: string) => ranges.some(([low, high]) => compare(low, char) <= 0 && compare(char, high) <= 0)
  return {end: at, matches: (char: string) => within(char) !== negated}
}

function classCharacter(pattern: readonly string[], at: number): {char: string; next: number} | undefined {
  const first = pattern[at]
  if (first === undefined || first === '-' || first === ']') return undefined
  const char = first === '\\' ? pattern[at + 1] : first
  return char === undefined ? undefined : {char, next: at + (first === '\\' ? 2 : 1)}
}

function compare(a: string, b: string): number {
  return a.codePointAt(0)! - b.codePointAt(0)!
}
