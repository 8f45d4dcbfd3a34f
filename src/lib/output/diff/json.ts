import type {DiffEntry, DiffResult} from '../../actions/diff/diff-entry.js'
import {groupOf, versionOf} from '../../apply/subject.js'
import {printJson} from '../../formats/json/print.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import {compareValues} from './compare.js'
import {fittingEntries, leavesOf} from './size-limit.js'

/** Characters that one more list around an entry puts before each of its lines. */
const INDENT = 4

/**
 * The result as JSON: one item per object, with the paths that differ; `changed` is null when nobody knows. Never longer than
 * `limit`: objects are left out whole, and `leftOut` counts them.
 */
export function renderDiffJson(result: DiffResult, limit = Infinity): string {
  const whole = printed(result, result.entries, 0)
  if (whole.length <= limit) return whole
  const leaves = leavesOf(result.entries)
  const errors = fittingErrors(result.errors, limit / 2)
  // the list is closed on a line of its own
  const room = limit - printed({...result, errors}, [], leaves.length).length - INDENT * 2
  const kept = fittingEntries(leaves, room, sizeOf)
  const left = leaves.filter(({entry}) => !kept.has(entry)).length
  return printed({...result, errors}, keptOf(result.entries, kept), left)
}

function printed({subject, changed, errors}: DiffResult, entries: readonly DiffEntry[], left: number): string {
  const known = changed || errors.length === 0
  const data = {kustomization: subject, changed: known ? changed : null, objects: entries.map(entryData), errors: [...errors]}
  return `${printJson({...data, leftOut: left}, 2)}\n`
}

/** Characters that an entry takes, without those in it: its lines, each behind its indent, and a comma. */
function sizeOf(entry: DiffEntry, depth: number): number {
  const text = printJson(entryData(entry.action === 'child' ? {...entry, entries: []} : entry), 2)
  const lines = text.split('\n').length
  // a child's list, when it has entries, is closed on a line of its own
  const closing = entry.action === 'child' ? 1 : 0
  return text.length + 2 + (lines + closing) * (depth + 1) * INDENT + closing * 4
}

function keptOf(entries: readonly DiffEntry[], kept: ReadonlySet<DiffEntry>): DiffEntry[] {
  return entries
    .filter((entry) => kept.has(entry))
    .map((entry) => (entry.action === 'child' ? {...entry, entries: keptOf(entry.entries, kept)} : entry))
}

/** The first errors that fit, and how many more there are. */
function fittingErrors(errors: readonly string[], room: number): string[] {
  let left = room
  const first = errors.findIndex((error) => (left -= printJson(error).length + INDENT + 2) < 0)
  return first === -1 ? [...errors] : [...errors.slice(0, first), `... and ${errors.length - first} more`]
}

function entryData(entry: DiffEntry): JsonObject {
  const {apiVersion, kind, namespace, name} = entry.ref
  const data: JsonObject = {action: entry.action, group: groupOf(apiVersion), version: versionOf(apiVersion), kind}
  if (namespace !== undefined) data.namespace = namespace
  data.name = name
  if (entry.action === 'drifted') data.differences = compareValues(entry.before, entry.after) as unknown as JsonValue
  if (entry.action === 'child') data.objects = entry.entries.map(entryData)
  return data
}
