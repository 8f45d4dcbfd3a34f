/** A piece of a text that is replaced; offsets of UTF-16 units. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
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
 * The same edits, with those behind which empty lines stand taking these along: a text that keeps its last empty lines
 * (`|+`), and stands in front of them now, would count them as its own.
 */
export function withoutGaps(text: string, edits: readonly Edit[]): Edit[] {
  if (!/[|>]\d?\+/.test(text)) return [...edits]
  const sorted = inOrder(edits)
  return sorted.map((edit, index) => {
    const next = sorted[index + 1]?.start ?? text.length
    if (next <= edit.end || text[edit.end - 1] !== '\n') return edit
    const gap = /^(?:[ \t]*\r?\n)*/.exec(text.slice(edit.end, next))![0].length
    return {...edit, end: edit.end + gap}
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
