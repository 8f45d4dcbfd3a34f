import {widthOf} from './display-width.js'

export interface LiveFrame {
  /** what to write to the terminal */
  readonly text: string
  /** lines that the next frame goes back over */
  readonly lines: number
}

/**
 * A table that takes the place of the one before it: no line wraps and all fits the terminal, since only what is on the
 * screen can be redrawn.
 */
export function liveFrame(table: string, before: number, size: {columns: number; rows: number}): LiveFrame {
  const all = table.trimEnd().split('\n')
  const room = Math.max(1, size.rows - 1)
  const left = all.length - room + 1
  const shown = all.length <= room ? all : [...all.slice(0, room - 1), `... and ${left} more`]
  const back = before > 0 ? `\x1b[${before}A\r\x1b[J` : ''
  return {text: `${back}${shown.map((line) => `${fitted(line, size.columns)}\n`).join('')}`, lines: shown.length}
}

/** A line without TABs, cut to a width. What an object says moves no cursor: control characters are shown as `^[`, as kubectl does. */
function fitted(line: string, columns: number): string {
  const plain = line.replaceAll('\t', '  ').replace(CONTROL, inCarets).trimEnd()
  if (widthOf(plain) <= columns) return plain
  const room = Math.max(0, columns - 1)
  let [cut, width] = ['', 0]
  for (const char of plain) {
    width += widthOf(char)
    if (width > room) break
    cut += char
  }
  return `${cut}…`
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g

function inCarets(char: string): string {
  const point = char.charCodeAt(0)
  return point > 0x7f ? '\ufffd' : `^${String.fromCharCode(point ^ 0x40)}`
}
