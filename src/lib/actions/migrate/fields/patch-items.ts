import {isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, visit, type YAMLSeq} from 'yaml'
import {pairOf, rangeOf} from '../yaml-objects.js'
import {commentBehind, dedent, indent, keyStart, type Source, valueEnd} from './advice.js'

/** An entry of an old list as an item of the new one, with the comments in front of it: lines from column 0. */
export type MovedItem = readonly string[]

/** The entries of `patchesStrategicMerge` or `patchesJson6902`; undefined when they are not written in a form that can be moved. */
export function movedItems(pair: Pair, json6902: boolean, source: Source): MovedItem[] | undefined {
  const list = pair.value
  if (!isSeq(list) || hasAnchors(list)) return undefined
  if (list.flow) {
    const [first, ...others] = inFlow(list as YAMLSeq, json6902, source) ?? []
    return first && [[...commentsIn(commentBehind(valueEnd(pair), source)), ...first], ...others]
  }
  let at = keyStart(pair)
  const made = list.items.map((item) => {
    const [start] = rangeOf(item)
    const comments = commentsIn(source.text.slice(at, start))
    const end = withComment(rangeOf(item)[1], source)
    at = end
    const lines = json6902 ? json6902Lines(item, end, source) : ['- patch: |', ...indent(linesOf(item, end, source), 4)]
    return lines && [...comments, ...lines]
  })
  return made.every((item) => item !== undefined) ? (made as MovedItem[]) : undefined
}

/** A list in one line: so are its entries. */
function inFlow(list: YAMLSeq, json6902: boolean, source: Source): MovedItem[] | undefined {
  if (/[#\n]/.test(source.text.slice(...rangeOf(list).slice(0, 2)))) return undefined
  const made = list.items.map((item) => {
    const lines = linesOf(item, rangeOf(item)[1], source)
    return json6902 ? flowJson6902(item, source) : ['- patch: |', ...indent(lines, 4)]
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

/** The comments between two entries, a line each. */
function commentsIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1] ?? [])
}

/** The end of a value with the comment in its last line. */
const withComment = (end: number, source: Source) => end + commentBehind(end, source).length

/** Its operations become text where they stand, all else stays. */
function json6902Lines(item: unknown, end: number, source: Source): string[] | undefined {
  if (isMap(item) && item.flow) return flowJson6902(item, source)
  const patch = pairOf(item, 'patch')
  if (!patch || !isMap(item) || !isSeq(patch.value)) {
    // it is a text already
    return patch && isScalar(patch.value) ? dashed(linesOf(item, end, source)) : undefined
  }
  const {text, lines} = source
  const [start] = rangeOf(item)
  const [from] = rangeOf(patch.value)
  const to = withComment(valueEnd(patch), source)
  const key = keyStart(patch)
  const column = lines.columnOf(key)
  const comments = commentsIn(text.slice(key, from))
  const operations = [...comments, ...dedent(text.slice(from, to), lines.columnOf(from))]
  const before = text.slice(start, key)
  const rest = text.slice(to, end)
  const all = [
    ...dedent(`${before}patch: |`, lines.columnOf(start)),
    ...indent(operations, 2),
    // what stands behind begins with the end of the operations' last line
    ...withoutMargin(rest.replace(/^\s*?\r?\n/, ''), column),
  ]
  return dashed(all)
}

function withoutMargin(text: string, column: number): string[] {
  const margin = new RegExp(`^ {0,${column}}`)
  return text.trim() === ''
    ? []
    : text
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => line.replace(margin, ''))
}

function flowJson6902(item: unknown, source: Source): string[] | undefined {
  const patch = pairOf(item, 'patch')
  if (!patch || !isMap(item) || !isSeq(patch.value)) return undefined
  const sourceText = ({value}: Pair) => source.text.slice(rangeOf(value)[0], rangeOf(value)[1])
  if (/[#\n]/.test(source.text.slice(rangeOf(item)[0], rangeOf(item)[1]))) return undefined
  const others = item.items.filter((pair) => pair !== patch).map((pair) => `${String(pair.key)}: ${sourceText(pair)}`)
  return dashed([...others, 'patch: |', `  ${sourceText(patch)}`])
}

const dashed = (lines: readonly string[]) =>
  lines.map((line, index) => (line === '' ? '' : `${index === 0 ? '- ' : '  '}${line}`))

/** The text of a value up to an offset; of a text of several lines, what it says. */
function linesOf(node: unknown, end: number, {text, lines}: Source): string[] {
  if (isScalar(node) && typeof node.value === 'string') return node.value.replace(/\n$/, '').split('\n')
  const [start] = rangeOf(node)
  return dedent(text.slice(start, end), lines.columnOf(start))
}
