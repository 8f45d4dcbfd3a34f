import type {Json} from '../../test/conformance/case.js'
import {
  type Body,
  CORE,
  cm,
  deploy,
  get,
  json,
  merge,
  obj,
  of,
  PODS,
  pod,
  post,
  put,
  SERVICES,
  svc,
  unordered,
} from '../request-cases/steps.js'
import type {OwnCase, OwnStep} from './kit.js'

const RANGES = `${CORE}/limitranges`
const QUOTAS = `${CORE}/resourcequotas`
const CLAIMS = `${CORE}/persistentvolumeclaims`

const range = (name: string, ...limits: Body[]): OwnStep => post(RANGES, obj('v1', 'LimitRange', name, {spec: {limits}}))
const box = (name: string, requests: Body, limits: Body, rest: Body = {}): Body => ({
  name,
  image: 'i',
  resources: {...(Object.keys(requests).length > 0 ? {requests} : {}), ...(Object.keys(limits).length > 0 ? {limits} : {})},
  ...rest,
})
const sized = (name: string, containers: Body[], rest: Body = {}): OwnStep => post(PODS, pod(name, {containers, ...rest}))
const claim = (name: string, storage: string, rest: Body = {}): Body =>
  obj('v1', 'PersistentVolumeClaim', name, {
    spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage}}, storageClassName: 'fast', ...rest},
  })
/** A quota that the controller has counted: nothing is used. */
const quota = (name: string, hard: Body, rest: Body = {}, used: Body = {}): readonly OwnStep[] => [
  post(QUOTAS, obj('v1', 'ResourceQuota', name, {spec: {hard, ...rest}})),
  merge(`${QUOTAS}/${name}/status`, {
    status: {hard, used: {...Object.fromEntries(Object.keys(hard).map((key) => [key, '0'])), ...used}},
  }),
  // the real server takes up what quotas say after a while
  {sleep: 1},
]
const selected = (scopeName: string, operator: string, values?: string[]): Body => ({
  scopeSelector: {matchExpressions: [{scopeName, operator, ...(values ? {values} : {})}]},
})
const wrongSelector = (...matchExpressions: Body[]): OwnStep =>
  post(`${QUOTAS}?dryRun=All`, obj('v1', 'ResourceQuota', 'x', {spec: {hard: {pods: '1'}, scopeSelector: {matchExpressions}}}))
const small = {cpu: '100m', memory: '10Mi'}
const large = {cpu: '2', memory: '2Gi'}

