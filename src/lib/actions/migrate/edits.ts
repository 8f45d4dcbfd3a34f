/** A piece of a text that is replaced; offsets of UTF-16 units. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
  /** of lines that are put in or taken away: comments behind them that stand further right come to this column */
  readonly column?: number
}

/** In the order of their places; what is put in stands in front of what is replaced there. */
const inOrder = (edits: readonly Edit[]) => edits.toSorted((a, b) => a.start - b.start || a.end - b.end)

/** True when two of them touch the same bytes. */
export function overlap(edits: readonly Edit[]): boolean {
  const sorted = inOrder(edits)
  return sorted.some(({start}, index) => index > 0 && start < sorted[index - 1]!.end)
}

/** The text with all edits done; they must not overlap. Everything else stays as it is. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const {start, end, text: now} of inOrder(edits)) {
    if (start < at) throw new Error(`edits overlap at ${start}`)
    result += text.slice(at, start) + now
    at = end
  }
  return result + text.slice(at)
}

/**
 * The same edits, each with the comments and empty lines behind it where a text of several lines that stands in front of them now
 * would count them as its own: comments come to the column of the edit, empty lines go where one keeps its last ones (`|+`).
 */
export function settled(text: string, edits: readonly Edit[]): Edit[] {
  const keeps = /[|>]\d?\+/.test(text)
  const sorted = inOrder(edits)
  return sorted.map((edit, index) => {
    const {end, column} = edit
    const next = sorted[index + 1]?.start ?? text.length
    if (column === undefined || next <= end) return edit
    const behind = /^(?:[ \t\r]*(?:#[^\n]*)?\n)*/.exec(text.slice(end, next))![0]
    const margin = ' '.repeat(column)
    const commented = behind.replaceAll(new RegExp(`^ {${column + 1},}(?=#)`, 'gm'), margin)
    const now = keeps ? commented.replace(/^(?:[ \t]*\r?\n)+/, '') : commented
    return now === behind ? edit : {...edit, end: end + behind.length, text: edit.text + now}
  })
}

/** Where what stands at an offset of the edited text stood before; what an edit put there stood at its beginning. */
export function offsetBefore(edits: readonly Edit[], offset: number): number {
  let moved = 0
  for (const {start, end, text} of inOrder(edits)) {
    const now = start + moved
    if (offset < now) break
    if (offset < now + text.length) return start
    moved += text.length - (end - start)
  }
  return offset - moved
}

/** Finds the lines of offsets. */
export class Lines {
  readonly #starts: number[] = [0]

  constructor(readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  /** 1-based line of an offset. */
  lineAt(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle
    }
    return low + 1
  }

  /** Where the line of an offset begins. */
  startOf(offset: number): number {
    return this.#starts[this.lineAt(offset) - 1]!
  }

  /** Where the line after that of an offset begins, or the text ends. */
  endOf(offset: number): number {
    return this.#starts[this.lineAt(offset)] ?? this.text.length
  }

  /** Characters before an offset in its line. */
  columnOf(offset: number): number {
    return offset - this.startOf(offset)
  }
}
