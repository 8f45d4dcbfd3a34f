import {isScalar} from 'yaml'
import type {Edit} from '../edits.js'
import {rangeOf, valueAt} from '../yaml-objects.js'
import {type Advice, manual, type Rule, rewrite, type Source} from './advice.js'
import {goneFromCommit} from './gone.js'

/** Loops whose keys mean the same in `.Changed`. */
const LOOPS = /(range\s+\$\w+\s*,\s*\$_\w*\s*:=\s*)\.Updated\.(Objects|Files)\b/g
const NEW_NAMES: Readonly<Record<string, string>> = {Objects: '.Changed.Objects', Files: '.Changed.FileChanges'}
/** A loop over images that only prints them, up to its end: `{{.}}`, `{{println .}}`, `{{printf "- %s" .}}`, `{{. | print}}`. */
const IMAGES = imagesPattern()
const ITEM = itemPattern('g')

/** Commit templates: `.Updated` is gone, `.Changed` holds other things. */
export const commitTemplate: Rule = ({map, kind}, source) => {
  const value = kind === 'ImageUpdateAutomation' ? valueAt(map, ['spec', 'git', 'commit', 'messageTemplate']) : undefined
  if (!isScalar(value) || typeof value.value !== 'string' || !value.value.includes('.Updated')) return []
  const [start, end] = rangeOf(value)
  const text = source.text.slice(start, end)
  const done = [...loops(text, start, source), ...imageLoops(text, start, source)]
  const seen = new Set(done.flatMap(({edits}) => edits.map((edit) => edit.start)))
  const left = [...text.matchAll(/\.Updated\b(?:\.\w+)?/g)].filter((match) => !seen.has(start + match.index))
  return [...done, ...left.map((match) => manual(source, start + match.index, goneFromCommit(match[0])))]
}

/** An action that prints the loop's item; its first group ends where the dot begins. */
function itemPattern(flags = ''): RegExp {
  const print = String.raw`print(?:ln|f\s+(?:"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\x60[^\x60]*\x60))?`
  return new RegExp(String.raw`(\{\{-?\s*(?:${print}\s+)?)\.(?:\s*\|\s*${print})?\s*-?\}\}`, flags)
}

function imagesPattern(): RegExp {
  const item = itemPattern().source.replace('(', '(?:')
  return new RegExp(String.raw`(\{\{-?\s*range\s+)\.Updated\.Images(\s*-?\}\})((?:(?!\{\{)[\s\S]|${item})*)\{\{-?\s*end\b`, 'g')
}

function loops(text: string, start: number, source: Source): Advice[] {
  return [...text.matchAll(LOOPS)].map((loop) => {
    const at = start + loop.index + loop[1]!.length
    const old = `.Updated.${loop[2]}`
    const now = NEW_NAMES[loop[2]!]!
    return rewrite(source, at, `${old} -> ${now} in the commit template`, [{start: at, end: at + old.length, text: now}])
  })
}

/** A change is no image, but its new value is what was written for it. */
function imageLoops(text: string, start: number, source: Source): Advice[] {
  return [...text.matchAll(IMAGES)].map((loop) => {
    const at = start + loop.index + loop[1]!.length
    const old = '.Updated.Images'
    const body = at + old.length + loop[2]!.length
    const items = [...loop[3]!.matchAll(ITEM)].map((item): Edit => {
      const dot = body + item.index + item[1]!.length
      return {start: dot, end: dot + 1, text: '.NewValue'}
    })
    const edits = [{start: at, end: at + old.length, text: '.Changed.Changes'}, ...items]
    return rewrite(source, at, `${old} -> .Changed.Changes with .NewValue in the commit template`, edits)
  })
}
