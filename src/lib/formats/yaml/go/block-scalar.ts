import {type Cursor, isBlank, isBreak, isBreakOrEnd} from './cursor.js'
import {scannerFault as fault, scalarToken} from './scalar.js'
import {STYLE, type Token} from './token.js'

/** A literal (`|`) or folded (`>`) scalar; `parentIndent` is that of the block around it, -1 outside. */
export function scanBlock(cursor: Cursor, literal: boolean, parentIndent: number): Token {
  return new BlockScanner(cursor, literal, parentIndent).scan()
}

class BlockScanner {
  readonly #startLine: number
  readonly #startColumn: number
  #indent = 0

  constructor(
    private readonly cursor: Cursor,
    private readonly literal: boolean,
    private readonly parentIndent: number,
  ) {
    this.#startLine = cursor.line
    this.#startColumn = cursor.column
  }

  scan(): Token {
    const {cursor} = this
    cursor.pos++
    const chomping = this.#header()
    let value = ''
    let leadingBreak = ''
    let trailing = this.#breaks()
    let leadingBlank = false
    while (cursor.column === this.#indent && cursor.code() !== 0) {
      const blank = isBlank(cursor.code())
      if (!this.literal && !leadingBlank && !blank && leadingBreak === '\n') {
        if (trailing === '') value += ' '
      } else value += leadingBreak
      value += trailing
      leadingBlank = blank
      const start = cursor.pos
      while (!isBreakOrEnd(cursor.code())) cursor.pos++
      value += cursor.text.slice(start, cursor.pos)
      leadingBreak = cursor.code() === 0 ? '' : cursor.takeBreak()
      trailing = this.#breaks()
    }
    if (chomping !== -1) value += leadingBreak
    if (chomping === 1) value += trailing
    const style = this.literal ? STYLE.literal : STYLE.folded
    return scalarToken(cursor, this.#startLine, this.#startColumn, value, style)
  }

  /** Reads `|2-` and the like; sets the indent if it is given; 1 keeps, -1 drops the last line breaks. */
  #header(): number {
    const {cursor} = this
    const indicators = /([+-])?([0-9])?([+-])?/y
    indicators.lastIndex = cursor.pos
    const [all, before, digit, after] = indicators.exec(cursor.text)!
    const sign = before ?? (digit === undefined ? undefined : after)
    cursor.pos += before !== undefined && after !== undefined ? all.length - 1 : all.length
    if (digit === '0') throw fault(cursor, this.#startLine, 'found an indentation indicator equal to 0')
    const increment = Number(digit ?? 0)
    while (isBlank(cursor.code())) cursor.pos++
    if (cursor.code() === 0x23) while (!isBreakOrEnd(cursor.code())) cursor.pos++
    if (!isBreakOrEnd(cursor.code())) throw fault(cursor, this.#startLine, 'did not find expected comment or line break')
    if (cursor.code() !== 0) cursor.takeBreak()
    if (increment > 0) this.#indent = this.parentIndent >= 0 ? this.parentIndent + increment : increment
    return sign === '+' ? 1 : sign === '-' ? -1 : 0
  }

  /** Passes indentation and empty lines, whose breaks are given; finds the indent if it is not known yet. */
  #breaks(): string {
    const {cursor} = this
    let breaks = ''
    let deepest = 0
    for (;;) {
      while ((this.#indent === 0 || cursor.column < this.#indent) && cursor.code() === 0x20) cursor.pos++
      if (cursor.column > deepest) deepest = cursor.column
      if ((this.#indent === 0 || cursor.column < this.#indent) && cursor.code() === 0x09) {
        throw fault(cursor, this.#startLine, 'found a tab character where an indentation space is expected')
      }
      if (!isBreak(cursor.code())) break
      breaks += cursor.takeBreak()
    }
    if (this.#indent === 0) this.#indent = Math.max(deepest, this.parentIndent + 1, 1)
    return breaks
  }
}
