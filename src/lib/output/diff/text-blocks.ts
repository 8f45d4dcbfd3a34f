/** Columns of the report when it is not shown on a terminal. */
const WIDTH = 80

const widthOf = (text: string) => [...text].length

/** Blocks side by side when they fit, else one below the other, each with an empty line behind it. */
export function textBlocks(indent: number, blocks: readonly string[]): string {
  const margin = ' '.repeat(indent)
  const total = indent + 3 * (blocks.length - 1) + blocks.reduce((sum, block) => sum + longest(block), 0)
  if (total <= WIDTH) return beside('   ', indent, blocks)
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
