import fc from 'fast-check'
import {type Body, type Json, type Kind, labels, metadata, pairs, podSpec, some, uniqueBy, word} from './bodies.js'

const secret = some({
  type: fc.constant('Opaque'),
  data: fc.dictionary(word, fc.constantFrom('YQ==', 'Yg=='), {maxKeys: 2}) as fc.Arbitrary<Json>,
  stringData: pairs,
  metadata,
})
const named = (max: number) => uniqueBy(fc.record({name: word}) as fc.Arbitrary<Body>, (one) => one.name, max)
const account = some({secrets: named(3), imagePullSecrets: named(3), automountServiceAccountToken: fc.boolean(), metadata})
const role = some({
  rules: fc.constantFrom<Json>(
    [],
    [{apiGroups: [''], resources: ['pods'], verbs: ['get']}],
    [{apiGroups: ['apps'], resources: ['deployments'], verbs: ['*']}],
  ),
  metadata,
})
const backend = (number: number): Json => ({service: {name: 's', port: {number}}})
const ingressPath = fc.record({
  path: fc.constantFrom('/', '/x'),
  pathType: fc.constantFrom('Prefix', 'Exact'),
  backend: fc.constantFrom(backend(80), backend(81)),
}) as fc.Arbitrary<Body>
const ingress = fc
  .tuple(
    some({
      ingressClassName: word,
      tls: fc.constantFrom<Json>([], [{hosts: ['a.b'], secretName: 's'}]),
      rules: fc.array(
        ingressPath.map((one): Body => ({host: 'a.b', http: {paths: [one]}})),
        {maxLength: 2},
      ) as fc.Arbitrary<Json>,
    }),
    metadata,
  )
  .map(([spec, meta]): Body => ({metadata: meta, spec: {...spec, defaultBackend: backend(90)}}))
const policy = fc
  .tuple(
    some({
      policyTypes: fc.constantFrom<Json>(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
      ingress: fc.constantFrom<Json>([{}], [{from: [{podSelector: {}}]}]),
    }),
    labels,
    metadata,
  )
  .map(
    ([spec, matchLabels, meta]): Body => ({
      metadata: meta,
      spec: {...spec, podSelector: {matchLabels: {...(matchLabels as Body), app: 'x'}}},
    }),
  )
const budget = fc
  .tuple(fc.constantFrom<Json>({minAvailable: 1}, {maxUnavailable: '50%'}), labels, metadata)
  .map(([spec, matchLabels, meta]): Body => ({metadata: meta, spec: {...(spec as Body), selector: {matchLabels}}}))
const cron = fc
  .tuple(
    some({
      suspend: fc.boolean(),
      successfulJobsHistoryLimit: fc.constantFrom(1, 3),
      concurrencyPolicy: fc.constantFrom('Allow', 'Forbid'),
    }),
    podSpec,
    metadata,
  )
  .map(
    ([spec, pod, meta]): Body => ({
      metadata: meta,
      spec: {...spec, schedule: '0 3 * * *', jobTemplate: {spec: {template: {spec: {...pod, restartPolicy: 'Never'}}}}},
    }),
  )

function simple(name: string, path: string, apiVersion: string, kind: string, body: fc.Arbitrary<Body>): Kind {
  return {name, path, apiVersion, kind, custom: false, scale: false, body, whole: body}
}

export const others: readonly Kind[] = [
  simple('secret', '/api/v1/namespaces/default/secrets', 'v1', 'Secret', secret),
  simple('serviceaccount', '/api/v1/namespaces/default/serviceaccounts', 'v1', 'ServiceAccount', account),
  simple('role', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles', 'rbac.authorization.k8s.io/v1', 'Role', role),
  simple('ingress', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', 'networking.k8s.io/v1', 'Ingress', ingress),
  simple(
    'networkpolicy',
    '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
    'networking.k8s.io/v1',
    'NetworkPolicy',
    policy,
  ),
  simple(
    'poddisruptionbudget',
    '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
    'policy/v1',
    'PodDisruptionBudget',
    budget,
  ),
  simple('cronjob', '/apis/batch/v1/namespaces/default/cronjobs', 'batch/v1', 'CronJob', cron),
]
