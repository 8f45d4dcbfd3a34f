import {widthOf} from './display-width.js'

/**
 * A line cut to so many columns of a terminal, with blanks for TABs. What an object says moves no cursor: control characters are shown
 * as `^[`, as kubectl does.
 */
export function fitted(line: string, columns: number): string {
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
