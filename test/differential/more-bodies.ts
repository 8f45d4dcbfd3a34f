import fc from 'fast-check'
import {type Body, type Json, type Kind, metadata, podSpec, some, text, uniqueBy, word} from './bodies.js'

const template = podSpec.map((spec): Body => ({metadata: {labels: {app: 'x'}}, spec}))
const selector: Json = {matchLabels: {app: 'x'}}

/*
 * Left out, as the real server's answers depend on how Go holds a value: empty lists of policies and webhooks (generation),
 * quantities in atomic lists that are not spelled as they are printed (owner), the first update of a claim (resourceVersion).
 */
function withSpec(spec: fc.Arbitrary<Json>): fc.Arbitrary<Body> {
  return fc.tuple(spec, metadata).map(([inner, meta]): Body => ({metadata: meta, spec: inner}))
}

const condition = (types: fc.Arbitrary<string>) =>
  fc.record(
    {type: types, status: fc.constantFrom('True', 'False'), reason: word, message: text},
    {requiredKeys: ['type', 'status']},
  ) as fc.Arbitrary<Body>

const conditions = uniqueBy(condition(word), (one) => one.type)
/** Statuses that a Deployment, StatefulSet or DaemonSet takes. */
export const workloadStatus = some({conditions, observedGeneration: fc.constantFrom(1, 2)})

const statefulSet = withSpec(
  fc
    .tuple(
      some({
        replicas: fc.constantFrom(0, 1, 2),
        revisionHistoryLimit: fc.constantFrom(3, 10),
        updateStrategy: fc.constantFrom<Json>({type: 'OnDelete'}, {type: 'RollingUpdate', rollingUpdate: {partition: 1}}),
        minReadySeconds: fc.constantFrom(0, 5),
      }),
      template,
    )
    .map(([spec, inner]): Body => ({...spec, selector, serviceName: 'x', template: inner})),
)
const daemonSet = withSpec(
  fc
    .tuple(some({minReadySeconds: fc.constantFrom(0, 5), updateStrategy: fc.constantFrom<Json>({type: 'OnDelete'})}), template)
    .map(([spec, inner]): Body => ({...spec, selector, template: inner})),
)
const pod = fc.tuple(fc.constantFrom('i:1', 'i:2'), fc.constantFrom('i:1', 'i:2'), metadata).map(
  ([first, second, meta]): Body => ({
    metadata: meta,
    spec: {
      automountServiceAccountToken: false,
      containers: [
        {name: 'a', image: first, ports: [{containerPort: 80, protocol: 'TCP'}]},
        {name: 'b', image: second},
      ],
    },
  }),
)
const podStatus = some({
  phase: fc.constantFrom('Pending', 'Running'),
  message: text,
  conditions: uniqueBy(condition(fc.constantFrom('Ready', 'Initialized')), (one) => one.type),
  ip: fc.constant('10.0.0.1'),
}).map(({ip, ...rest}): Body => ({...rest, qosClass: 'BestEffort', ...(ip === undefined ? {} : {podIP: ip, podIPs: [{ip}]})}))
const autoscaler = withSpec(
  some({
    minReplicas: fc.constantFrom(1, 2),
    behavior: fc.constantFrom<Json>(
      {scaleDown: {stabilizationWindowSeconds: 10}},
      {scaleUp: {policies: [{type: 'Pods', value: 4, periodSeconds: 15}]}},
    ),
    metrics: fc.constantFrom<Json>(
      [],
      [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 60}}}],
      [{type: 'Resource', resource: {name: 'memory', target: {type: 'AverageValue', averageValue: '100Mi'}}}],
    ),
  }).map((spec): Body => ({...spec, maxReplicas: 5, scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'x'}})),
)
const autoscalerStatus = some({currentReplicas: fc.constantFrom(1, 2), desiredReplicas: fc.constant(2), conditions})
const lease = withSpec(
  some({
    holderIdentity: word,
    leaseDurationSeconds: fc.constantFrom(10, 20),
    leaseTransitions: fc.constantFrom(0, 1),
    renewTime: fc.constantFrom('2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.500000Z'),
  }),
)
const endpoint = fc.record(
  {
    addresses: fc.constantFrom<Json>(['10.0.0.1'], ['10.0.0.2', '10.0.0.3']),
    conditions: some({ready: fc.boolean()}),
    hostname: word,
  },
  {requiredKeys: ['addresses']},
) as fc.Arbitrary<Body>
const slice = fc
  .tuple(
    fc.array(endpoint, {maxLength: 2}),
    uniqueBy(fc.record({name: word, port: fc.constantFrom(80, 81)}) as fc.Arbitrary<Body>, (one) => one.name),
    metadata,
  )
  .map(([endpoints, ports, meta]): Body => ({metadata: meta, addressType: 'IPv4', endpoints, ports}))
