import {valueIn} from './line-value.js'

const KEY = /^(\s*(?:- +)*)(["']?)(apiVersion|kind)\2: /
/** A line that is gone when the template is filled in. */
const NOTHING = /^\s*(?:#.*|\{\{.*\}\}\s*)?$/

interface Block {
  readonly kinds: readonly string[]
  /** the first of them stands right beside the line */
  readonly beside: boolean
}

/** The kinds that may belong to the apiVersion in a line: those in its column, as far as its block of lines goes. */
export function kindsAround(lines: readonly string[], index: number): string[] {
  const own = KEY.exec(lines[index]!)
  if (own?.[3] !== 'apiVersion') return []
  const column = own[1]!.length
  const above = begins(lines[index]!, column) ? {kinds: [], beside: false} : blockOf(lines, index, column, -1)
  // a line right above is the kind of what begins there, as the one right below would be
  const kinds = above.beside ? above.kinds.slice(0, 1) : [...above.kinds, ...blockOf(lines, index, column, 1).kinds]
  return [...new Set(kinds)]
}

/** True for a line that begins an item of a list in this column. */
const begins = (line: string, column: number) => /^ *(?:- +)+/.exec(line)?.[0].length === column

/** Goes up or down to where the block ends. */
function blockOf(lines: readonly string[], index: number, column: number, step: 1 | -1): Block {
  const kinds: string[] = []
  let beside = false
  for (let at = index + step; at >= 0 && at < lines.length; at += step) {
    const line = lines[at]!
    if (NOTHING.test(line)) continue
    const isFirst = begins(line, column)
    if (isOutside(line, column) || (isFirst && step === 1)) break
    const key = keyIn(line, column)
    if (key === 'apiVersion') {
      // the kind right below it is its own
      if (step === -1 && valueIn(lines[at + 1]!, 'kind')) kinds.pop()
      break
    }
    if (key === 'kind') {
      kinds.push(valueIn(line, 'kind')!.text)
      beside ||= at === index + step
    }
    if (isFirst) break
  }
  return {kinds, beside: beside && kinds.length > 0}
}

const isOutside = (line: string, column: number) => line.startsWith('---') || /^[ \t]*(?:- +)*/.exec(line)![0].length < column

function keyIn(line: string, column: number): string | undefined {
  const key = KEY.exec(line)
  return key && key[1]!.length === column ? key[3] : undefined
}
