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

/** GET /healthz, /livez, /readyz and their single checks; `fault`: the storage takes no writes. */
export function healthAnswer(request: ApiRequest, segments: readonly string[], fault = false): ApiAnswer | undefined {
  const [endpoint = '', ...rest] = segments
  const checks = CHECKS[endpoint]
  if (!checks) return undefined
  const fails = (name: string) => fault && name.startsWith('etcd')
  if (rest.length > 0) {
    const name = rest.join('/')
    if (!checks.includes(name)) return undefined
    return fails(name) ? plain(500, 'internal server error: storage takes no writes\n', UNSNIFFED) : plain(200, 'ok')
  }
  const excluded = request.query.get('exclude') ?? []
  const bad = checks.some((name) => fails(name) && !excluded.includes(name))
  if (!bad && !request.query.has('verbose')) return plain(200, 'ok', UNSNIFFED)
  const lines = checks.map((name) => {
    if (excluded.includes(name)) return `[+]${name} excluded: ok`
    return fails(name) ? `[-]${name} failed: reason withheld` : `[+]${name} ok`
  })
  const text = `${lines.join('\n')}\n${endpoint} check ${bad ? 'failed' : 'passed'}\n`
  return bad ? plain(500, text, UNSNIFFED) : plain(200, text, UNSNIFFED)
}

const UNSNIFFED = {'x-content-type-options': 'nosniff'}

/** Paths of the health checks, for the list at `/`. */
export function healthPaths(): readonly string[] {
  return Object.entries(CHECKS).flatMap(([endpoint, checks]) => [`/${endpoint}`, ...checks.map((name) => `/${endpoint}/${name}`)])
}

/** Names of the checks of an endpoint. */
export const healthChecks = (endpoint: string): readonly string[] => CHECKS[endpoint] ?? []
