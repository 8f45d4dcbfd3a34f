import {parseJson} from '../../formats/json/parse.js'
import {sameValue} from '../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject, ManagedFieldsEntry} from '../../ports/kube.js'
import {parsePointer, valueAt, withValueAt} from '../pointers.js'

/** One rule of `spec.ignore`, its target compiled: fields that do not count as drift. */
export interface IgnoreRule {
  readonly paths: readonly string[]
  /** absent: every object */
  readonly matches?: (object: KubeObject) => boolean
}

/** Pointers that do not count for an object. Of several rules without a target only the last one counts. */
export function ignoredPaths(rules: readonly IgnoreRule[], object: KubeObject): string[] {
  const last = rules.findLast((rule) => !rule.matches)
  return rules.filter((rule) => (rule.matches ? rule.matches(object) : rule === last)).flatMap((rule) => rule.paths)
}

/**
 * The payload of an apply that something else made necessary (kustomize-controller reference 11): where an ignored
 * value differs between live and dry-run, another applier's is left out of the payload, anybody else's is taken over.
 * `live` is the object after the clean-up of its managers. Throws when the payload has no such path to take over into.
 */
export function respectIgnored(
  payload: KubeObject,
  live: KubeObject,
  dryRun: KubeObject,
  paths: readonly string[],
  manager: string,
): KubeObject {
  let result: JsonValue = payload
  for (const path of paths) {
    const segments = parsePointer(path)
    if (!segments) continue
    const liveValue = valueAt(live, segments)
    if (sameValue(liveValue, valueAt(dryRun, segments))) continue
    if (ownedByOther(live, segments, manager)) result = withValueAt(result, segments, undefined)
    else if (valueAt(result, segments) !== undefined) result = withValueAt(result, segments, liveValue)
    else throw new Error(`replace operation does not apply: doc is missing path: ${path}: missing value`)
  }
  return result as KubeObject
}

/** True when another server-side applier owns the value. */
function ownedByOther(live: KubeObject, segments: readonly string[], manager: string): boolean {
  return (live.metadata.managedFields ?? []).some(
    (entry) => entry.operation === 'Apply' && entry.manager !== manager && !entry.subresource && owns(entry, live, segments),
  )
}

function owns(entry: ManagedFieldsEntry, live: KubeObject, segments: readonly string[]): boolean {
  let fields: JsonObject | undefined = entry.fieldsV1
  let value: JsonValue | undefined = live
  for (const segment of segments) {
    const key: string | undefined = fields && fieldKey(fields, value, segment)
    const next: JsonValue | undefined = key === undefined ? undefined : fields?.[key]
    if (!isObject(next)) return false
    fields = next
    value = valueAt(value, [segment])
  }
  return true
}

/** Key of a pointer's segment in a field set: `f:name`, or `k:{...}` whose pairs the list item has. */
function fieldKey(fields: JsonObject, value: JsonValue | undefined, segment: string): string | undefined {
  if (!Array.isArray(value)) return `f:${segment}`
  const item = valueAt(value, [segment])
  if (!isObject(item)) return undefined
  return Object.keys(fields).find((key) => key.startsWith('k:') && sameKey(key.slice(2), item))
}

function sameKey(text: string, item: JsonObject): boolean {
  const pairs = parseJson(text) as JsonObject
  return Object.keys(pairs).every((name) => sameValue(pairs[name], item[name]))
}
