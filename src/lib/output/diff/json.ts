import type {DiffEntry, DiffResult} from '../../actions/diff/diff-entry.js'
import {groupOf, versionOf} from '../../apply/subject.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import {compareValues} from './compare.js'

/** The result as data: one item per object, with the paths that differ; `changed` is null when nobody knows. */
export function diffData({subject, changed, entries, errors}: DiffResult): JsonObject {
  const known = changed || errors.length === 0
  return {kustomization: subject, changed: known ? changed : null, objects: entries.map(entryData), errors: [...errors]}
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
