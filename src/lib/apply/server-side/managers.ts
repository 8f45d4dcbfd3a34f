import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject, ManagedFieldsEntry} from '../../ports/kube.js'

const ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kustomize.toolkit.fluxcd.io/checksum',
  'fluxcd.io/sync-checksum',
]
const LABELS = ['fluxcd.io/sync-gc-mark']

/** Managers whose fields we take over, by start of their name and operation (kustomize-controller reference 10.4). */
interface TakenOver {
  readonly name: string
  readonly operation: 'Apply' | 'Update'
}

/** What of a live object belongs to tools that came before: a JSON patch that removes it; undefined for nothing. */
export function cleanupPatch(live: KubeObject, manager: string, overridden: readonly string[]): JsonValue[] | undefined {
  const patch = [...metadataPatch(live, 'annotations', ANNOTATIONS), ...metadataPatch(live, 'labels', LABELS)]
  const fields = takeOver(live.metadata.managedFields ?? [], manager, overridden)
  if (fields) patch.push({op: 'replace', path: '/metadata/managedFields', value: fields as unknown as JsonValue})
  if (patch.length === 0) return undefined
  // the lock: managers that wrote meanwhile must not be lost
  return [...patch, {op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion ?? ''}]
}

/** A JSON patch that gives all managed fields the API version of the manifest; undefined when they have it. */
export function migrationPatch(live: KubeObject, apiVersion: string): JsonValue[] | undefined {
  const entries = live.metadata.managedFields ?? []
  if (!entries.some((entry) => entry.apiVersion !== apiVersion)) return undefined
  const value = entries.map((entry) => ({...entry, apiVersion})) as unknown as JsonValue
  return [{op: 'replace', path: '/metadata/managedFields', value}]
}

function metadataPatch(live: KubeObject, field: 'labels' | 'annotations', keys: readonly string[]): JsonValue[] {
  const map = live.metadata[field]
  return keys
    .filter((key) => map?.[key] !== undefined)
    .map((key) => ({op: 'remove', path: `/metadata/${field}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`}))
}

/** The entries with those of taken-over managers folded into ours, which moves to the end; undefined without any. */
function takeOver(
  entries: readonly ManagedFieldsEntry[],
  manager: string,
  overridden: readonly string[],
): ManagedFieldsEntry[] | undefined {
  const taken: TakenOver[] = [
    {name: 'kubectl', operation: 'Apply'},
    {name: 'kubectl', operation: 'Update'},
    {name: 'before-first-apply', operation: 'Update'},
    {name: manager, operation: 'Update'},
    ...overridden.flatMap((name): TakenOver[] => [
      {name, operation: 'Apply'},
      {name, operation: 'Update'},
    ]),
  ]
  const isTaken = (entry: ManagedFieldsEntry) =>
    !entry.subresource && taken.some(({name, operation}) => entry.operation === operation && entry.manager?.startsWith(name))
  const folded = entries.filter(isTaken)
  if (folded.length === 0) return undefined
  const isOurs = (entry: ManagedFieldsEntry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource
  const ours = entries.find(isOurs)
  const base = ours ?? {...folded[0]!, manager, operation: 'Apply'}
  const fieldsV1 = folded.reduce((union, entry) => unite(union, entry.fieldsV1 ?? {}), base.fieldsV1 ?? {})
  return [...entries.filter((entry) => !isTaken(entry) && !isOurs(entry)), {...base, fieldsV1}]
}

/** Union of two field sets. */
function unite(a: JsonObject, b: JsonObject): JsonObject {
  const union: JsonObject = {...a}
  for (const [key, value] of Object.entries(b)) {
    const mine = union[key]
    union[key] = isObject(mine) && isObject(value) ? unite(mine, value) : value
  }
  return union
}
