/** A complaint about a place in the expression; `pos` is an offset. */
export interface CelIssue {
  readonly pos: number
  readonly text: string
}

/** The expression does not parse or does not type-check; the message is cel-go's, one `ERROR: <input>:L:C: ...` block per issue. */
export class CelCompileError extends Error {
  override readonly name = 'CelCompileError'
  readonly issues: readonly CelIssue[]

  constructor(source: string, issues: readonly CelIssue[]) {
    super(issues.map((issue) => display(source, issue)).join('\n'))
    this.issues = issues
  }
}

/** Evaluation failed; the message is cel-go's, e.g. `no such key: x`. */
export class CelError extends Error {
  override readonly name: string = 'CelError'
}

/** The run took more than its cost limit. */
export class CelCostError extends CelError {
  override readonly name = 'CelCostError'
}

function display(source: string, {pos, text}: CelIssue): string {
  const before = source.slice(0, pos)
  const line = before.split('\n').length
  const start = before.lastIndexOf('\n') + 1
  const left = [...source.slice(start, pos)]
  const at = String.fromCodePoint(source.codePointAt(pos) ?? 0x20)
  const end = source.indexOf('\n', start)
  const snippet = source.slice(start, end < 0 ? source.length : end).replaceAll('\t', ' ')
  return `ERROR: <input>:${line}:${left.length + 1}: ${text}\n | ${snippet}\n | ${left.map((char) => (isWide(char) ? '．' : '.')).join('')}${isWide(at) ? '＾' : '^'}`
}

/** cel-go gives what is not ASCII the room of two. */
const isWide = (char: string): boolean => char > '\x7f'
