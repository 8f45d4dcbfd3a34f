const TOKEN = /\*+|\?|\[!?[^\]]+\]|\\[\s\S]?|[\s\S]/g

/**
 * The RE2 pattern of a glob with `/` between parts: `*` and `?` stay within one, `**` does not, `[a-z]` `[!a]` `{a,b}`
 * and backslashes as usual (helm-engine reference 9.3). Undefined for a glob that is none.
 */
export function globPattern(glob: string): string | undefined {
  let depth = 0
  let out = ''
  for (const [token] of glob.matchAll(TOKEN)) {
    if (token === '[' || token === '\\') return undefined
    if (token === '{') depth++
    else if (token === '}' && depth-- === 0) return undefined
    out += patternOf(token, depth)
  }
  return depth === 0 ? `^(?:${out})$` : undefined
}

function patternOf(token: string, depth: number): string {
  switch (token[0]) {
    case '*':
      return token.length > 1 ? '(?s:.*)' : '[^/]*'
    case '?':
      return '[^/]'
    case '[':
      return token.replace(/^\[!/, '[^').replaceAll(/\\(?=.)/g, '\\\\')
    case '{':
      return '(?:'
    case '}':
      return ')'
    case ',':
      return depth > 0 ? '|' : ','
    default:
      return quoted(token.length > 1 ? token.slice(1) : token)
  }
}

function quoted(char: string): string {
  return char.replace(/[\\^$.|?*+()[\]{}]/, '\\$&')
}
