import type {Pair, YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {commentBehind, commentsWithin, keyStart, ownsLines, type Source, valueEnd} from './advice.js'

/** Where the comments of what is taken away are: `none` of them, all but the one `behind` it, or `all` go elsewhere. */
export type Moved = 'none' | 'behind' | 'all'

/** Takes all lines of a pair away; comments that go nowhere else stay on lines of their own. */
export function removal(pair: Pair, source: Source, moved: Moved = 'none'): Edit {
  const {lines, lineEnd} = source
  const start = keyStart(pair)
  const end = valueEnd(pair, source)
  const within = moved === 'all' ? [] : commentsWithin(pair, source)
  const behind = moved === 'none' ? commentBehind(end, source).trim() : ''
  const column = lines.columnOf(start)
  const margin = ' '.repeat(column)
  const kept = [...within, ...(behind ? [behind] : [])].map((comment) => `${margin}${comment}${lineEnd}`)
  return {start: lines.startOf(start), end: lines.endOf(Math.max(start, end - 1)), text: kept.join(''), column}
}

/** Takes a pair out of its map; undefined when that is not possible without touching what else stands in its lines. */
export function removalFrom(map: YAMLMap, pair: Pair, source: Source, moved: Moved = 'none'): Edit | undefined {
  if (!map.flow) return ownsLines(pair, source) ? removal(pair, source, moved) : undefined
  const at = map.items.indexOf(pair)
  const [before, after] = [map.items[at - 1], map.items[at + 1]]
  const start = after || !before ? keyStart(pair) : valueEnd(before, source)
  const end = after ? keyStart(after) : valueEnd(pair, source)
  return /[\n#]/.test(source.text.slice(start, end)) ? undefined : {start, end, text: ''}
}
