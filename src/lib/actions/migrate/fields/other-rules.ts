import {isMap, isScalar, type Pair, type YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {pairOf, standsTwice, valueAt} from '../yaml-objects.js'
import {keyStart, manual, ownsLines, type Rule, rewrite, type Source, scalarText, valueEnd} from './advice.js'
import {GONE} from './gone.js'
import {removal, removalFrom} from './removal.js'
import {below, firstSummary, onlySummary, summaryIn} from './summary-places.js'

/** `rollback.recreate` does nothing any more. */
export const recreate: Rule = ({map, kind}, source) => {
  const pair = kind === 'HelmRelease' ? pairOf(valueAt(map, ['spec', 'rollback']), 'recreate') : undefined
  return pair ? [manual(source, keyStart(pair), GONE.recreate)] : []
}

/** `summary` of an Alert became an entry of `eventMetadata`, over which it wins where both are there. */
export const summary: Rule = ({map, kind}, source) => {
  const spec = kind === 'Alert' ? valueAt(map, ['spec']) : undefined
  const pair = pairOf(spec, 'summary')
  if (!pair || !isMap(spec)) return []
  const start = keyStart(pair)
  const edits = standsTwice(spec, ['summary', 'eventMetadata']) ? undefined : summaryEdits(spec, pair, source)
  return edits ? [rewrite(source, start, 'spec.summary -> eventMetadata.summary', edits)] : [manual(source, start, GONE.summary)]
}

function summaryEdits(spec: YAMLMap, pair: Pair, source: Source): Edit[] | undefined {
  const target = pairOf(spec, 'eventMetadata')
  const {value} = pair
  if (!isScalar(value) || value.anchor || value.tag) return undefined
  // a map of nothing would be null
  const gone = spec.items.length > 1 ? removalFrom(spec, pair, source) : undefined
  const metadata = target?.value
  // an empty one is none to the controller
  if (gone && (value.value === null || (value.value === '' && pairOf(metadata, 'summary')))) return [gone]
  if (value.value === null) return undefined
  if (!target) return alone(spec, pair, source)
  if (!gone) return undefined
  if (!isMap(metadata)) {
    const only = onlySummary(spec, {target, pair}, source)
    return only && [removal(pair, source, 'all'), ...only]
  }
  if (metadata.anchor || metadata.tag || standsTwice(metadata, ['summary'])) return undefined
  // a line of its own again, with the comment behind it
  if (!metadata.flow && !pairOf(metadata, 'summary')) {
    const put = firstSummary(metadata, pair, source)
    return put && [removal(pair, source, 'all'), put]
  }
  const put = summaryIn(metadata, pair, source)
  return put && [gone, put]
}

/** Makes `eventMetadata` of a pair where there is none. */
function alone(spec: YAMLMap, pair: Pair, source: Source): Edit[] | undefined {
  const [start, end] = [keyStart(pair), valueEnd(pair, source)]
  if (!spec.flow) return ownsLines(pair, source) ? below(start, end, source) : undefined
  if (scalarText(pair.value, source) === undefined) return undefined
  return [{start, end, text: `eventMetadata: {${source.text.slice(start, end)}}`}]
}
