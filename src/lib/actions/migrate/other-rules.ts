import {isMap, isScalar} from 'yaml'
import {keyStart, manual, ownsLines, type Rule, removal, rewrite, type Source, valueEnd} from './advice.js'
import type {Edit} from './edits.js'
import {pairOf, rangeOf, valueAt} from './yaml-objects.js'

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

/** Loops whose keys mean the same in `.Changed`. */
const LOOPS = /(range\s+\$\w+\s*,\s*\$_\w*\s*:=\s*)\.Updated\.(Objects|Files)\b/g
const NEW_NAMES: Readonly<Record<string, string>> = {Objects: '.Changed.Objects', Files: '.Changed.FileChanges'}

/** Commit templates: `.Updated` is gone, `.Changed` holds other things. */
export const commitTemplate: Rule = ({map, kind}, source) => {
  const value = kind === 'ImageUpdateAutomation' ? valueAt(map, ['spec', 'git', 'commit', 'messageTemplate']) : undefined
  if (!isScalar(value) || typeof value.value !== 'string' || !value.value.includes('.Updated')) return []
  const [start, end] = rangeOf(value)
  const text = source.text.slice(start, end)
  const loops = [...text.matchAll(LOOPS)]
  const done = loops.map((loop) => {
    const at = start + loop.index + loop[1]!.length
    const old = `.Updated.${loop[2]}`
    const now = NEW_NAMES[loop[2]!]!
    return rewrite(source, at, `${old} -> ${now} in the commit template`, [{start: at, end: at + old.length, text: now}])
  })
  const seen = new Set(done.map(({edits}) => edits[0]!.start))
  const left = [...text.matchAll(/\.Updated\b(?:\.\w+)?/g)].filter((match) => !seen.has(start + match.index))
  return [...done, ...left.map((match) => manual(source, start + match.index, goneFrom(match[0])))]
}

function goneFrom(name: string): string {
  const advice =
    name === '.Updated.Images'
      ? '{{ range .Changed.Changes }}{{ .OldValue }} -> {{ .NewValue }}{{ end }} says what changed'
      : 'use .Changed.FileChanges, .Changed.Objects or .Changed.Changes'
  return `${name} is gone from commit templates and the automation would stall: ${advice}`
}
