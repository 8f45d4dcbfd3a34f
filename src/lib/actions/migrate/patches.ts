import {isMap, isScalar, type Pair, type YAMLMap} from 'yaml'
import {type Advice, dedent, indent, keyStart, manual, ownsLines, type Rule, removal, rewrite, type Source} from './advice.js'
import type {Edit} from './edits.js'
import {blockItems, pairOf, rangeOf, valueAt} from './yaml-objects.js'

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

function inMap(parent: unknown, path: string, source: Source): Advice[] {
  if (!isMap(parent)) return []
  const pairs = OLD.map((name) => pairOf(parent, name)).filter((pair) => pair !== undefined)
  if (pairs.length === 0) return []
  const edits = editsFor(parent, pairs, source)
  return pairs.map((pair, index) => {
    const name = `${path}.${nameOf(pair)}`
    return edits
      ? rewrite(source, keyStart(pair), `${name} -> patches`, index === 0 ? edits : [])
      : manual(source, keyStart(pair), `${name} is gone: make its entries items of patches, each with the patch as text`)
  })
}

/** Undefined when the lists are not written in a form that can be moved. */
function editsFor(parent: YAMLMap, pairs: readonly Pair[], source: Source): Edit[] | undefined {
  if (parent.flow || !pairs.every((pair) => ownsLines(pair, source) || pair === parent.items[0])) return undefined
  const column = source.lines.columnOf(keyStart(pairs[0]!))
  const items = pairs.map((pair) => itemsOf(pair, source))
  if (items.some((list) => list === undefined)) return undefined
  const end = source.lineEnd
  const text = (at: number) => items.flatMap((list) => list!.flatMap((item) => indent(item, at))).join(end)
  const existing = pairOf(parent, 'patches')
  if (existing) {
    const last = blockItems(existing.value)?.at(-1)
    if (last === undefined || !pairs.every((pair) => ownsLines(pair, source))) return undefined
    const at = source.lines.endOf(Math.max(0, rangeOf(last)[1] - 1))
    const before = source.text[at - 1] === '\n' ? '' : end
    const dash = source.lines.columnOf(rangeOf(blockItems(existing.value)![0])[0]) - 2
    return [{start: at, end: at, text: `${before}${text(dash)}${end}`}, ...pairs.map((pair) => removal(pair, source))]
  }
  const [first, ...others] = pairs as [Pair, ...Pair[]]
  const stop = source.lines.endOf(Math.max(keyStart(first), endOf(first) - 1))
  const tail = source.text[stop - 1] === '\n' ? end : ''
  return [
    {start: keyStart(first), end: stop, text: `patches:${end}${text(column)}${tail}`},
    ...others.map((pair) => removal(pair, source)),
  ]
}

const nameOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : '')
const endOf = (pair: Pair) => rangeOf(pair.value)[1]

/** The entries of an old list as items of the new one, each as lines from column 0. */
function itemsOf(pair: Pair, source: Source): string[][] | undefined {
  const items = blockItems(pair.value)
  if (!items) return undefined
  const made = items.map((item) =>
    nameOf(pair) === 'patchesJson6902' ? json6902(item, source) : ['- patch: |', ...indent(sourceOf(item, source), 4)],
  )
  return made.every((item) => item !== undefined) ? (made as string[][]) : undefined
}

/** Its operations become text, its target stays. */
function json6902(item: unknown, source: Source): string[] | undefined {
  const operations = valueAt(item, ['patch'])
  if (operations === undefined) return undefined
  const lines = ['- patch: |', ...indent(sourceOf(operations, source), 4)]
  const target = pairOf(item, 'target')
  if (!target) return lines
  const value = sourceOf(target.value, source)
  const flow = isMap(target.value) && target.value.flow
  return [...lines, ...(flow ? [`  target: ${value.join(' ')}`] : ['  target:', ...indent(value, 4)])]
}

/** The text of a value; of a text of several lines, what it says. */
function sourceOf(node: unknown, {text, lines}: Source): string[] {
  if (isScalar(node) && typeof node.value === 'string') return node.value.replace(/\n$/, '').split('\n')
  const [start, end] = rangeOf(node)
  return dedent(text.slice(start, end), lines.columnOf(start))
}
