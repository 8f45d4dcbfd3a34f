import {type ApiAnswer, type ApiRequest, plain} from '../request/api-request.js'

/** Names of the checks that kube-apiserver 1.36 reports; here they hold as soon as the server answers. */
const HOOKS = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'peer-endpoint-reconciler-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'storage-readiness',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
].map((name) => `poststarthook/${name}`)
const LATE = [
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
]
const LIVE = ['ping', 'log', 'loopback-serving-certificate', 'etcd', ...HOOKS, ...LATE]
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: LIVE,
  livez: LIVE,
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', ...HOOKS, ...LATE, 'shutdown'],
}

/** GET /healthz, /livez, /readyz and their single checks. */
export function healthAnswer(request: ApiRequest, segments: readonly string[]): ApiAnswer | undefined {
  const [endpoint = '', ...rest] = segments
  const checks = CHECKS[endpoint]
  if (!checks) return undefined
  if (rest.length > 0) return checks.includes(rest.join('/')) ? plain(200, 'ok') : undefined
  if (!request.query.has('verbose')) return plain(200, 'ok')
  const excluded = request.query.get('exclude') ?? []
  const lines = checks.map((name) => (excluded.includes(name) ? `[+]${name} excluded: ok` : `[+]${name} ok`))
  return plain(200, `${lines.join('\n')}\n${endpoint} check passed\n`)
}

/** Paths of the health checks, for the list at `/`. */
export function healthPaths(): readonly string[] {
  return Object.entries(CHECKS).flatMap(([endpoint, checks]) => [`/${endpoint}`, ...checks.map((name) => `/${endpoint}/${name}`)])
}
