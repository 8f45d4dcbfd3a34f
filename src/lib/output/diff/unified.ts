import {structuredPatch} from 'diff'
import type {DiffEntry} from '../../actions/diff/diff-entry.js'
import type {KubeObject} from '../../ports/kube.js'
import {cleanYaml} from './clean-yaml.js'

const CONTEXT = 3
/** Lines that may differ: more would take too long to compare. */
const MOST_CHANGES = 4000

/** All entries as one unified diff: what is in the cluster against what would be applied. */
export function renderUnified(entries: readonly DiffEntry[]): string {
  return flatEntries(entries).map(unifiedEntry).join('')
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
