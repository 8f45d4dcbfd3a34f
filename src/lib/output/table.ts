import {widthOf} from './terminal/display-width.js'

/**
 * A table as flux prints it (cli reference 1.10): columns padded to the widest cell and joined by a TAB; a data
 * row ends with a TAB, the header with a blank. A cell with line breaks continues on further rows, where a cell that has
 * no more lines is two blanks at least, however narrow its column is.
 */
export function renderTable(header: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  const lines = rows.flatMap(physicalRows)
  const widths: number[] = []
  for (const line of header ? [header, ...lines] : lines) {
    line.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell ?? ''))
    })
  }
  const pad = (cell: string | undefined, column: number) =>
    cell === undefined ? '  '.padEnd(widths[column]!) : cell + ' '.repeat(widths[column]! - widthOf(cell))
  const head = header ? `${header.map((cell, column) => pad(cell.toUpperCase(), column)).join('\t')} \n` : ''
  return head + lines.map((line) => `${line.map(pad).join('\t')}\t\n`).join('')
}

function physicalRows(row: readonly string[]): (string | undefined)[][] {
  const cells = row.map((cell) => cell.split('\n'))
  const height = Math.max(1, ...cells.map((lines) => lines.length))
  return Array.from({length: height}, (_, index) => cells.map((lines) => lines[index]))
}
