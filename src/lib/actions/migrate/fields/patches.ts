import {isMap, isScalar, isSeq, type Pair, type YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {blockItems, pairOf, rangeOf, valueAt} from '../yaml-objects.js'
import {
  commentBehind,
  indent,
  keyStart,
  manual,
  ownsLines,
  type Rule,
  removal,
  removalFrom,
  rewrite,
  type Source,
  valueEnd,
} from './advice.js'
import {type MovedItem, movedItems} from './patch-items.js'

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
  const edits = editsFor(parent, pairs, source)
  return pairs.map((pair, index) => {
    const name = `${path}.${nameOf(pair)}`
    if (edits && isNone(pair)) return rewrite(source, keyStart(pair), `${name} is gone and was empty`, index === 0 ? edits : [])
    return edits
      ? rewrite(source, keyStart(pair), `${name} -> patches`, index === 0 ? edits : [])
      : manual(source, keyStart(pair), `${name} is gone: make its entries items of patches, each with the patch as text`)
  })
}

const nameOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : '')

/** Nothing stands in the list. */
function isNone({value}: Pair): boolean {
  return value === null || (isScalar(value) && value.value === null) || (isSeq(value) && value.items.length === 0)
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
  if (existing) {
    const joined = joinedTo(existing, {before, after}, source)
    return joined && [...joined, ...pairs.map((pair) => removal(pair, source, full.includes(pair)))]
  }
  const first = pairs.toSorted((a, b) => keyStart(a) - keyStart(b))[0]!
  const start = keyStart(first)
  const stop = source.lines.endOf(Math.max(start, valueEnd(first) - 1))
  const comment = isNone(first) ? commentBehind(valueEnd(first), source) : ''
  const tail = source.text[stop - 1] === '\n' ? source.lineEnd : ''
  const text = linesAt(source.lines.columnOf(start), [...before, ...after], source)
  return [
    {start, end: stop, text: `patches:${comment}${source.lineEnd}${text}${tail}`},
    ...pairs.filter((pair) => pair !== first).map((pair) => removal(pair, source, full.includes(pair))),
  ]
}

/** Takes empty lists away; a map of nothing else would be null then. */
function withoutEmpty(parent: YAMLMap, pairs: readonly Pair[], source: Source): Edit[] | undefined {
  const [first, ...others] = pairs as [Pair, ...Pair[]]
  const alone = parent.items.length === pairs.length
  if (alone && (others.length > 0 || !isSeq(first.value))) return undefined
  if (alone) {
    const start = keyStart(first)
    return [{start, end: start + nameOf(first).length, text: 'patches'}]
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
  const {text, lines, lineEnd} = source
  const items = blockItems(existing.value)
  if (!items || items.length === 0) return inPlace(existing, {before, after}, source)
  const first = lines.startOf(rangeOf(items[0])[0])
  const column = /^( *)- /.exec(text.slice(first))?.[1]?.length
  if (column === undefined || !ownsLines(existing, source)) return undefined
  const end = lines.endOf(Math.max(0, rangeOf(items.at(-1))[1] - 1))
  // a comment in front of the first one is about that one
  const start = lines.endOf(keyStart(existing))
  const edits: Edit[] = []
  if (before.length > 0) edits.push({start, end: start, text: `${linesAt(column, before, source)}${lineEnd}`})
  const open = text[end - 1] === '\n' ? '' : lineEnd
  if (after.length > 0) edits.push({start: end, end, text: `${open}${linesAt(column, after, source)}${lineEnd}`})
  return edits
}

/** `patches` in one line becomes a list with dashes; undefined when it holds more than that. */
function inPlace(existing: Pair, {before, after}: Around, source: Source): Edit[] | undefined {
  const {value} = existing
  const {text, lines, lineEnd} = source
  const [start, end] = [keyStart(existing), valueEnd(existing)]
  const own = isSeq(value) ? value.items.map((item) => [`- ${text.slice(rangeOf(item)[0], rangeOf(item)[1])}`]) : []
  if (!ownsLines(existing, source) || !(isNone(existing) || isSeq(value)) || /[#\n]/.test(text.slice(start, end)))
    return undefined
  const comment = commentBehind(end, source)
  const moved = linesAt(lines.columnOf(start), [...before, ...own, ...after], source)
  return [{start, end: end + comment.length, text: `patches:${comment}${lineEnd}${moved}`}]
}
