import {isScalar, isSeq, type Pair, type YAMLMap} from 'yaml'
import type {Edit} from '../edits.js'
import {blockItems, pairOf, rangeOf, standsTwice, valueAt} from '../yaml-objects.js'
import {commentBehind, keyStart, manual, type Rule, rewrite, type Source, scalarText} from './advice.js'
import {GONE} from './gone.js'
import {removalFrom} from './removal.js'

const PATHS: Readonly<Record<string, readonly string[]>> = {HelmRelease: ['spec', 'chart', 'spec'], HelmChart: ['spec']}

/** `valuesFile` became an entry of `valuesFiles`; it was merged before them. */
export const valuesFile: Rule = ({map, kind}, source) => {
  const path = PATHS[kind]
  const parent = path && valueAt(map, path)
  const pair = pairOf(parent, 'valuesFile')
  if (!path || !pair) return []
  const name = `${path.join('.')}.valuesFile`
  const edits =
    isScalar(pair.value) && !standsTwice(parent, ['valuesFile', 'valuesFiles'])
      ? editsFor(parent as YAMLMap, pair, source)
      : undefined
  if (!edits) return [manual(source, keyStart(pair), `${name} ${GONE.valuesFile}`)]
  return [rewrite(source, keyStart(pair), `${name} -> valuesFiles`, edits)]
}

function editsFor(parent: YAMLMap, pair: Pair, source: Source): Edit[] | undefined {
  const {value: name} = pair
  if (!isScalar(name) || name.anchor || name.tag) return undefined
  // an empty one is none to the controller
  if ((name.value ?? '') === '' && parent.items.length > 1) return alone(removalFrom(parent, pair, source))
  const value = scalarText(name, source)
  if (value === undefined) return undefined
  const [start, end] = rangeOf(pair.value)
  const inList = scalarText(pair.value, source, true) ?? value
  const others = pairOf(parent, 'valuesFiles')
  if (!others) {
    const key = rangeOf(pair.key)
    const plural = source.text.slice(key[0], key[1]).replace('valuesFile', 'valuesFiles')
    return [
      {start: key[0], end: key[1], text: plural},
      {start, end, text: `[${inList}]`},
    ]
  }
  const intoLine = !isSeq(others.value) || others.value.flow === true || isFirst(others.value, pair.value)
  const gone = removalFrom(parent, pair, source, intoLine ? 'none' : 'behind')
  if (!gone) return undefined
  if (isFirst(others.value, pair.value)) return [gone]
  const comment = intoLine ? '' : commentBehind(end, source)
  const at = insertFirst(others.value, {value: `${value}${comment}`, inList}, source)
  return at && [gone, at]
}

const alone = (edit: Edit | undefined) => edit && [edit]

/** True when the list begins with this file already. */
function isFirst(list: unknown, value: unknown): boolean {
  const first = isSeq(list) ? list.items[0] : undefined
  return isScalar(first) && isScalar(value) && first.value === value.value
}

/** Puts the file in front of the list's items. */
function insertFirst(list: unknown, file: {value: string; inList: string}, {text, lines, lineEnd}: Source): Edit | undefined {
  if (!isSeq(list)) return undefined
  const first = blockItems(list)?.[0]
  if (first === undefined) {
    if (!list.flow) return undefined
    const at = rangeOf(list)[0] + 1
    return {start: at, end: at, text: list.items.length > 0 ? `${file.inList}, ` : file.inList}
  }
  const line = lines.startOf(rangeOf(first)[0])
  const margin = /^( *- +)/.exec(text.slice(line))?.[1]
  return margin === undefined ? undefined : {start: line, end: line, text: `${margin}${file.value}${lineEnd}`}
}
