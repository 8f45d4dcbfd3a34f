type Matcher = (name: string) => boolean

/**
 * Undefined for a malformed pattern. Go's filepath.Match: `*` and `?` stay within one path component, `[a-z]` and `[^a]` may be the `/`
 * between two, `\\x` is the character itself.
 */
export function compileGlob(pattern: string): Matcher | undefined {
  if (!/[*?[\\]/.test(pattern)) return (name) => name === pattern
  // `*.png` and the like: most patterns there are.
  const suffix = /^\*([^*?[\\]+)$/.exec(pattern)?.[1]
  if (suffix !== undefined) return (name) => name.endsWith(suffix) && !name.slice(0, -suffix.length).includes('/')
  const tokens = tokenize([...pattern])
  return tokens && ((name) => matchTokens(tokens, [...name]))
}

type Token = '*' | ((char: string) => boolean)

function tokenize(chars: string[]): Token[] | undefined {
  const tokens: Token[] = []
  let at = 0
  while (at < chars.length) {
    const read = readToken(chars, at)
    if (!read) return undefined
    if (!(read.token === '*' && tokens.at(-1) === '*')) tokens.push(read.token)
    at = read.end
  }
  return tokens
}

function readToken(chars: string[], at: number): {token: Token; end: number} | undefined {
  const char = chars[at]!
  if (char === '*') return {token: '*', end: at + 1}
  if (char === '?') return {token: (other) => other !== '/', end: at + 1}
  if (char === '[') {
    const set = readClass(chars, at + 1)
    return set && {token: set.test, end: set.end}
  }
  const escaped = char === '\\'
  const literal = escaped ? chars[at + 1] : char
  if (literal === undefined) return undefined
  return {token: (other) => other === literal, end: at + (escaped ? 2 : 1)}
}

function readClass(chars: string[], start: number): {test: (char: string) => boolean; end: number} | undefined {
  let at = start
  const negated = chars[at] === '^'
  if (negated) at++
  const ranges: [number, number][] = []
  while (!(chars[at] === ']' && ranges.length > 0)) {
    const low = readMember(chars, at)
    if (!low) return undefined
    at = low.end
    let high = low
    if (chars[at] === '-') {
      const member = readMember(chars, at + 1)
      if (!member) return undefined
      high = member
      at = member.end
    }
    ranges.push([low.code, high.code])
  }
  return {
    end: at + 1,
    test: (char) => ranges.some(([low, high]) => low <= char.codePointAt(0)! && char.codePointAt(0)! <= high) !== negated,
  }
}

/** One member of a class; a bare `-` or `]` is malformed in Go. */
function readMember(chars: string[], start: number): {code: number; end: number} | undefined {
  let at = start
  if (chars[at] === '-' || chars[at] === ']') return undefined
  if (chars[at] === '\\') at++
  const code = chars[at]?.codePointAt(0)
  // Go wants something after the member: the closing bracket at least.
  return code === undefined || at + 1 >= chars.length ? undefined : {code, end: at + 1}
}

/** Greedy with one resume point: linear in pattern times name. */
function matchTokens(tokens: Token[], chars: string[]): boolean {
  let token = 0
  let char = 0
  let star = -1
  let resume = 0
  while (char < chars.length) {
    const current = tokens[token]
    if (current === '*') {
      star = token++
      resume = char
    } else if (current?.(chars[char]!)) {
      token++
      char++
    } else if (star >= 0 && chars[resume] !== '/') {
      token = star + 1
      char = ++resume
    } else return false
  }
  while (tokens[token] === '*') token++
  return token === tokens.length
}
