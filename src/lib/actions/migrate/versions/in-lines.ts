import type {Targets} from '../targets.js'
import type {Upgrade, Warning} from './judge.js'
import {refusalInLines, type Schemas} from './refusals.js'
import {findInLines} from './version-lines.js'

/** A text that is no YAML, line by line. */
export function inLines(text: string, targets: Targets, schemas: Schemas): (Upgrade | Warning)[] {
  const lines = text.split('\n')
  return findInLines(text, targets, {first: 1, offset: 0, comments: true}).map((item) => {
    const refusal = 'to' in item ? refusalInLines(objectAt(lines, item.line), item, schemas) : undefined
    return refusal ? {line: item.line, message: refusal.message} : item
  })
}

/** The lines of the document around a line. */
function objectAt(lines: readonly string[], line: number): string {
  const isCut = (one: string) => one.startsWith('---')
  let [start, end] = [line, line]
  while (start > 0 && !isCut(lines[start - 1]!)) start -= 1
  while (end < lines.length && !isCut(lines[end]!)) end += 1
  return lines.slice(start, end).join('\n')
}
