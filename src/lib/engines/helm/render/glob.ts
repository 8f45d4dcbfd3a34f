/**
 * The RE2 pattern of a glob with `/` between parts: `*` and `?` stay within one, `**` does not, `[a-z]` or `[abc]`, `[!a]`, `{a,b}` and
 * backslashes (helm-engine reference 9.3; read as gobwas/glob does). Undefined for a glob that is none.
 */
export function globPattern(glob: string): string | undefined {
  const chars = [...glob]
  let out = ''
  let depth = 0
  let at = 0
  while (at < chars.length) {
    const char = chars[at]!
    if (char === '[') {
      const set = readSet(chars, at + 1)
      if (set === undefined) return undefined
      out += set.pattern
      at = set.end
      continue
    }
    if (char === '{') depth++
    const token = readToken(chars, at, depth)
    if (char === '}' && depth > 0) depth--
    out += token.pattern
    at = token.end
  }
  // what nobody closes ends with the glob
  return `^(?:${out}${')'.repeat(depth)})$`
}

function readToken(chars: readonly string[], at: number, depth: number): {pattern: string; end: number} {
  if (chars[at] === '\\') return {pattern: quoted(chars[at + 1] ?? ''), end: at + 2}
  if (chars[at] === '*' && chars[at + 1] === '*') return {pattern: '(?s:.*)', end: at + 2}
  return {pattern: patternOf(chars[at]!, depth), end: at + 1}
}

function patternOf(char: string, depth: number): string {
  if (char === '*') return '[^/]*'
  if (char === '?') return '[^/]'
  if (char === '{') return '(?:'
  if (depth > 0 && char === '}') return ')'
  if (depth > 0 && char === ',') return '|'
  return quoted(char)
}

/** One range of two characters, or a list in which only the backslash is something else; `/` may be among them. */
function readSet(chars: readonly string[], start: number): {pattern: string; end: number} | undefined {
  const negated = chars[start] === '!'
  let at = negated ? start + 1 : start
  if (chars[at + 1] === '-') {
    const [low, high] = [chars[at]!, chars[at + 2] ?? '']
    if (chars[at + 3] !== ']' || high < low) return undefined
    return {pattern: setOf(`${quotedMember(low)}-${quotedMember(high)}`, negated), end: at + 4}
  }
  let members = ''
  while (at < chars.length && chars[at] !== ']') {
    if (chars[at] === '\\') at++
    if (at < chars.length) members += quotedMember(chars[at++]!)
  }
  return at >= chars.length || members === '' ? undefined : {pattern: setOf(members, negated), end: at + 1}
}

function setOf(members: string, negated: boolean): string {
  return `[${negated ? '^' : ''}${members}]`
}

function quotedMember(char: string): string {
  return char.replace(/[\\\]^[-]/, '\\$&')
}

function quoted(char: string): string {
  return char.replace(/[\\^$.|?*+()[\]{}]/, '\\$&')
}
