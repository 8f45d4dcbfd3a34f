import {type Cursor, isBlank, isBlankOrEnd, isBreak, isDocumentMark} from './cursor.js'
import {folded, scalarToken, scannerFault} from './scalar.js'
import {STYLE, type Token} from './token.js'

/** A plain scalar; `brokeLine` when it ended at a line break, after which a key may stand. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): {token: Token; brokeLine: boolean} {
  const startLine = cursor.line
  const startColumn = cursor.column
  let value = ''
  let gap: Gap = NO_GAP
  for (;;) {
    if (isDocumentMark(cursor, 0x2d) || isDocumentMark(cursor, 0x2e) || cursor.code() === 0x23) break
    const start = cursor.pos
    cursor.pos = plainEnd(cursor.text, start, inFlow)
    if (cursor.pos > start) {
      value += gap.text + cursor.text.slice(start, cursor.pos)
      gap = NO_GAP
    }
    const code = cursor.code()
    if (!isBlank(code) && !isBreak(code)) break
    gap = takeGap(cursor, indent, startLine)
    if (!inFlow && cursor.column < indent) break
  }
  return {token: scalarToken(cursor, startLine, startColumn, value, STYLE.plain), brokeLine: gap.broke}
}

/** Space between the words of a plain scalar. */
interface Gap {
  /** what it means if the scalar goes on */
  readonly text: string
  readonly broke: boolean
}

const NO_GAP: Gap = {text: '', broke: false}

function takeGap(cursor: Cursor, indent: number, startLine: number): Gap {
  const start = cursor.pos
  let first = ''
  let more = ''
  let broke = false
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBlank(code)) {
      if (broke && code === 0x09 && cursor.column < indent) {
        throw scannerFault(cursor, startLine, 'found a tab character that violates indentation')
      }
      cursor.pos++
    } else if (broke) more += cursor.takeBreak()
    else {
      first = cursor.takeBreak()
      broke = true
    }
  }
  return {text: broke ? folded(first, more) : cursor.text.slice(start, cursor.pos), broke}
}

/** Where a run of plain characters ends. */
function plainEnd(text: string, from: number, inFlow: boolean): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (isBlankOrEnd(code)) return at
    if (code === 0x3a && isBlankOrEnd(text.charCodeAt(at + 1))) return at
    if (inFlow && isFlowIndicator(code)) return at
    at++
  }
}

/** `,` `?` `[` `]` `{` `}` */
function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x3f || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d
}