const ranges: readonly OwnCase[] = [
  of(
    'range-container-ratio',
    'How far a limit may be above the request.',
    range('l', {type: 'Container', maxLimitRequestRatio: {cpu: '2'}}),
    {sleep: 1},
    sized('a', [box('a', {cpu: '100m'}, {cpu: '200m'})]),
    sized('b', [box('a', {cpu: '100m'}, {cpu: '201m'})]),
    sized('c', [box('a', {cpu: '0'}, {cpu: '1'})]),
    sized('d', [box('a', {cpu: '1'}, {})]),
    sized('e', [box('a', {}, {})]),
    sized('f', [box('a', {}, {cpu: '1'})], {initContainers: [box('i', {cpu: '1'}, {cpu: '4'})]}),
  ),
  of(
    'range-container-odd-ratio',
    'A ratio with a fraction, and one of memory.',
    range('l', {type: 'Container', maxLimitRequestRatio: {memory: '1.5'}}),
    {sleep: 1},
    sized('a', [box('a', {memory: '100Mi'}, {memory: '150Mi'})]),
    sized('b', [box('a', {memory: '100Mi'}, {memory: '151Mi'})]),
    sized('c', [box('a', {memory: '3Ti'}, {memory: '9Ti'})]),
  ),
  of(
    'range-container-many',
    'All that is wrong with containers is told at once, the same only once.',
    range('l', {type: 'Container', max: {cpu: '1'}, min: {memory: '20Mi'}}),
    {sleep: 1},
    unordered(sized('a', [box('a', small, large), box('b', small, large)])),
    unordered(sized('b', [box('a', small, large)], {initContainers: [box('i', {memory: '1Mi'}, {cpu: '3'})]})),
    sized('c', [box('a', {memory: '20Mi', cpu: '1'}, {cpu: '1'})]),
    post(PODS, {...pod('', {containers: [box('a', {memory: '20Mi'}, large)]}), metadata: {generateName: 'g-'}}),
  ),
  of(
    'range-pod',
    'Sums of a pod.',
    range('l', {type: 'Pod', max: {cpu: '1'}, min: {memory: '20Mi'}, maxLimitRequestRatio: {memory: '2'}}),
    {sleep: 1},
    sized('a', [box('a', small, small), box('b', small, small)]),
    unordered(sized('b', [box('a', small, small)])),
    unordered(sized('c', [box('a', {cpu: '600m', memory: '20Mi'}, {}), box('b', {cpu: '600m'}, {})])),
    unordered(sized('d', [box('a', {}, {cpu: '600m', memory: '20Mi'}), box('b', {}, {cpu: '600m'})])),
    unordered(sized('e', [box('a', {memory: '20Mi'}, {cpu: '1', memory: '41Mi'})])),
    unordered(sized('f', [box('a', {}, {})])),
    sized('g', [box('a', small, small)], {initContainers: [box('i', {memory: '30Mi'}, {cpu: '1', memory: '30Mi'})]}),
    unordered(
      sized('h', [box('a', small, {cpu: '500m', memory: '10Mi'})], {
        initContainers: [box('i', small, {cpu: '600m', memory: '10Mi'}, {restartPolicy: 'Always'})],
      }),
    ),
    merge(`${PODS}/a`, {metadata: {labels: {a: 'b'}}}),
  ),
  of(
    'range-both-types',
    'Faults of containers and of the pod, and of two ranges: the first that has any.',
    range('l', {type: 'Container', max: {cpu: '1'}}, {type: 'Pod', max: {memory: '1Gi'}}),
    {sleep: 1},
    unordered(sized('a', [box('a', large, large)])),
  ),
  of(
    'range-claims',
    'Claims: no less than min, no more than max, also when they grow.',
    range('l', {type: 'PersistentVolumeClaim', max: {storage: '1Gi'}, min: {storage: '1Mi'}}),
    {sleep: 1},
    post(CLAIMS, claim('a', '5Gi')),
    post(CLAIMS, claim('b', '1Ki')),
    post(CLAIMS, claim('c', '1Gi')),
    merge(`${CLAIMS}/c`, {metadata: {labels: {a: 'b'}}}),
    post(`${CLAIMS}?dryRun=All`, claim('d', '2G')),
  ),
  of(
    'range-before-quota',
    'A range answers before a quota, and after validation.',
    range('l', {type: 'Container', max: {cpu: '1'}}),
    quota('q', {pods: '0', 'requests.cpu': '1'}),
    sized('a', [box('a', large, large)]),
    sized('b', [box('a', {cpu: '1'}, {cpu: '1'})]),
    sized('c', [box('A', large, large)]),
  ),
  of(
    'range-defaults-then-quota',
    'What a range fills in is what a quota counts.',
    range('l', {type: 'Container', default: {cpu: '200m'}, defaultRequest: {cpu: '100m'}}),
    quota('q', {'requests.cpu': '150m', 'limits.cpu': '1'}),
    sized('a', [box('a', {}, {})]),
    sized('b', [box('a', {}, {})]),
    get(`${QUOTAS}/q`),
  ),
]