/* Names that nothing else of these tests counts. */
const quota = withSpec(
  some({
    hard: some({
      'services.nodeports': fc.constantFrom<Json>('1', 10),
      'count/a.example.com': fc.constantFrom<Json>('1', '1000m', 1),
      'requests.nvidia.com/gpu': fc.constantFrom('1Gi', '1024Mi'),
    }),
  }),
)
const limits = withSpec(
  fc
    .constantFrom<Json>(
      {type: 'PersistentVolumeClaim', max: {storage: '10Gi'}},
      {type: 'PersistentVolumeClaim', min: {storage: '1Gi'}, max: {storage: '10Gi'}},
    )
    .map((one): Body => ({limits: [one]})),
)
const binding = fc
  .tuple(
    fc.array(
      word.map((name): Body => ({kind: 'ServiceAccount', name, namespace: 'default'})),
      {maxLength: 2},
    ),
    metadata,
  )
  .map(
    ([subjects, meta]): Body => ({
      metadata: meta,
      subjects,
      roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x'},
    }),
  )
const job = withSpec(
  fc
    .tuple(some({suspend: fc.boolean(), ttlSecondsAfterFinished: fc.constantFrom(10, 20), backoffLimit: fc.constantFrom(1, 2)}))
    .map(
      ([spec]): Body => ({
        suspend: true,
        ...spec,
        // as a server would choose them, a PUT could not know them
        manualSelector: true,
        selector,
        template: {metadata: {labels: {app: 'x'}}, spec: {restartPolicy: 'Never', containers: [{name: 'a', image: 'i'}]}},
      }),
    ),
)
const webhook = fc.tuple(word, fc.constantFrom('Ignore', 'Fail'), fc.constantFrom(5, 10)).map(
  ([name, failurePolicy, timeoutSeconds]): Body => ({
    name: `${name}.hooks.example.com`,
    failurePolicy,
    timeoutSeconds,
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    clientConfig: {url: 'https://localhost:1/x'},
    // never called
    rules: [{apiGroups: ['nothing.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['nothing']}],
  }),
)
const hooks = fc
  .tuple(
    uniqueBy(webhook, (one) => one.name, 2).filter((list) => (list as Json[]).length > 0),
    metadata,
  )
  .map(([webhooks, meta]): Body => ({metadata: meta, webhooks}))
const storage = fc
  .tuple(some({allowVolumeExpansion: fc.boolean(), mountOptions: fc.constantFrom<Json>([], ['ro'])}), metadata)
  .map(([rest, meta]): Body => ({metadata: meta, provisioner: 'x.example.com/y', ...rest}))
const clusterRole = fc
  .tuple(
    some({
      rules: fc.constantFrom<Json>(
        [{apiGroups: [''], resources: ['pods'], verbs: ['get']}],
        [{nonResourceURLs: ['/x'], verbs: ['get']}],
      ),
      aggregationRule: fc.constant<Json>({clusterRoleSelectors: [{matchLabels: {never: 'found'}}]}),
    }),
    metadata,
  )
  .map(([rest, meta]): Body => ({metadata: meta, ...rest}))

function kindOf(kind: string, apiVersion: string, plural: string, body: fc.Arbitrary<Body>, more: Partial<Kind> = {}): Kind {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`
  const path = `${root}/namespaces/default/${plural}`
  return {name: kind.toLowerCase(), path, apiVersion, kind, custom: false, scale: false, body, whole: body, ...more}
}

function clusterWide(kind: string, apiVersion: string, plural: string, body: fc.Arbitrary<Body>): Kind {
  return kindOf(kind, apiVersion, plural, body, {path: `/apis/${apiVersion}/${plural}`})
}

/** Kinds with rules of their own: several versions, status, other strategies. */
export const more: readonly Kind[] = [
  kindOf('StatefulSet', 'apps/v1', 'statefulsets', statefulSet, {scale: true, status: workloadStatus}),
  kindOf('DaemonSet', 'apps/v1', 'daemonsets', daemonSet, {status: workloadStatus}),
  kindOf('Pod', 'v1', 'pods', pod, {status: podStatus}),
  kindOf('HorizontalPodAutoscaler', 'autoscaling/v2', 'horizontalpodautoscalers', autoscaler, {status: autoscalerStatus}),
  kindOf('Lease', 'coordination.k8s.io/v1', 'leases', lease),
  kindOf('EndpointSlice', 'discovery.k8s.io/v1', 'endpointslices', slice),
  kindOf('ResourceQuota', 'v1', 'resourcequotas', quota),
  kindOf('LimitRange', 'v1', 'limitranges', limits),
  kindOf('RoleBinding', 'rbac.authorization.k8s.io/v1', 'rolebindings', binding),
  kindOf('Job', 'batch/v1', 'jobs', job),
  clusterWide('ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1', 'validatingwebhookconfigurations', hooks),
  clusterWide('StorageClass', 'storage.k8s.io/v1', 'storageclasses', storage),
  clusterWide('ClusterRole', 'rbac.authorization.k8s.io/v1', 'clusterroles', clusterRole),
]
