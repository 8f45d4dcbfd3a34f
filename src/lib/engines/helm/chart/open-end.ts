/** A line that ends in the header of a block scalar: what is before it, its style, its indent, the rest. */
const HEADER = /^(\s*[^#\s].*[\s]|\s*)([|>])[-+]?([1-9]?)[-+]?([ \t]*(?:\s#.*)?)$/

/**
 * The text as one that ends in a line break and means to a reader that wants one what this one means to Go: a block scalar
 * at the end of a text without a last line break has none either, whatever its header says.
 */
export function withLastBreak(text: string): string {
  if (text.endsWith('\n') || text === '') return text
  const start = text.lastIndexOf('\n') + 1
  if (text.slice(start).trim() === '') return text.slice(0, start)
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const header = HEADER.exec(lines[at]!)
    if (header === null) continue
    const end = blockEnd(lines, at)
    if (end === lines.length && end > at + 1) {
      lines[at] = `${header[1]}${header[2]}${header[3]}-${header[4]}`
      break
    }
    at = Math.max(at, end - 1)
  }
  return `${lines.join('\n')}\n`
}

/** The line after the block scalar whose header stands in a line. */
function blockEnd(lines: readonly string[], header: number): number {
  const first = lines.findIndex((line, at) => at > header && line.trim() !== '')
  if (first < 0) return lines.length
  const indent = indentOf(lines[first]!)
  if (indent <= indentOf(lines[header]!) && header > 0) return header + 1
  const end = lines.findIndex((line, at) => at > first && line.trim() !== '' && indentOf(line) < indent)
  return end < 0 ? lines.length : end
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
