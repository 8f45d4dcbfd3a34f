import fc from 'fast-check'

/* Bodies of the objects that the differential test of server-side apply plays with: small alphabets, so that writes meet. */

export type Json = null | boolean | number | string | Json[] | {[key: string]: Json}
export type Body = {[key: string]: Json}

export interface Kind {
  readonly name: string
  readonly path: string
  readonly apiVersion: string
  readonly kind: string
  readonly custom: boolean
  readonly status: boolean
  /** partial bodies without apiVersion, kind and name */
  readonly body: fc.Arbitrary<Body>
  /** bodies that the server accepts on create most of the time */
  readonly whole: fc.Arbitrary<Body>
}

const word = fc.constantFrom('a', 'b', 'c')
const text = fc.constantFrom('1', '2', 'x', '')

function some(fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Body> {
  return fc.record(fields, {requiredKeys: []}) as fc.Arbitrary<Body>
}

function uniqueBy<T extends Json>(item: fc.Arbitrary<T>, key: (item: T) => unknown, max = 3): fc.Arbitrary<Json> {
  return fc.uniqueArray(item, {selector: (one) => JSON.stringify(key(one)), maxLength: max}) as fc.Arbitrary<Json>
}

const pairs = fc.dictionary(word, text, {maxKeys: 3}) as fc.Arbitrary<Json>
const labels = fc.dictionary(word, fc.constantFrom('1', '2'), {maxKeys: 2}) as fc.Arbitrary<Json>
const metadata = some({labels, annotations: pairs})

/** The real server stores the empty maps of custom resources and drops them on reading, so that the next write always counts as one. */
const filledMetadata = some({
  labels: fc.dictionary(word, fc.constantFrom('1', '2'), {minKeys: 1, maxKeys: 2}) as fc.Arbitrary<Json>,
  annotations: fc.dictionary(word, text, {minKeys: 1, maxKeys: 3}) as fc.Arbitrary<Json>,
})

const configMap = some({data: pairs, metadata})

const port = fc
  .tuple(
    fc.constantFrom(80, 81, 82),
    fc.constantFrom('TCP', 'UDP', undefined),
    fc.constantFrom<Json | undefined>(8080, 'http', undefined),
  )
  .map(
    ([number, protocol, targetPort]): Body => ({
      name: `p${number}${(protocol ?? 'TCP').toLowerCase()}`,
      port: number,
      ...(protocol === undefined ? {} : {protocol}),
      ...(targetPort === undefined ? {} : {targetPort}),
    }),
  )
const serviceSpec = fc
  .tuple(
    labels,
    some({
      ports: uniqueBy(port, (one) => one.name),
      sessionAffinity: fc.constantFrom('None', 'ClientIP'),
      publishNotReadyAddresses: fc.boolean(),
    }),
  )
  .map(([selector, spec]): Body => ({...spec, selector: {...(selector as Body), app: 'x'}}))
const headless = (spec: fc.Arbitrary<Body>) => spec.map((one) => ({...one, clusterIP: 'None'}))

const env = fc.record({name: word, value: text}, {requiredKeys: ['name']}) as fc.Arbitrary<Body>
const container = (name: fc.Arbitrary<string>) =>
  fc.record(
    {
      name,
      image: fc.constantFrom('i:1', 'i:2'),
      env: uniqueBy(env, (one) => one.name),
      args: fc.array(word, {maxLength: 2}) as fc.Arbitrary<Json>,
      ports: uniqueBy(
        fc.record(
          {containerPort: fc.constantFrom(80, 81), protocol: fc.constantFrom('TCP', 'UDP')},
          {requiredKeys: ['containerPort']},
        ) as fc.Arbitrary<Body>,
        (one) => [one.containerPort, one.protocol ?? 'TCP'],
      ),
      resources: some({
        requests: some({cpu: fc.constantFrom<Json>('1', '1000m', 1), memory: fc.constantFrom('1Gi', '1024Mi')}),
        limits: some({cpu: fc.constantFrom('2', '3')}),
      }),
      volumeMounts: uniqueBy(
        fc.record({name: fc.constant('v'), mountPath: fc.constantFrom('/a', '/b')}) as fc.Arbitrary<Body>,
        (one) => one.mountPath,
      ),
    },
    {requiredKeys: ['name', 'image']},
  ) as fc.Arbitrary<Body>

const containers = fc.uniqueArray(container(word), {
  selector: (one) => one.name,
  minLength: 1,
  maxLength: 3,
}) as fc.Arbitrary<Json>
const podSpec = fc
  .tuple(
    containers,
    fc.constantFrom<Json>([{name: 'v', emptyDir: {}}], [{name: 'v', emptyDir: {medium: 'Memory'}}]),
    some({
      nodeSelector: labels,
      tolerations: fc.constantFrom<Json>([], [{key: 'k', operator: 'Exists'}]),
      imagePullSecrets: uniqueBy(fc.record({name: word}) as fc.Arbitrary<Body>, (one) => one.name),
      terminationGracePeriodSeconds: fc.constantFrom(10, 30),
    }),
  )
  .map(([list, volumes, rest]): Body => ({...rest, containers: list, volumes}))

function deploymentOf(pod: fc.Arbitrary<Body>): fc.Arbitrary<Body> {
  return fc
    .tuple(
      some({
        replicas: fc.constantFrom(0, 1, 2),
        revisionHistoryLimit: fc.constantFrom(3, 10),
        paused: fc.boolean(),
        strategy: fc.constantFrom<Json>({type: 'RollingUpdate', rollingUpdate: {maxSurge: 1}}, {type: 'RollingUpdate'}),
      }),
      pod,
      metadata,
    )
    .map(([spec, inner, meta]) => ({
      metadata: meta,
      spec: {...spec, selector: {matchLabels: {app: 'x'}}, template: {metadata: {labels: {app: 'x'}}, spec: inner}},
    }))
}

const sub = fc.record({id: fc.constantFrom(1, 2), v: text}, {requiredKeys: ['id']}) as fc.Arbitrary<Body>
const item = fc.record(
  {name: word, value: text, subs: uniqueBy(sub, (one) => one.id)},
  {requiredKeys: ['name']},
) as fc.Arbitrary<Body>
const item2 = fc.record(
  {port: fc.constantFrom(1, 2), protocol: fc.constantFrom('TCP', 'UDP'), v: text},
  {requiredKeys: ['port']},
) as fc.Arbitrary<Body>
const free = fc.letrec<{any: Json}>((tie) => ({
  any: fc.oneof(
    {depthSize: 'small', maxDepth: 3},
    fc.constantFrom<Json>('s', 1, true, null),
    fc.array(tie('any'), {maxLength: 2}),
    fc.dictionary(word, tie('any'), {maxKeys: 2}),
  ),
})).any
const widgetSpec = some({
  map: uniqueBy(item, (one) => one.name),
  map2: uniqueBy(item2, (one) => [one.port, one.protocol ?? 'TCP']),
  set: fc.uniqueArray(word, {maxLength: 3}) as fc.Arbitrary<Json>,
  ints: fc.uniqueArray(fc.constantFrom(1, 2, 10), {maxLength: 3}) as fc.Arbitrary<Json>,
  atomic: fc.array(word, {maxLength: 2}) as fc.Arbitrary<Json>,
  granular: fc.dictionary(word, text, {maxKeys: 2}) as fc.Arbitrary<Json>,
  atomicMap: fc.dictionary(word, text, {maxKeys: 2}) as fc.Arbitrary<Json>,
  atomicObj: some({a: text, b: text}),
  free: fc.dictionary(word, free, {maxKeys: 2}) as fc.Arbitrary<Json>,
  obj: some({a: text, b: some({c: text, d: fc.constantFrom(1, 2)})}),
  maybe: fc.constantFrom<Json>(null, 'x'),
  def: fc.constantFrom('dflt', 'other'),
  ios: fc.constantFrom<Json>(80, '80'),
  num: fc.constantFrom(1, 1.5, 2),
  replicas: fc.constantFrom(1, 2),
})
const widget = fc
  .tuple(
    widgetSpec,
    filledMetadata,
    fc.option(
      some({
        phase: word,
        conditions: uniqueBy(
          fc.record({type: word, status: fc.constantFrom('True', 'False')}) as fc.Arbitrary<Body>,
          (one) => one.type,
        ),
      }),
      {nil: undefined, freq: 4},
    ),
  )
  .map(([spec, meta, status]) => ({metadata: meta, spec, ...(status ? {status} : {})}) as Body)

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
      ingress: fc.constantFrom<Json>([], [{}], [{from: [{podSelector: {}}]}]),
    }),
    labels,
    metadata,
  )
  .map(([spec, matchLabels, meta]): Body => ({metadata: meta, spec: {...spec, podSelector: {matchLabels}}}))
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
  return {name, path, apiVersion, kind, custom: false, status: false, body, whole: body}
}

