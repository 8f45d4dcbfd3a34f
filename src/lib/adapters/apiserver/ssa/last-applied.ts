import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {sortedJson} from '../../../schema/go/quote.js'
import type {ServedResource} from '../hooks.js'
import type {Conflict} from './ownership.js'
import {difference, emptySet, type FieldSet, isEmpty} from './sets/field-set.js'
import {compareTyped} from './typed/compare.js'
import {fieldSetOf} from './typed/extract.js'
import {validateTyped} from './typed/validate.js'
import type {TypedObject} from './versions.js'

/** What `kubectl apply` (client-side) writes; `kubectl apply --server-side` keeps it up to date and takes its fields over. */
const annotation = 'kubectl.kubernetes.io/last-applied-configuration'
/** Annotations of an object may have this many bytes in all. */
const annotationLimit = 256 * 1024

function lastApplied(object: JsonObject): string | undefined {
  const annotations = isObject(object.metadata) ? object.metadata.annotations : undefined
  const text = isObject(annotations) ? annotations[annotation] : undefined
  return typeof text === 'string' && text !== '' ? text : undefined
}

/** Conflicts that remain when fields which the annotation explains are forgiven; all of them when there is no usable annotation. */
export function unexplained(live: TypedObject, resource: ServedResource, conflicts: readonly Conflict[]): readonly Conflict[] {
  const allowed = explainedFields(live, resource)
  if (!allowed) return conflicts
  return conflicts
    .map(({identity, fields}) => ({identity, fields: difference(fields, allowed)}))
    .filter(({fields}) => !isEmpty(fields))
}

/** Fields of the annotation whose value is still the live one. */
function explainedFields(live: TypedObject, resource: ServedResource): FieldSet | undefined {
  const text = lastApplied(live.object)
  if (text === undefined) return undefined
  try {
    const last = parseJson(text)
    if (!isObject(last) || last.apiVersion !== resource.apiVersion) return undefined
    validateTyped(live.type, last)
    const {modified, added, removed} = compareTyped(live.type, last, live.object)
    return [modified, added, removed].reduce(difference, fieldSetOf(live.type, last))
  } catch {
    // An annotation that does not fit explains nothing.
    return emptySet
  }
}

/** The object with the annotation set to what was applied, if it has the annotation. */
export function syncLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  const text = lastApplied(object)
  if (text === undefined) return object
  const metadata = object.metadata as JsonObject
  const annotations = metadata.annotations as JsonObject
  const now = `${sortedJson(withoutAnnotation(applied))}\n`
  if (now === text) return object
  const {[annotation]: _, ...others} = annotations
  const size = Object.entries(others).reduce((sum, [key, value]) => sum + bytes(key) + bytes(String(value)), 0)
  const fits = size + bytes(annotation) + bytes(now) <= annotationLimit
  return {...object, metadata: {...metadata, annotations: fits ? {...annotations, [annotation]: now} : others}}
}

function bytes(text: string): number {
  return Buffer.byteLength(text)
}

function withoutAnnotation(applied: JsonObject): JsonObject {
  const {metadata} = applied
  if (!isObject(metadata) || !isObject(metadata.annotations)) return applied
  const {[annotation]: _, ...annotations} = metadata.annotations
  return {...applied, metadata: {...metadata, annotations}}
}
