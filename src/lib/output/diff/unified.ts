import {structuredPatch} from 'diff'
import type {DiffEntry} from '../../actions/diff/diff-entry.js'
import type {KubeObject} from '../../ports/kube.js'
import {cleanYaml} from './clean-yaml.js'
import {fittingEntries} from './size-limit.js'
import {plural} from './text-change.js'

const CONTEXT = 3
/** Lines that may differ: more would take too long to compare. */
const MOST_CHANGES = 4000

/** Names in the line that tells what is left out, and the longest that this line gets. */
const [MOST_NAMED, LONGEST_LINE] = [3, 600]

/** All entries as one unified diff: what is in the cluster against what would be applied. Never longer than `limit`: entries are left out whole. */
export function renderUnified(entries: readonly DiffEntry[], limit = Infinity): string {
  const flat = flatEntries(entries)
  const texts = new Map(flat.map((entry) => [entry, unifiedEntry(entry)]))
  const whole = flat.map((entry) => texts.get(entry)).join('')
  if (whole.length <= limit) return whole
  const leaves = flat.map((entry) => ({entry, above: []}))
  const kept = fittingEntries(leaves, limit - LONGEST_LINE, (entry) => texts.get(entry)!.length)
  return (
    flat.map((entry) => (kept.has(entry) ? texts.get(entry) : '')).join('') + leftOut(flat.filter((entry) => !kept.has(entry)))
  )
}

/** A comment line, as the last one. */
function leftOut(entries: readonly DiffEntry[]): string {
  const named = entries.slice(0, MOST_NAMED).map(({subject, action}) => `${subject} ${action}`)
  const more = entries.length > MOST_NAMED ? ` and ${entries.length - MOST_NAMED} more` : ''
  const head = `# ${plural(entries.length, 'object is', 'objects are')} left out (--max-size 0 shows all): `
  return `${head}${named.join(', ').slice(0, LONGEST_LINE - head.length - more.length - 1)}${more}\n`
}

/** The entries of children beside those of their parents. */
export function flatEntries(entries: readonly DiffEntry[]): DiffEntry[] {
  return entries.flatMap((entry) => (entry.action === 'child' ? flatEntries(entry.entries) : [entry]))
}

/** One entry as unified diff; a comment line for what has none. */
export function unifiedEntry(entry: DiffEntry): string {
  const {before, after} = statesOf(entry)
  if (!before && !after) return `# ${entry.subject} ${entry.action}\n`
  const found = structuredPatch('', '', cleanYaml(before), cleanYaml(after), '', '', {
    context: CONTEXT,
    maxEditLength: MOST_CHANGES,
  })
  const head = `--- ${before ? `live/${entry.subject}` : '/dev/null'}\n+++ ${after ? `build/${entry.subject}` : '/dev/null'}\n`
  if (!found) return `${head}# more than ${MOST_CHANGES} lines differ\n`
  const {hunks} = found
  if (hunks.length === 0) return `# ${entry.subject} changes only in what the server keeps for itself\n`
  const text = hunks.map(({oldStart, oldLines, newStart, newLines, lines}) => {
    return `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@\n${lines.map((line) => `${line}\n`).join('')}`
  })
  return head + text.join('')
}

const rangeOf = (start: number, lines: number) => (lines === 1 ? String(start) : `${lines === 0 ? start - 1 : start},${lines}`)

function statesOf(entry: DiffEntry): {before?: KubeObject | undefined; after?: KubeObject | undefined} {
  if (entry.action === 'created') return {after: entry.after}
  if (entry.action === 'deleted') return {before: entry.before}
  return entry.action === 'drifted' ? entry : {}
}