const quotas: readonly OwnCase[] = [
  of(
    'quota-storage-class',
    'Claims are counted by class too, in the words that they were asked for.',
    quota('q', {
      'requests.storage': '3Gi',
      persistentvolumeclaims: '3',
      'fast.storageclass.storage.k8s.io/requests.storage': '2Gi',
      'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '2',
    }),
    post(CLAIMS, claim('a', '2Gi')),
    {sleep: 1},
    get(`${QUOTAS}/q`),
    post(CLAIMS, claim('b', '1Gi')),
    post(CLAIMS, claim('c', '2Gi', {storageClassName: 'slow'})),
    post(CLAIMS, claim('d', '1Gi', {storageClassName: ''})),
    {sleep: 1},
    get(`${QUOTAS}/q`),
    post(
      CLAIMS,
      obj(
        'v1',
        'PersistentVolumeClaim',
        'e',
        {...claim('e', '1Mi'), spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Mi'}}}},
        {annotations: {'volume.beta.kubernetes.io/storage-class': 'fast'}},
      ),
    ),
  ),
  of(
    'quota-service-update',
    'A Service that becomes another type is counted anew.',
    quota('q', {services: '2', 'services.loadbalancers': '0', 'services.nodeports': '2'}),
    post(SERVICES, svc('a')),
    merge(`${SERVICES}/a`, {spec: {type: 'LoadBalancer'}}),
    merge(`${SERVICES}/a`, {spec: {type: 'NodePort'}}),
    {sleep: 1},
    get(`${QUOTAS}/q`),
    merge(`${SERVICES}/a`, {
      spec: {
        ports: [
          {port: 80, name: 'a'},
          {port: 81, name: 'b'},
          {port: 82, name: 'c'},
        ],
      },
    }),
    merge(`${SERVICES}/a`, {spec: {type: 'ClusterIP'}}),
    {sleep: 1},
    get(`${QUOTAS}/q`),
    post(SERVICES, svc('b', {type: 'LoadBalancer'})),
    post(SERVICES, svc('c', {type: 'ExternalName', externalName: 'a.example.com', selector: null, ports: null})),
    post(SERVICES, svc('d')),
  ),
  of(
    'quota-load-balancer-ports',
    'Node ports that a load balancer does not ask for do not count.',
    quota('q', {'services.nodeports': '1'}),
    post(
      SERVICES,
      svc('a', {
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        ports: [
          {port: 80, name: 'a'},
          {port: 81, name: 'b'},
        ],
      }),
    ),
    post(
      SERVICES,
      svc('b', {
        type: 'LoadBalancer',
        ports: [
          {port: 80, name: 'a'},
          {port: 81, name: 'b'},
        ],
      }),
    ),
  ),
  of(
    'quota-priority-class',
    'A quota of a priority class is about its pods alone.',
    quota('high', {pods: '0'}, selected('PriorityClass', 'In', ['system-cluster-critical'])),
    quota(
      'others',
      {pods: '1', 'requests.cpu': '1'},
      selected('PriorityClass', 'NotIn', ['system-cluster-critical', 'system-node-critical']),
    ),
    quota('any', {pods: '1'}, selected('PriorityClass', 'Exists')),
    sized('a', [box('a', {cpu: '1'}, {})]),
    sized('b', [box('a', {cpu: '1'}, {})]),
    sized('c', [box('a', {cpu: '1'}, {})], {priorityClassName: 'system-cluster-critical'}),
    sized('d', [box('a', {}, {})], {priorityClassName: 'system-node-critical'}),
    sized('e', [box('a', {}, {})], {priorityClassName: 'system-node-critical'}),
  ),
  of(
    'quota-priority-class-absent',
    'Pods without a class.',
    quota('none', {pods: '0'}, selected('PriorityClass', 'DoesNotExist')),
    sized('a', [box('a', {}, {})]),
    sized('b', [box('a', {}, {})], {priorityClassName: 'system-node-critical'}),
  ),
  of(
    'quota-not-best-effort',
    'What must be said is asked of the pods that a quota is about.',
    quota('q', {pods: '1', 'requests.cpu': '1'}, {scopes: ['NotBestEffort']}),
    sized('a', [box('a', {}, {})]),
    sized('b', [box('a', {memory: '1Mi'}, {})]),
    sized('c', [box('a', {cpu: '100m'}, {})]),
    sized('d', [box('a', {cpu: '100m'}, {})]),
    {sleep: 1},
    get(`${QUOTAS}/q`),
  ),
  of(
    'quota-best-effort',
    'Best effort only.',
    quota('q', {pods: '1'}, {scopes: ['BestEffort']}),
    sized('a', [box('a', {cpu: '1'}, {})]),
    sized('b', [box('a', {}, {})]),
    sized('c', [box('a', {}, {})]),
  ),
  of(
    'quota-terminating',
    'By whether pods have a deadline.',
    quota('t', {pods: '0'}, {scopes: ['Terminating']}),
    quota('n', {pods: '1'}, selected('NotTerminating', 'Exists')),
    sized('a', [box('a', {}, {})], {activeDeadlineSeconds: 5}),
    sized('b', [box('a', {}, {})]),
    sized('c', [box('a', {}, {})]),
  ),
  of(
    'quota-affinity',
    'Pods whose affinity looks into other namespaces.',
    quota('q', {pods: '0'}, {scopes: ['CrossNamespacePodAffinity']}),
    sized('a', [box('a', {}, {})], {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', labelSelector: {}, namespaces: ['x']}],
        },
      },
    }),
    sized('b', [box('a', {}, {})], {
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {weight: 1, podAffinityTerm: {topologyKey: 'a', labelSelector: {}, namespaceSelector: {}}},
          ],
        },
      },
    }),
    sized('c', [box('a', {}, {})], {
      affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: 'a', labelSelector: {}}]}},
    }),
  ),
  of(
    'quota-scoped-others',
    'A quota of pods says nothing of what is no pod.',
    quota('q', {pods: '0', 'requests.cpu': '0'}, {scopes: ['NotTerminating']}),
    post(`${CORE}/configmaps`, cm('a', {})),
    post(SERVICES, svc('a')),
    post(CLAIMS, claim('a', '2Gi')),
  ),
  of(
    'quota-sums',
    'Sidecars, init containers, overhead and other resources.',
    quota('q', {
      'requests.cpu': '1',
      memory: '1Gi',
      'limits.memory': '2Gi',
      'requests.example.com/gpu': '2',
      'requests.ephemeral-storage': '1Gi',
      'count/pods': '5',
    }),
    sized('a', [box('a', {cpu: '400m', memory: '100Mi'}, {memory: '200Mi'})], {
      initContainers: [
        box('i', {cpu: '300m', memory: '50Mi'}, {memory: '100Mi'}, {restartPolicy: 'Always'}),
        box('j', {cpu: '500m', memory: '10Mi'}, {memory: '10Mi'}),
      ],
    }),
    {sleep: 1},
    get(`${QUOTAS}/q`),
    sized('b', [box('a', {memory: '1Mi'}, {'example.com/gpu': '3'})]),
    unordered(
      sized('c', [box('a', {cpu: '1', memory: '1Mi', 'ephemeral-storage': '2Gi'}, {memory: '1Mi', 'example.com/gpu': '3'})]),
    ),
    {sleep: 1},
    get(`${QUOTAS}/q`),
  ),
  of(
    'quota-two',
    'What must be said comes before what is too much, whichever quota asks for it.',
    quota('a', {pods: '0'}),
    quota('b', {'limits.cpu': '1'}),
    sized('a', [box('a', {}, {})]),
    sized('b', [box('a', {}, {cpu: '1'})]),
  ),
  of(
    'quota-uncounted',
    'A quota that nobody has counted yet.',
    post(QUOTAS, obj('v1', 'ResourceQuota', 'q', {spec: {hard: {configmaps: '0', services: '1'}}})),
    {sleep: 1},
    post(`${CORE}/configmaps`, cm('a', {})),
    merge(`${QUOTAS}/q/status`, {status: {hard: {configmaps: '0', services: '1'}}}),
    {sleep: 1},
    post(`${CORE}/configmaps`, cm('b', {})),
    post(SERVICES, svc('a')),
  ),
  of(
    'quota-over-already',
    'What is too much already may stay and shrink.',
    post(
      SERVICES,
      svc('a', {
        type: 'NodePort',
        ports: [
          {port: 80, name: 'a'},
          {port: 81, name: 'b'},
          {port: 82, name: 'c'},
        ],
      }),
    ),
    quota('q', {'services.nodeports': '1', services: '5'}, {}, {'services.nodeports': '3', services: '1'}),
    merge(`${SERVICES}/a`, {metadata: {labels: {a: 'b'}}}),
    json(`${SERVICES}/a`, [{op: 'remove', path: '/spec/ports/2'}]),
    post(SERVICES, svc('b')),
  ),
  of(
    'quota-dry-run',
    'A rehearsal is refused too, and counts nothing.',
    quota('q', {configmaps: '1', 'count/deployments.apps': '0'}),
    post(`${CORE}/configmaps?dryRun=All`, cm('a', {})),
    {sleep: 1},
    get(`${QUOTAS}/q`),
    post('/apis/apps/v1/namespaces/<ns>/deployments?dryRun=All', deploy('d')),
    post('/apis/apps/v1/namespaces/<ns>/deployments', {...deploy(''), metadata: {generateName: 'g-'}}),
  ),
  of(
    'quota-selectors',
    'Selectors that are none.',
    wrongSelector({scopeName: 'Nonsense', operator: 'Exists'}),
    wrongSelector({scopeName: 'PriorityClass', operator: 'In'}),
    wrongSelector({scopeName: 'PriorityClass', operator: 'Exists', values: ['a']}),
    wrongSelector({scopeName: 'PriorityClass', operator: 'Like', values: ['a']}),
    wrongSelector({scopeName: 'PriorityClass', operator: ''}),
    wrongSelector({scopeName: 'BestEffort', operator: 'In', values: ['a']}),
    wrongSelector({scopeName: 'BestEffort', operator: 'Exists'}, {scopeName: 'NotBestEffort', operator: 'Exists'}),
    wrongSelector({scopeName: 'Terminating', operator: 'Exists'}, {scopeName: 'NotTerminating', operator: 'DoesNotExist'}),
    wrongSelector({scopeName: 'VolumeAttributesClass', operator: 'Exists'}),
    wrongSelector(),
    ...(
      [
        {hard: {'requests.cpu': '1', configmaps: '1'}, ...selected('BestEffort', 'Exists')},
        {hard: {persistentvolumeclaims: '1', pods: '1'}, ...selected('VolumeAttributesClass', 'In', ['a'])},
        {hard: {pods: '1'}, scopes: ['PriorityClass']},
        {hard: {pods: '1'}, scopes: ['Terminating'], ...selected('NotTerminating', 'Exists')},
        {hard: {'requests.cpu': '1'}, ...selected('CrossNamespacePodAffinity', 'Exists')},
      ] as Json[]
    ).map((spec) => post(`${QUOTAS}?dryRun=All`, obj('v1', 'ResourceQuota', 'x', {spec}))),
    post(QUOTAS, obj('v1', 'ResourceQuota', 'q', {spec: {hard: {pods: '1'}, ...selected('PriorityClass', 'Exists')}})),
    merge(`${QUOTAS}/q`, {spec: selected('PriorityClass', 'In', ['a'])}),
    put(`${QUOTAS}/q`, obj('v1', 'ResourceQuota', 'q', {spec: {hard: {pods: '1'}}})),
  ),
]

/** LimitRanges and ResourceQuotas. */
export const limits: readonly OwnCase[] = [...ranges, ...quotas]