const others: readonly Kind[] = [
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

export const kinds: readonly Kind[] = [
  {
    name: 'configmap',
    path: '/api/v1/namespaces/default/configmaps',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    custom: false,
    status: false,
    body: configMap,
    whole: configMap,
  },
  {
    name: 'service',
    path: '/api/v1/namespaces/default/services',
    apiVersion: 'v1',
    kind: 'Service',
    custom: false,
    status: false,
    body: fc.tuple(headless(serviceSpec), metadata).map(([spec, meta]) => ({metadata: meta, spec})),
    whole: fc
      .tuple(headless(serviceSpec), metadata)
      .map(([spec, meta]) => ({metadata: meta, spec: {ports: [{name: 'z', port: 90}], ...spec}}) as Body),
  },
  {
    name: 'deployment',
    path: '/apis/apps/v1/namespaces/default/deployments',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    custom: false,
    status: true,
    body: deploymentOf(podSpec),
    whole: deploymentOf(podSpec),
  },
  {
    name: 'widget',
    path: '/apis/diff.example.com/v1/namespaces/default/widgets',
    apiVersion: 'diff.example.com/v1',
    kind: 'Widget',
    custom: true,
    status: true,
    body: widget,
    whole: widget,
  },
  ...others,
]

const string = {type: 'string'}
const widgetSchema: Json = {
  openAPIV3Schema: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          map: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              properties: {
                name: string,
                value: string,
                subs: {
                  type: 'array',
                  'x-kubernetes-list-type': 'map',
                  'x-kubernetes-list-map-keys': ['id'],
                  items: {type: 'object', required: ['id'], properties: {id: {type: 'integer'}, v: string}},
                },
              },
            },
          },
          map2: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['port', 'protocol'],
            items: {
              type: 'object',
              required: ['port'],
              properties: {port: {type: 'integer'}, protocol: {type: 'string', default: 'TCP'}, v: string},
            },
          },
          set: {type: 'array', items: string, 'x-kubernetes-list-type': 'set'},
          ints: {type: 'array', items: {type: 'integer'}, 'x-kubernetes-list-type': 'set'},
          atomic: {type: 'array', items: string, 'x-kubernetes-list-type': 'atomic'},
          granular: {type: 'object', additionalProperties: string},
          atomicMap: {type: 'object', additionalProperties: string, 'x-kubernetes-map-type': 'atomic'},
          atomicObj: {type: 'object', properties: {a: string, b: string}, 'x-kubernetes-map-type': 'atomic'},
          free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
          obj: {
            type: 'object',
            properties: {a: string, b: {type: 'object', properties: {c: string, d: {type: 'integer'}}}},
          },
          maybe: {type: 'string', nullable: true},
          def: {type: 'string', default: 'dflt'},
          ios: {'x-kubernetes-int-or-string': true},
          num: {type: 'number'},
          replicas: {type: 'integer'},
        },
      },
      status: {
        type: 'object',
        properties: {
          phase: string,
          replicas: {type: 'integer'},
          conditions: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['type'],
            items: {type: 'object', required: ['type', 'status'], properties: {type: string, status: string}},
          },
        },
      },
    },
  },
}

const widgetVersion = (name: string, storage: boolean): Body => ({
  name,
  served: true,
  storage,
  subresources: {status: {}, scale: {specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas'}},
  schema: widgetSchema,
})

/** A custom resource with every list and map type, in two versions that are the same. */
export const widgetCrd: Body = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {name: 'widgets.diff.example.com'},
  spec: {
    group: 'diff.example.com',
    scope: 'Namespaced',
    names: {plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList'},
    versions: [widgetVersion('v1', true), widgetVersion('v1beta1', false)],
  },
}
