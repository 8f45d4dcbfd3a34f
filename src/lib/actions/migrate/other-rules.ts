import {isMap} from 'yaml'
import {keyStart, manual, ownsLines, type Rule, removal, rewrite, type Source, valueEnd} from './advice.js'
import type {Edit} from './edits.js'
import {pairOf, valueAt} from './yaml-objects.js'

/** `rollback.recreate` does nothing any more. */
export const recreate: Rule = ({map, kind}, source) => {
  const pair = kind === 'HelmRelease' ? pairOf(valueAt(map, ['spec', 'rollback']), 'recreate') : undefined
  return pair ? [manual(source, keyStart(pair), 'spec.rollback.recreate has no effect any more and no successor: remove it')] : []
}

/** `summary` of an Alert became an entry of `eventMetadata`. */
export const summary: Rule = ({map, kind}, source) => {
  const spec = kind === 'Alert' ? valueAt(map, ['spec']) : undefined
  const pair = pairOf(spec, 'summary')
  if (!pair) return []
  const metadata = pairOf(spec, 'eventMetadata')
  const start = keyStart(pair)
  const movable = ownsLines(pair, source) && isMap(spec) && !spec.flow
  if (movable && !metadata)
    return [rewrite(source, start, 'spec.summary -> eventMetadata.summary', below(start, valueEnd(pair), source))]
  const target = metadata?.value
  if (movable && isMap(target) && !target.flow && target.items.length > 0 && !pairOf(target, 'summary')) {
    const first = keyStart(target.items[0]!)
    const margin = ' '.repeat(source.lines.columnOf(first))
    const line = source.text.slice(start, valueEnd(pair))
    if (!line.includes('\n')) {
      const at = source.lines.startOf(first)
      const edits = [{start: at, end: at, text: `${margin}${line}${source.lineEnd}`}, removal(pair, source)]
      return [rewrite(source, start, 'spec.summary -> eventMetadata.summary', edits)]
    }
  }
  return [manual(source, start, 'spec.summary is deprecated: make it eventMetadata.summary')]
}

/** Puts a pair below a new key `eventMetadata`. */
function below(start: number, end: number, {text, lines, lineEnd}: Source): Edit[] {
  const margin = ' '.repeat(lines.columnOf(start))
  const moved = text.slice(start, end).replaceAll(/\n(?=[^\n\r])/g, '\n  ')
  return [{start, end, text: `eventMetadata:${lineEnd}${margin}  ${moved}`}]
}
