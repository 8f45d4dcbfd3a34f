import type {Targets} from '../targets.js'
import type {Upgrade, Warning} from './judge.js'
import {refusalInLines, type Schemas} from './refusals.js'
import {findInLines} from './version-lines.js'

/** A text that is no YAML, line by line. */
export function inLines(text: string, targets: Targets, schemas: Schemas): (Upgrade | Warning)[] {
  const lines = text.split('\n')
  const found = findInLines(text, targets, {first: 1, offset: 0, comments: true}).map((item) => {
    const refusal = 'to' in item ? refusalInLines(objectAt(lines, item.line), item, schemas) : undefined
    return refusal ? {line: item.line, message: refusal.message} : item
  })
  return found
}

/** The lines of the document around a line. */
function objectAt(lines: readonly string[], line: number): string {
  const isCut = (one: string) => one.startsWith('---')
  const end = lines.findIndex((one, index) => index >= line && isCut(one))
  return lines.slice(lines.slice(0, line).findLastIndex(isCut) + 1, end < 0 ? undefined : end).join('\n')
}
