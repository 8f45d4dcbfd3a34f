import {isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, visit, type YAMLSeq} from 'yaml'
import {pairOf, rangeOf} from '../yaml-objects.js'
import {commentBehind, commentsIn, commentsWithin, contentEnd, isBlock, keyStart, type Source, valueEnd} from './advice.js'
import {dedent, endsExactly, linesOf, patchText, textPair} from './text-block.js'

/** An entry of an old list as an item of the new one, with the comments in front of it: lines from column 0. */
export type MovedItem = readonly string[]

/** The entries of `patchesStrategicMerge` or `patchesJson6902`; undefined when they are not written in a form that can be moved. */
export function movedItems(pair: Pair, json6902: boolean, source: Source): MovedItem[] | undefined {
  const list = pair.value
  if (!isSeq(list) || list.tag || hasAnchors(list)) return undefined
  if (list.flow) {
    const [first, ...others] = inFlow(list as YAMLSeq, json6902, source) ?? []
    const comments = [...commentsWithin(pair, source), ...commentsIn(commentBehind(valueEnd(pair, source), source))]
    return first && [[...comments, ...first], ...others]
  }
  let at = rangeOf(pair.key)[1]
  const made = list.items.map((item) => {
    const [start] = rangeOf(item)
    const comments = [...commentsIn(source.text.slice(at, start)), ...headerComments(item, source)]
    const end = withComment(contentEnd(item, source), source)
    at = end
    const lines = json6902 ? json6902Lines(item, end, source) : merge(item, end, source)
    return lines && [...comments, ...lines]
  })
  return made.every((item) => item !== undefined) ? (made as MovedItem[]) : undefined
}

/** A strategic merge, with the comment behind a string. */
function merge(item: unknown, end: number, source: Source): string[] | undefined {
  if (!isNode(item) || (isScalar(item) && typeof item.value !== 'string')) return undefined
  const isText = isScalar(item) && typeof item.value === 'string'
  const behind = isText ? commentsIn(source.text.slice(contentEnd(item, source), end)) : []
  return [...behind, ...dashed(textPair('patch', patchText(item, end, source)))]
}

const headerComments = (item: unknown, {text}: Source) =>
  isBlock(item) ? commentsIn(/^.*/.exec(text.slice(rangeOf(item)[0], rangeOf(item)[1]))![0]) : []

/** A list in one line: so are its entries. */
function inFlow(list: YAMLSeq, json6902: boolean, source: Source): MovedItem[] | undefined {
  if (/[#\n]/.test(source.text.slice(...rangeOf(list).slice(0, 2)))) return undefined
  const made = list.items.map((item) => {
    return json6902 ? flowJson6902(item, source) : merge(item, rangeOf(item)[1], source)
  })
  return made.every((item) => item !== undefined) ? (made as MovedItem[]) : undefined
}

/** What an anchor names would be elsewhere, or text. */
function hasAnchors(node: Node): boolean {
  let found = false
  visit(node, (_, value) => {
    if (isAlias(value) || (isNode(value) && value.anchor)) found = true
  })
  return found
}

/** The end of a value with the comment in its last line. */
const withComment = (end: number, source: Source) => end + commentBehind(end, source).length

/** Its operations become text where they stand, all else stays. */
function json6902Lines(item: unknown, end: number, source: Source): string[] | undefined {
  if (isMap(item) && item.flow) {
    const made = flowJson6902(item, source)
    return made && [...commentsIn(source.text.slice(rangeOf(item)[1], end)), ...made]
  }
  const patch = pairOf(item, 'patch')
  if (!patch || !isMap(item) || !isSeq(patch.value)) {
    // it is a text already
    return patch && isScalar(patch.value) ? dashed(linesOf(item, end, source)) : undefined
  }
  if (patch.value.tag) return undefined
  const {text, lines} = source
  const [start] = rangeOf(item)
  const [from] = rangeOf(patch.value)
  const to = withComment(valueEnd(patch, source), source)
  const key = keyStart(patch)
  const name = rangeOf(patch.key)[1]
  const comments = commentsIn(text.slice(name, from)).map((comment) => `${comment}\n`)
  const operations = textPair(text.slice(key, name), comments.join('') + patchText(patch.value, to, source))
  const column = lines.columnOf(start)
  // the lines of what stands in front of it, and of what stands behind the operations' last line
  const before = dedent(`${text.slice(start, key)}x`, column).slice(0, -1)
  const rest = text.slice(to, end).replace(/^\s*?\r?\n/, '')
  const after = rest.trim() === '' ? [] : dedent(`\n${rest}`, column, endsExactly(item)).slice(1)
  return dashed([...before, ...operations, ...after])
}

function flowJson6902(item: unknown, source: Source): string[] | undefined {
  const patch = pairOf(item, 'patch')
  if (!patch || !isMap(item) || !isSeq(patch.value)) return undefined
  const sourceText = ({value}: Pair) => source.text.slice(rangeOf(value)[0], rangeOf(value)[1])
  if (/[#\n]/.test(source.text.slice(rangeOf(item)[0], rangeOf(item)[1]))) return undefined
  const others = item.items.filter((pair) => pair !== patch).map((pair) => `${String(pair.key)}: ${sourceText(pair)}`)
  return dashed([...others, ...textPair('patch', `${sourceText(patch)}\n`)])
}

const dashed = (lines: readonly string[]) =>
  lines.map((line, index) => (line === '' ? '' : `${index === 0 ? '- ' : '  '}${line}`))
