import {isObject, type JsonValue} from '../../../src/lib/formats/json/value.js'

/** What the placeholders of recorded text stand for; those that are known exactly are put in before comparing. */
const FREE: Readonly<Record<string, string>> = {
  '<time>': '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)',
  '<uid>': '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  '<private-key>': '-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s]+-----END [A-Z ]*PRIVATE KEY-----',
  '<public-key>': '[A-Za-z0-9+/]+=*',
  '<sha256>': '[0-9a-f]{64}',
  '<digest>': '[0-9a-f]{64}',
  '<tmp>': '/[^\\s:"\']+?',
  '<n>': '\\d+',
  '<pod>': '[a-z0-9-]+',
  '<klog-time-and-pid>': '\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{6} +\\d+',
  '<prompt>': '[\\s\\S]*',
}
const PLACES = new RegExp(`${Object.keys(FREE).join('|')}|<usage of [^>]*>`, 'g')

/** A pattern for recorded text: placeholders match what they stand for. */
function pattern(expected: string): RegExp {
  let source = ''
  let from = 0
  for (const match of expected.matchAll(PLACES)) {
    source += escaped(expected.slice(from, match.index)) + (FREE[match[0]] ?? '[\\s\\S]*')
    from = match.index + match[0].length
  }
  return new RegExp(`^${source}${escaped(expected.slice(from))}$`)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** True when `actual` is what was recorded. */
export function sameText(expected: string, actual: string): boolean {
  return expected === actual || (expected.search(PLACES) >= 0 && pattern(expected).test(actual))
}

/** Blanks before a TAB and at line ends are gone, as in tables that hold a placeholder. */
export function unpadded(text: string): string {
  return text.replace(/ +(?=[\t\n]|$)/g, '')
}

/** Two texts beside each other, where they differ. */
export function textDiff(expected: string, actual: string): string {
  const left = expected.split('\n')
  const right = actual.split('\n')
  const lines: string[] = []
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [left[index], right[index]]
    if (a !== undefined && b !== undefined && sameText(a, b)) continue
    if (a !== undefined) lines.push(`  - ${JSON.stringify(a)}`)
    if (b !== undefined) lines.push(`  + ${JSON.stringify(b)}`)
  }
  return lines.join('\n')
}

/** Paths at which two values differ; placeholders match in every text. */
export function valueDiff(expected: JsonValue | undefined, actual: JsonValue | undefined, path = ''): string[] {
  if (typeof expected === 'string' && typeof actual === 'string' && sameText(expected, actual)) return []
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return Array.from({length: Math.max(expected.length, actual.length)}, (_, index) =>
      valueDiff(expected[index], actual[index], `${path}[${index}]`),
    ).flat()
  }
  if (isObject(expected) && isObject(actual)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((key) =>
      valueDiff(expected[key], actual[key], `${path}.${key}`),
    )
  }
  return expected === actual ? [] : [`  ${path}: recorded ${JSON.stringify(expected)}, now ${JSON.stringify(actual)}`]
}
