import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {Chart, ChartFile} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import type {Hook} from '../output/hook.js'

/** `deployed`, `pending-install`... (helm-engine reference 13.1) */
export type ReleaseStatus =
  | 'unknown'
  | 'deployed'
  | 'uninstalled'
  | 'superseded'
  | 'failed'
  | 'uninstalling'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback'

export interface HookRun {
  /** RFC 3339 */
  readonly startedAt?: string | undefined
  readonly completedAt?: string | undefined
  readonly phase: 'Unknown' | 'Running' | 'Succeeded' | 'Failed' | ''
}

/** One revision of a release as Helm keeps it. */
export interface Release {
  readonly name: string
  readonly namespace: string
  readonly version: number
  readonly status: ReleaseStatus
  readonly description: string
  /** RFC 3339 with the zone, as Go prints it */
  readonly firstDeployed: string
  readonly lastDeployed: string
  readonly deleted?: string | undefined
  readonly notes: string
  readonly chart: Chart
  /** the user's values */
  readonly config: JsonObject
  readonly manifest: string
  readonly hooks: readonly (Hook & {readonly lastRun?: HookRun | undefined})[]
  readonly applyMethod?: 'ssa' | 'csa' | undefined
}

/** The JSON that is stored (helm-engine reference 13.1): subcharts are no part of it. */
export function releaseRecord(release: Release): JsonObject {
  const {name, namespace, version, config, manifest, hooks, chart, applyMethod} = release
  return compact({
    name,
    info: compact({
      first_deployed: release.firstDeployed,
      last_deployed: release.lastDeployed,
      deleted: release.deleted,
      description: release.description || undefined,
      status: release.status,
      notes: release.notes || undefined,
    }),
    chart: {
      metadata: metadataRecord(chart.metadata),
      lock: chart.lock ?? null,
      templates: filesRecord(chart.templates),
      values: sortedKeys(chart.values),
      schema: chart.schema ? base64(chart.schema) : null,
      files: filesRecord(chart.files),
    },
    config: Object.keys(config).length > 0 ? sortedKeys(config) : undefined,
    manifest: manifest || undefined,
    hooks: hooks.length > 0 ? hooks.map(hookRecord) : undefined,
    version,
    namespace,
    apply_method: applyMethod,
  })
}

function filesRecord(files: readonly ChartFile[]): JsonValue {
  return files.length === 0 ? null : files.map(fileRecord)
}

function fileRecord({name, data}: ChartFile): JsonObject {
  return {name, data: base64(data)}
}

function base64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}

const FIELDS = [
  ...['name', 'home', 'sources', 'version', 'description', 'keywords', 'maintainers', 'icon', 'apiVersion', 'condition', 'tags'],
  ...['appVersion', 'deprecated', 'annotations', 'kubeVersion', 'dependencies', 'type'],
]

/** Chart.yaml without what Helm does not know and what is empty. */
function metadataRecord(metadata: JsonObject): JsonObject {
  const known = Object.fromEntries(FIELDS.map((field) => [field, metadata[field]]))
  const record = withoutEmpty(known as JsonObject)
  if (Array.isArray(record.maintainers)) record.maintainers = record.maintainers.filter(isObject).map(withoutEmpty)
  const dependencies = listOf(record.dependencies).filter(isObject)
  if (dependencies.length > 0) record.dependencies = dependencies.map(dependencyRecord)
  return record
}

/** In the order of Go's fields. */
function dependencyRecord(dependency: JsonObject): JsonObject {
  const {name = '', version, repository = '', condition, tags, enabled, alias} = dependency
  const before = withoutEmpty(compact({version}))
  const after = withoutEmpty(compact({condition, tags, enabled, 'import-values': dependency['import-values'], alias}))
  return {name, ...before, repository, ...after}
}

/** Keys in order, as Go writes a map. */
function sortedKeys<T extends JsonValue>(value: T): T {
  if (Array.isArray(value)) return value.map(sortedKeys) as T
  if (!isObject(value)) return value
  const sorted: JsonObject = {}
  for (const key of Object.keys(value).sort()) if (value[key] !== undefined) setOwn(sorted, key, sortedKeys(value[key]))
  return sorted as T
}

function hookRecord(hook: Release['hooks'][number]): JsonObject {
  const {name, kind, path, manifest, events, weight, deletePolicies, outputLogPolicies, lastRun} = hook
  return compact({
    ...{name, kind, path, manifest, events: [...events]},
    last_run: compact({started_at: lastRun?.startedAt, completed_at: lastRun?.completedAt, phase: lastRun?.phase ?? ''}),
    weight: weight || undefined,
    delete_policies: deletePolicies.length > 0 ? [...deletePolicies] : undefined,
    output_log_policies: outputLogPolicies.length > 0 ? [...outputLogPolicies] : undefined,
  })
}

function withoutEmpty(object: JsonObject): JsonObject {
  const result: JsonObject = {}
  for (const [key, value] of Object.entries(object)) if (value !== undefined && !isEmpty(value)) setOwn(result, key, value)
  return result
}

function isEmpty(value: JsonValue): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === null || value === '' || value === false
}

function compact(object: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as JsonObject
}
