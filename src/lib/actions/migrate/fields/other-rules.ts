import {isMap, isScalar, type Pair, type Scalar, type YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {pairOf, rangeOf, valueAt} from '../yaml-objects.js'
import {
  commentBehind,
  keyStart,
  manual,
  ownsLines,
  type Rule,
  removal,
  removalFrom,
  rewrite,
  type Source,
  scalarText,
  valueEnd,
} from './advice.js'

/** `rollback.recreate` does nothing any more. */
export const recreate: Rule = ({map, kind}, source) => {
  const pair = kind === 'HelmRelease' ? pairOf(valueAt(map, ['spec', 'rollback']), 'recreate') : undefined
  return pair ? [manual(source, keyStart(pair), 'spec.rollback.recreate has no effect any more and no successor: remove it')] : []
}

/** `summary` of an Alert became an entry of `eventMetadata`, over which it wins where both are there. */
export const summary: Rule = ({map, kind}, source) => {
  const spec = kind === 'Alert' ? valueAt(map, ['spec']) : undefined
  const pair = pairOf(spec, 'summary')
  if (!pair || !isMap(spec)) return []
  const start = keyStart(pair)
  const edits = summaryEdits(spec, pair, source)
  return edits
    ? [rewrite(source, start, 'spec.summary -> eventMetadata.summary', edits)]
    : [manual(source, start, 'spec.summary is deprecated: make it eventMetadata.summary')]
}

function summaryEdits(spec: YAMLMap, pair: Pair, source: Source): Edit[] | undefined {
  const target = pairOf(spec, 'eventMetadata')
  const [start, end] = [keyStart(pair), valueEnd(pair)]
  if (!target) {
    if (!spec.flow) return ownsLines(pair, source) ? below(start, end, source) : undefined
    return scalarText(pair.value, source) === undefined
      ? undefined
      : [{start, end, text: `eventMetadata: {${source.text.slice(start, end)}}`}]
  }
  const metadata = target.value
  const {value} = pair
  const gone = removalFrom(spec, pair, source)
  if (!gone || !isScalar(value) || value.anchor || value.tag) return undefined
  // an empty one is none to the controller
  if (value.value === null || (value.value === '' && pairOf(metadata, 'summary'))) return [gone]
  if (!isMap(metadata)) {
    const only = onlySummary(spec, {target, pair}, source)
    return only && [removal(pair, source, true), only]
  }
  if (metadata.anchor) return undefined
  // a line of its own again, with the comment behind it
  if (!metadata.flow && !pairOf(metadata, 'summary')) return [removal(pair, source, true), firstSummary(metadata, pair, source)]
  const put = summaryIn(metadata, pair, source)
  return put && [gone, put]
}

/** Makes `summary` all that stands in an `eventMetadata` without a value. */
function onlySummary(spec: YAMLMap, {target, pair}: {target: Pair; pair: Pair}, source: Source): Edit | undefined {
  const {value} = target
  if (
    spec.flow ||
    !ownsLines(target, source) ||
    !(value === null || (isScalar(value) && value.value === null && !value.anchor))
  ) {
    return undefined
  }
  const start = keyStart(target)
  const at = source.lines.endOf(start)
  const open = source.text[at - 1] === '\n' ? '' : source.lineEnd
  return {start: at, end: at, text: `${open}${movedTo(source.lines.columnOf(start) + 2, pair, source)}`}
}

/** The pair as lines of its own, in a column that is not left of its own. */
function movedTo(column: number, pair: Pair, source: Source): string {
  const {text, lines, lineEnd} = source
  const shift = ' '.repeat(Math.max(0, column - lines.columnOf(keyStart(pair))))
  const end = valueEnd(pair)
  const written = text.slice(keyStart(pair), end).replace(/\r?\n$/, '') + commentBehind(end, source)
  return `${' '.repeat(column)}${written.replaceAll(/\n(?=[^\n\r])/g, `\n${shift}`)}${lineEnd}`
}

/** Makes `summary` the first of several pairs. */
function firstSummary(metadata: YAMLMap, pair: Pair, source: Source): Edit {
  const first = keyStart(metadata.items[0]!)
  const at = source.lines.startOf(first)
  return {start: at, end: at, text: movedTo(source.lines.columnOf(first), pair, source)}
}

/** Sets `summary` of an `eventMetadata` that has one, or is written in one line. */
function summaryIn(metadata: YAMLMap, {value: wanted}: Pair, source: Source): Edit | undefined {
  const {text, lineEnd} = source
  const value = wanted as Scalar
  // of several lines: one line with escapes says the same where only one has room
  const inLine = scalarText(value, source, metadata.flow === true) ?? JSON.stringify(String(value.value))
  const old = pairOf(metadata, 'summary')?.value
  if (old === undefined) {
    const at = rangeOf(metadata)[0] + 1
    return {start: at, end: at, text: `summary: ${inLine}${metadata.items.length > 0 ? ', ' : ''}`}
  }
  if (!isScalar(old) || old.anchor || old.tag) return undefined
  const [start, end] = rangeOf(old)
  return {start, end, text: text[end - 1] === '\n' ? `${inLine}${lineEnd}` : `${start === end ? ' ' : ''}${inLine}`}
}

/** Puts a pair below a new key `eventMetadata`. */
function below(start: number, end: number, {text, lines, lineEnd}: Source): Edit[] {
  const margin = ' '.repeat(lines.columnOf(start))
  const moved = text.slice(start, end).replaceAll(/\n(?=[^\n\r])/g, '\n  ')
  return [{start, end, text: `eventMetadata:${lineEnd}${margin}  ${moved}`}]
}
