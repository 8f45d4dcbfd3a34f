import type {Catalog} from '../discovery/catalog.js'
import {healthChecks} from '../discovery/health.js'
import {VERSION} from '../discovery/version.js'
import {type ApiAnswer, plain} from '../request/api-request.js'
import type {Store} from '../store/store.js'
import {DURATION_BUCKETS, type RequestCounts} from './request-counts.js'

/** What the figures are taken from. */
export interface Measured {
  readonly store: Store
  readonly catalog: Catalog
  readonly counts: RequestCounts
  /** when the server started, seconds since 1970 */
  readonly startedAt: number
}

const TYPE = {'content-type': 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'}

/** `/metrics` and `/metrics/slis`, in Prometheus's text form; undefined for other paths. Any method is answered; DELETE begins anew. */
export function metricsAnswer(path: string, method: string, measured: Measured): ApiAnswer | undefined {
  if (path !== '/metrics' && path !== '/metrics/slis') return undefined
  if (path === '/metrics' && method === 'DELETE') {
    measured.counts.reset()
    return plain(200, 'metrics reset\n')
  }
  const families = path === '/metrics' ? figures(measured) : checks()
  return plain(200, families.join(''), {...TYPE, 'process-start-time-unix': String(Math.floor(measured.startedAt))})
}

function family(name: string, type: string, help: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`
}

function figures({store, catalog, counts, startedAt}: Measured): string[] {
  const {mutating, readOnly} = counts.inFlight
  const sizes = storedKinds(store, catalog)
  const lines = (name: string, values: ReadonlyMap<string, number>) =>
    [...values].map(([labels, value]) => `${name}{${labels}} ${value}`).sort()
  return [
    family('apiserver_current_inflight_requests', 'gauge', '[STABLE] Requests that are being answered, by kind.', [
      `apiserver_current_inflight_requests{request_kind="mutating"} ${mutating}`,
      `apiserver_current_inflight_requests{request_kind="readOnly"} ${readOnly}`,
    ]),
    family(
      'apiserver_longrunning_requests',
      'gauge',
      '[STABLE] Watches that are open, by kind and scope.',
      lines('apiserver_longrunning_requests', counts.watches),
    ),
    family(
      'apiserver_request_duration_seconds',
      'histogram',
      '[STABLE] Seconds that requests took, by verb, dry run, kind and scope.',
      durations(counts),
    ),
    family(
      'apiserver_request_total',
      'counter',
      '[STABLE] Requests since the start, by verb, dry run, kind, scope and status code.',
      lines('apiserver_request_total', counts.totals),
    ),
    family(
      'apiserver_resource_objects',
      'gauge',
      '[ALPHA] Stored objects, by kind.',
      sizes.map(({group, resource, size}) => `apiserver_resource_objects{group="${group}",resource="${resource}"} ${size}`),
    ),
    family(
      'apiserver_storage_objects',
      'gauge',
      '[STABLE] (Deprecated since 1.34.0) Stored objects, by kind.',
      sizes.map(
        ({group, resource, size}) => `apiserver_storage_objects{resource="${group ? `${resource}.${group}` : resource}"} ${size}`,
      ),
    ),
    family('kubernetes_build_info', 'gauge', '[ALPHA] 1, with the version as labels.', [buildInfo()]),
    family('process_start_time_seconds', 'gauge', 'When the process began to serve, in seconds since 1970.', [
      `process_start_time_seconds ${startedAt}`,
    ]),
  ]
}

function buildInfo(): string {
  const labels = [
    ['build_date', VERSION.buildDate],
    ['compiler', VERSION.compiler],
    ['git_commit', VERSION.gitCommit],
    ['git_tree_state', VERSION.gitTreeState],
    ['git_version', VERSION.gitVersion],
    ['go_version', VERSION.goVersion],
    ['major', VERSION.major],
    ['minor', VERSION.minor],
    ['platform', VERSION.platform],
  ]
  return `kubernetes_build_info{${labels.map(([name, value]) => `${name}="${value}"`).join(',')}} 1`
}

function durations(counts: RequestCounts): string[] {
  const name = 'apiserver_request_duration_seconds'
  return [...counts.durations]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([labels, {buckets, sum, count}]) => {
      let below = 0
      const lines = buckets.map((number, at) => {
        below += number
        return `${name}_bucket{${labels},le="${DURATION_BUCKETS[at] ?? '+Inf'}"} ${below}`
      })
      return [...lines, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`]
    })
}

interface StoredKind {
  readonly group: string
  readonly resource: string
  readonly size: number
}

/** Every kind that is served, with the number of its objects. */
function storedKinds(store: Store, catalog: Catalog): StoredKind[] {
  const kinds = new Map<string, StoredKind>()
  for (const group of catalog.groupNames()) {
    for (const version of catalog.versions(group)) {
      for (const {resource, virtual, collection} of catalog.resources(group, version)) {
        if (!virtual) kinds.set(`${resource}.${group}`, {group, resource, size: store.collection(collection).size})
      }
    }
  }
  return [...kinds.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind)
}

function checks(): string[] {
  const all = ['healthz', 'livez', 'readyz'].flatMap((type) => healthChecks(type).map((name) => `name="${name}",type="${type}"`))
  return [
    family(
      'kubernetes_healthcheck',
      'gauge',
      '[STABLE] 1: the check holds.',
      all.map((labels) => `kubernetes_healthcheck{${labels}} 1`),
    ),
  ]
}
