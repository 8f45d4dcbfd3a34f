/** How a report is shown. */
export interface ReportForm {
  /** columns that there is room for */
  readonly width: number
  readonly colour: boolean
}

/** When it is not shown on a terminal. */
export const PLAIN: ReportForm = {width: 80, colour: false}

const ESCAPE = '\u001b['
const PAINTED = /\u001b\[[\d;]*m/g

/** Every line of a text in a colour. */
export function painted(text: string, code: string, {colour}: ReportForm): string {
  return colour ? text.replace(/[^\n]+/g, (line) => `${ESCAPE}${code}m${line}${ESCAPE}0m`) : text
}

const widthOf = (text: string) => [...text.replace(PAINTED, '')].length

/** Blocks side by side when they fit, else one below the other, each with an empty line behind it. */
export function textBlocks(indent: number, blocks: readonly string[], {width}: ReportForm = PLAIN): string {
  const margin = ' '.repeat(indent)
  const total = indent + 3 * (blocks.length - 1) + blocks.reduce((sum, block) => sum + longest(block), 0)
  if (total <= width) return beside('   ', indent, blocks)
  return blocks.flatMap((block) => block.split('\n').map((line) => `${margin}${line}\n`)).join('')
}

/** Columns of text beside each other; blanks at the end of a line are left out. */
export function beside(separator: string, indent: number, columns: readonly string[]): string {
  const margin = ' '.repeat(indent)
  const cells = columns.map((column) => column.split('\n'))
  const height = Math.max(...cells.map((lines) => lines.length))
  const widths = columns.map(longest)
  const rows = Array.from({length: height}, (_, row) =>
    cells
      .map((lines, column) => {
        const line = lines[row] ?? ''
        return `${margin}${line}${' '.repeat(widths[column]! - widthOf(line))}`
      })
      .join(separator)
      .replace(/ +$/, ''),
  )
  return rows.join('\n')
}

function longest(block: string): number {
  return Math.max(...block.split('\n').map(widthOf))
}
