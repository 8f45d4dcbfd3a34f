import {isMap, isScalar, type Pair, type YAMLMap} from 'yaml'
import {keyStart, manual, ownsLines, type Rule, removalFrom, rewrite, type Source, scalarText, valueEnd} from './advice.js'
import type {Edit} from './edits.js'
import {pairOf, rangeOf, valueAt} from './yaml-objects.js'

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
  const gone = removalFrom(spec, pair, source)
  if (!gone || !isMap(metadata) || metadata.anchor) return undefined
  const text = scalarText(pair.value, source, metadata.flow === true)
  if (text === undefined) return undefined
  // an empty one is none to the controller
  if (isScalar(pair.value) && pair.value.value === '' && pairOf(metadata, 'summary')) return [gone]
  const put = summaryIn(metadata, text, source)
  return put && [gone, put]
}

/** Sets `summary` of `eventMetadata`. */
function summaryIn(metadata: YAMLMap, text: string, source: Source): Edit | undefined {
  const old = pairOf(metadata, 'summary')?.value
  if (old !== undefined) {
    const [start, end] = rangeOf(old)
    return scalarText(old, source) === undefined ? undefined : {start, end, text}
  }
  if (metadata.flow) {
    const at = rangeOf(metadata)[0] + 1
    return {start: at, end: at, text: `summary: ${text}${metadata.items.length > 0 ? ', ' : ''}`}
  }
  const first = keyStart(metadata.items[0]!)
  const at = source.lines.startOf(first)
  return {start: at, end: at, text: `${' '.repeat(source.lines.columnOf(first))}summary: ${text}${source.lineEnd}`}
}

/** Puts a pair below a new key `eventMetadata`. */
function below(start: number, end: number, {text, lines, lineEnd}: Source): Edit[] {
  const margin = ' '.repeat(lines.columnOf(start))
  const moved = text.slice(start, end).replaceAll(/\n(?=[^\n\r])/g, '\n  ')
  return [{start, end, text: `eventMetadata:${lineEnd}${margin}  ${moved}`}]
}
