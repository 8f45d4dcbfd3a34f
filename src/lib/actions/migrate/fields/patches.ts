import {isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {blockItems, pairOf, rangeOf, standsTwice, valueAt} from '../yaml-objects.js'
import {
  commentBehind,
  commentsIn,
  commentsWithin,
  contentEnd,
  keyStart,
  manual,
  ownsLines,
  type Rule,
  rewrite,
  type Source,
  valueEnd,
} from './advice.js'
import {GONE} from './gone.js'
import {type MovedItem, movedItems} from './patch-items.js'
import {removal, removalFrom} from './removal.js'
import {indent} from './text-block.js'

/** In the order in which kustomize applied them: `patches` stood between the two. */
const OLD = ['patchesStrategicMerge', 'patchesJson6902'] as const

/** The two older lists of patches became entries of `patches`, each with its patch as text. */
export const patches: Rule = ({map, kind}, source) => {
  if (kind === 'Kustomization') return inMap(valueAt(map, ['spec']), 'spec', source)
  if (kind !== 'HelmRelease') return []
  const renderers = blockItems(valueAt(map, ['spec', 'postRenderers'])) ?? []
  return renderers.flatMap((renderer, index) =>
    inMap(valueAt(renderer, ['kustomize']), `spec.postRenderers[${index}].kustomize`, source),
  )
}

function inMap(parent: unknown, path: string, source: Source) {
  if (!isMap(parent)) return []
  const pairs = OLD.map((name) => pairOf(parent, name)).filter((pair) => pair !== undefined)
  if (pairs.length === 0) return []
  const edits = standsTwice(parent, [...OLD, 'patches']) ? undefined : editsFor(parent, pairs, source)
  return pairs.map((pair, index) => {
    const name = `${path}.${nameOf(pair)}`
    if (edits && isNone(pair)) return rewrite(source, keyStart(pair), `${name} is gone and was empty`, index === 0 ? edits : [])
    return edits
      ? rewrite(source, keyStart(pair), `${name} -> patches`, index === 0 ? edits : [])
      : manual(source, keyStart(pair), `${name} ${GONE.patches}`)
  })
}

const nameOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : '')

/** Nothing stands in the list. */
function isNone({value}: Pair): boolean {
  if (!isNode(value)) return true
  if ((isScalar(value) || isSeq(value)) && (value.anchor || value.tag)) return false
  return isScalar(value) ? value.value === null : isSeq(value) && value.items.length === 0
}

/** Undefined when the lists are not written in a form that can be moved. */
function editsFor(parent: YAMLMap, pairs: readonly Pair[], source: Source): Edit[] | undefined {
  const full = pairs.filter((pair) => !isNone(pair))
  const existing = pairOf(parent, 'patches')
  if (full.length === 0) return withoutEmpty(parent, pairs, source)
  if (parent.flow || !pairs.every((pair) => ownsLines(pair, source) || (!existing && pair === parent.items[0]))) return undefined
  const lists = OLD.map((name) => {
    const pair = full.find((one) => nameOf(one) === name)
    return pair ? movedItems(pair, name === 'patchesJson6902', source) : []
  })
  const [before, after] = lists
  if (!before || !after) return undefined
  const movedFrom = (pair: Pair) => removal(pair, source, full.includes(pair) ? 'all' : 'none')
  if (existing) {
    const joined = joinedTo(existing, {before, after}, source)
    return joined && [...joined, ...pairs.map(movedFrom)]
  }
  const first = pairs.toSorted((a, b) => keyStart(a) - keyStart(b))[0]!
  const [start, end] = [keyStart(first), valueEnd(first, source)]
  const stop = source.lines.endOf(Math.max(start, end - 1))
  const column = source.lines.columnOf(start)
  const comments = isNone(first) ? [...commentsWithin(first, source), ...commentsIn(commentBehind(end, source))] : []
  const head = `patches:${comments.map((comment, index) => (index === 0 ? ` ${comment}` : `${source.lineEnd}${' '.repeat(column)}${comment}`)).join('')}`
  const text = linesAt(column, [...before, ...after], source)
  return [
    {start, end: stop, text: `${head}${source.lineEnd}${text}${source.lineEnd}`, column},
    ...pairs.filter((pair) => pair !== first).map(movedFrom),
  ]
}

/** Takes empty lists away; a map of nothing else would be null then. */
function withoutEmpty(parent: YAMLMap, pairs: readonly Pair[], source: Source): Edit[] | undefined {
  const [first, ...others] = pairs as [Pair, ...Pair[]]
  const alone = parent.items.length === pairs.length
  if (alone && (others.length > 0 || !isSeq(first.value))) return undefined
  if (alone) {
    const [start, end] = rangeOf(first.key)
    return [{start, end, text: 'patches'}]
  }
  const gone = pairs.map((pair) => removalFrom(parent, pair, source))
  return gone.every((edit) => edit !== undefined) ? (gone as Edit[]) : undefined
}

const linesAt = (column: number, items: readonly MovedItem[], {lineEnd}: Source) =>
  items.flatMap((lines) => indent(lines, column)).join(lineEnd)

interface Around {
  readonly before: readonly MovedItem[]
  readonly after: readonly MovedItem[]
}

/** Puts items around those of `patches`. */
function joinedTo(existing: Pair, {before, after}: Around, source: Source): Edit[] | undefined {
  const list = existing.value
  if (isNode(list) && 'anchor' in list && (list.anchor || list.tag)) return undefined
  const {text, lines, lineEnd} = source
  const items = blockItems(list)
  if (!items || items.length === 0) return inPlace(existing, {before, after}, source)
  const first = lines.startOf(rangeOf(items[0])[0])
  const column = /^( *)- /.exec(text.slice(first))?.[1]?.length
  if (column === undefined || !ownsLines(existing, source)) return undefined
  const end = lines.endOf(Math.max(0, contentEnd(items.at(-1), source) - 1))
  // a comment in front of the first one is about that one
  const start = lines.endOf(keyStart(existing))
  const edits: Edit[] = []
  if (before.length > 0) edits.push({start, end: start, text: `${linesAt(column, before, source)}${lineEnd}`, column})
  if (after.length > 0) edits.push({start: end, end, text: `${linesAt(column, after, source)}${lineEnd}`, column})
  return edits
}

/** `patches` in one line becomes a list with dashes; undefined when it holds more than that. */
function inPlace(existing: Pair, {before, after}: Around, source: Source): Edit[] | undefined {
  const {value} = existing
  const {text, lines, lineEnd} = source
  const [start, end] = [keyStart(existing), valueEnd(existing, source)]
  const own = isSeq(value) ? value.items.map((item) => [`- ${text.slice(rangeOf(item)[0], rangeOf(item)[1])}`]) : []
  if (!ownsLines(existing, source) || !(isNone(existing) || isSeq(value)) || /[#\n]/.test(text.slice(start, end)))
    return undefined
  const comment = commentBehind(end, source)
  const column = lines.columnOf(start)
  const moved = linesAt(column, [...before, ...own, ...after], source)
  return [{start, end: lines.endOf(end), text: `patches:${comment}${lineEnd}${moved}${lineEnd}`, column}]
}
