import {isScalar, type Pair, type Scalar, type YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {pairOf, rangeOf} from '../yaml-objects.js'
import {commentBehind, isBlock, keyStart, ownsLines, type Source, scalarText, valueEnd} from './advice.js'

/** Makes `summary` all that stands in an `eventMetadata` without a value. */
export function onlySummary(spec: YAMLMap, {target, pair}: {target: Pair; pair: Pair}, source: Source): Edit[] | undefined {
  const {value} = target
  const isNone = value === null || (isScalar(value) && value.value === null && !value.anchor && !value.tag)
  if (spec.flow || !ownsLines(target, source) || !isNone) return undefined
  const start = keyStart(target)
  const end = valueEnd(target, source)
  const written = source.text.slice(start, end)
  if (written.includes('\n')) return undefined
  const at = source.lines.endOf(start)
  const column = source.lines.columnOf(start) + 2
  const moved = {start: at, end: at, text: movedTo(column, pair, source), column}
  // a null that is written
  const colon = start + written.lastIndexOf(':') + 1
  return [...(colon < end ? [{start: colon, end, text: ''}] : []), moved]
}

/** The pair as lines of its own, in a column that is not left of its own. */
function movedTo(column: number, pair: Pair, source: Source): string {
  const {text, lines, lineEnd} = source
  const shift = ' '.repeat(Math.max(0, column - lines.columnOf(keyStart(pair))))
  const end = valueEnd(pair, source)
  const written = text.slice(keyStart(pair), end).replace(/\r?\n$/, '') + commentBehind(end, source)
  return `${' '.repeat(column)}${written.replaceAll(/\n(?=[^\n\r])/g, `\n${shift}`)}${lineEnd}`
}

/** Makes `summary` the first of several pairs. */
export function firstSummary(metadata: YAMLMap, pair: Pair, source: Source): Edit | undefined {
  const first = metadata.items[0]!
  if (!ownsLines(first, source)) return undefined
  const at = source.lines.startOf(keyStart(first))
  return {start: at, end: at, text: movedTo(source.lines.columnOf(keyStart(first)), pair, source)}
}

/** Sets `summary` of an `eventMetadata` that has one, or is written in one line. */
export function summaryIn(metadata: YAMLMap, {value: wanted}: Pair, source: Source): Edit | undefined {
  const {text, lineEnd} = source
  const value = wanted as Scalar
  // of several lines: one line with escapes says the same where only one has room
  const inLine = scalarText(value, source, metadata.flow === true) ?? escaped(value)
  const pair = pairOf(metadata, 'summary')
  if (!pair) {
    const at = rangeOf(metadata)[0] + 1
    return {start: at, end: at, text: `summary: ${inLine}${metadata.items.length > 0 ? ', ' : ''}`}
  }
  const old = pair.value
  if (!isScalar(old) || old.anchor || old.tag) return undefined
  const [start, end] = rangeOf(old)
  const colon = valueEnd(pair, source)
  if (start === end) return {start: colon, end: colon, text: ` ${inLine}`}
  if (!isBlock(old)) return {start, end, text: inLine}
  const [header = ''] = /#.*/.exec(/^.*/.exec(text.slice(start, end))![0]) ?? []
  return {start, end, text: `${inLine}${header && ` ${header.trim()}`}${text[end - 1] === '\n' ? lineEnd : ''}`}
}

/** The value in one line, whatever it is. */
const escaped = (value: Scalar) => JSON.stringify(typeof value.value === 'string' ? value.value : (value.source ?? value.value))

/** Puts a pair below a new key `eventMetadata`. */
export function below(start: number, end: number, {text, lines, lineEnd}: Source): Edit[] {
  const margin = ' '.repeat(lines.columnOf(start))
  const moved = text.slice(start, end).replaceAll(/\n(?=[^\n\r])/g, '\n  ')
  return [{start, end, text: `eventMetadata:${lineEnd}${margin}  ${moved}`}]
}
