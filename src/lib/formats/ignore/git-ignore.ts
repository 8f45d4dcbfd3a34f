/**
 * True when git itself leaves an untracked entry out. A path is judged alone, below the root of the work tree: whoever
 * walks does not go into an ignored folder, so nothing in it can come back.
 */
export type GitIgnore = (path: string, directory: boolean) => boolean

interface Rule {
  readonly negative: boolean
  readonly directoryOnly: boolean
  readonly test: (path: string) => boolean
}

/** The lines of a `.gitignore` (or `info/exclude`) that lies in `folder`, on top of the rules from above: the last match decides. */
export function gitIgnore(text: string, folder = '', above: GitIgnore = () => false): GitIgnore {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap(parseRule)
    .reverse()
  if (rules.length === 0) return above
  const start = folder === '' ? 0 : folder.length + 1
  return (path, directory) => {
    const below = path.slice(start)
    const rule = rules.find((item) => (directory || !item.directoryOnly) && item.test(below))
    return rule ? !rule.negative : above(path, directory)
  }
}

function parseRule(line: string): Rule[] {
  if (line.startsWith('#')) return []
  const [, mark, body, slash] = /^(!?)\/?(.*?)(\/?)$/s.exec(line.replace(/\r$/, '').replace(/(?<!\\) +$/, ''))!
  const glob = compile(body!)
  if (!body || !glob) return []
  // A slash at the beginning or in the middle ties the pattern to its folder.
  const anchored = body.includes('/') || /^!?\//.test(line)
  const test = (path: string) => glob.test(anchored ? path : path.slice(path.lastIndexOf('/') + 1))
  return [{negative: mark === '!', directoryOnly: slash === '/', test}]
}

/** In this order: `**` between slashes, an escape, stars, one character, a class, any other character. */
const TOKENS = /(?<=^|\/)\*{2,}(?:\/|$)|\\.|\*+|\?|\[[!^]?(?:\\.|\[:[a-z]+:\]|[^\\])(?:\\.|\[:[a-z]+:\]|[^\]\\])*\]|./gsu

/** Undefined for a malformed pattern, which matches nothing. */
function compile(pattern: string): RegExp | undefined {
  const tokens: readonly string[] = pattern.match(TOKENS) ?? []
  // a bracket that nothing closes, or a backslash at the end
  if (tokens.includes('[') || tokens.includes('\\')) return undefined
  try {
    return new RegExp(`^${tokens.map((token, index) => translate(token, tokens[index - 1], tokens[index + 1])).join('')}$`, 'su')
  } catch {
    return undefined
  }
}

function translate(token: string, before: string | undefined, after: string | undefined): string {
  if (/^\*\*+\/$/.test(token)) return '(?:.*/)?'
  if (token.startsWith('**') && (before ?? '/').endsWith('/') && after === undefined) return '.*'
  if (token.startsWith('*')) return '[^/]*'
  if (token === '?') return '[^/]'
  if (token.length > 1 && token.startsWith('[')) return characterClass(token.slice(1, -1))
  return literal(token.replace(/^\\/, ''))
}

const NAMED: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
}

/** No regular expression either. */
const MALFORMED = 'z-a'

function characterClass(body: string): string {
  const negated = /^[!^]/.test(body)
  const members = (negated ? body.slice(1) : body).replace(/\\.|\[:[a-z]+:\]|./gsu, (member) => {
    if (member.length > 3) return NAMED[member.slice(2, -2)] ?? MALFORMED
    return member === '-' ? '-' : literal(member.replace(/^\\(?=.)/su, ''))
  })
  return `(?!/)[${negated ? '^' : ''}${members}]`
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/-]/, (special) => (special === '-' ? '\\x2d' : `\\${special}`))
}
