import type {Json} from '../../test/conformance/case.js'
import {
  type Body,
  CORE,
  cm,
  crd,
  custom,
  customs,
  del,
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
  SECRETS,
  strategic,
  svc,
} from '../request-cases/steps.js'
import type {OwnCase, OwnStep} from './kit.js'

const ACCOUNTS = `${CORE}/serviceaccounts`
const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses'
const RUNTIMES = '/apis/node.k8s.io/v1/runtimeclasses'
const STORAGES = '/apis/storage.k8s.io/v1/storageclasses'
const CLAIMS = `${CORE}/persistentvolumeclaims`
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/<ns>/ingresses'
const INGRESS_CLASSES = '/apis/networking.k8s.io/v1/ingressclasses'
const NAMESPACES = '/api/v1/namespaces'
const NODES = '/api/v1/nodes'
const settled: OwnStep = {sleep: 1}

const bare = (name: string, spec: Body = {}, metadata: Body = {}): OwnStep =>
  post(PODS, obj('v1', 'Pod', name, {spec: {containers: [{name: 'a', image: 'i'}], ...spec}}, metadata))
const plain = (name: string, spec: Body = {}, metadata: Body = {}): OwnStep => post(PODS, pod(name, spec, metadata))
const account = (name: string, rest: Body = {}, metadata: Body = {}): OwnStep =>
  post(ACCOUNTS, obj('v1', 'ServiceAccount', name, rest, metadata))
const priority = (name: string, value: Json, rest: Body = {}): OwnStep =>
  post(CLASSES, obj('scheduling.k8s.io/v1', 'PriorityClass', name, {value, ...rest}))
const runtime = (name: string, rest: Body = {}): OwnStep =>
  post(RUNTIMES, obj('node.k8s.io/v1', 'RuntimeClass', `<ns>-${name}`, {handler: 'h', ...rest}))
const storage = (name: string, isDefault?: string, rest: Body = {}): OwnStep =>
  post(
    STORAGES,
    obj(
      'storage.k8s.io/v1',
      'StorageClass',
      `<ns>-${name}`,
      {provisioner: 'p.example.com', ...rest},
      isDefault === undefined ? {} : {annotations: {'storageclass.kubernetes.io/is-default-class': isDefault}},
    ),
  )
const claim = (name: string, spec: Body = {}, metadata: Body = {}): Body =>
  obj(
    'v1',
    'PersistentVolumeClaim',
    name,
    {spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, ...spec}},
    metadata,
  )
const token = (name: string, spec: Json, rest: Body = {}): OwnStep =>
  post(`${ACCOUNTS}/${name}/token`, {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec, ...rest})

const accounts: readonly OwnCase[] = [
  of(
    'account-missing',
    'Pods of accounts that do not exist.',
    bare('a', {serviceAccountName: 'none'}),
    plain('b', {serviceAccountName: 'none'}),
    plain('c', {serviceAccount: 'none'}),
    plain('d', {serviceAccount: 'default', serviceAccountName: 'none'}),
    plain('e', {serviceAccountName: ''}),
    plain('f', {serviceAccountName: 'A_'}),
    post(`${PODS}?dryRun=All`, pod('g', {serviceAccountName: 'none'})),
    post(PODS, {
      ...pod(''),
      metadata: {generateName: 'g-'},
      spec: {serviceAccountName: 'none', containers: [{name: 'a', image: 'i'}]},
    }),
    del(`${ACCOUNTS}/default`),
    settled,
    plain('h'),
  ),
  of(
    'account-automount',
    'Whether a token is mounted: the pod says so, or its account.',
    account('off', {automountServiceAccountToken: false}),
    account('on', {automountServiceAccountToken: true}),
    settled,
    bare('a', {serviceAccountName: 'off'}),
    plain('b', {serviceAccountName: 'on'}),
    merge(`${ACCOUNTS}/on`, {automountServiceAccountToken: false}),
    settled,
    bare('c', {serviceAccountName: 'on'}),
    get(`${ACCOUNTS}/on`),
  ),
  of(
    'account-mounted-already',
    'A pod that mounts something at the place of the token.',
    account('on'),
    settled,
    bare('a', {
      serviceAccountName: 'on',
      containers: [
        {name: 'a', image: 'i', volumeMounts: [{name: 'v', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount'}]},
      ],
      volumes: [{name: 'v', emptyDir: {}}],
    }),
  ),
  of(
    'account-pull-secrets',
    'Pull secrets come from the account when the pod has none.',
    account('pull', {imagePullSecrets: [{name: 'x'}, {name: 'y'}]}),
    settled,
    plain('a', {serviceAccountName: 'pull'}),
    plain('b', {serviceAccountName: 'pull', imagePullSecrets: [{name: 'z'}]}),
    plain('c', {serviceAccountName: 'pull', imagePullSecrets: []}),
  ),
  of(
    'account-mountable',
    'An account that lets only its own secrets be mounted.',
    account(
      'few',
      {secrets: [{name: 'mine'}], imagePullSecrets: [{name: 'pull'}]},
      {annotations: {'kubernetes.io/enforce-mountable-secrets': 'true'}},
    ),
    settled,
    plain('a', {serviceAccountName: 'few', volumes: [{name: 'v', secret: {secretName: 'other'}}]}),
    plain('b', {serviceAccountName: 'few', volumes: [{name: 'v', secret: {secretName: 'mine'}}]}),
    plain('c', {
      serviceAccountName: 'few',
      containers: [{name: 'a', image: 'i', env: [{name: 'E', valueFrom: {secretKeyRef: {name: 'other', key: 'k'}}}]}],
    }),
    plain('d', {
      serviceAccountName: 'few',
      initContainers: [{name: 'n', image: 'i', env: [{name: 'E', valueFrom: {secretKeyRef: {name: 'other', key: 'k'}}}]}],
    }),
    plain('e', {serviceAccountName: 'few', imagePullSecrets: [{name: 'other'}]}),
    plain('f', {
      serviceAccountName: 'few',
      containers: [{name: 'a', image: 'i', envFrom: [{secretRef: {name: 'other'}}]}],
    }),
    plain('g', {
      serviceAccountName: 'few',
      volumes: [{name: 'v', projected: {sources: [{secret: {name: 'other'}}]}}],
    }),
  ),
  of(
    'account-mirror-pods',
    'Copies of static pods.',
    bare('a', {nodeName: 'n', serviceAccountName: 'default'}, {annotations: {'kubernetes.io/config.mirror': 'x'}}),
    bare('b', {nodeName: 'n'}, {annotations: {'kubernetes.io/config.mirror': 'x'}}),
    bare(
      'c',
      {nodeName: 'n', volumes: [{name: 'v', secret: {secretName: 's'}}]},
      {annotations: {'kubernetes.io/config.mirror': 'x'}},
    ),
    bare(
      'd',
      {nodeName: 'n', volumes: [{name: 'v', configMap: {name: 's'}}]},
      {annotations: {'kubernetes.io/config.mirror': 'x'}},
    ),
  ),
  of(
    'account-ephemeral-containers',
    'What is added later must hold to the account, too.',
    account('few', {secrets: [{name: 'mine'}]}, {annotations: {'kubernetes.io/enforce-mountable-secrets': 'true'}}),
    settled,
    plain('a', {serviceAccountName: 'few'}),
    strategic(`${PODS}/a/ephemeralcontainers`, {
      spec: {
        ephemeralContainers: [{name: 'e', image: 'i', env: [{name: 'E', valueFrom: {secretKeyRef: {name: 'other', key: 'k'}}}]}],
      },
    }),
  ),
  of(
    'token-bounds',
    'How long tokens may last and what they are bound to.',
    account('t'),
    post(SECRETS, obj('v1', 'Secret', 's')),
    plain('p', {serviceAccountName: 't'}),
    post(NODES, obj('v1', 'Node', '<ns>-n')),
    plain('q'),
    settled,
    token('t', {expirationSeconds: 599}),
    token('t', {expirationSeconds: 0}),
    token('t', {expirationSeconds: -1}),
    token('t', {expirationSeconds: 4294967297}),
    token('t', {expirationSeconds: 600}),
    token('t', {expirationSeconds: 4294967296}),
    token('t', {audiences: ['a', 'b']}),
    token('t', {audiences: ['']}),
    token('t', {audiences: []}),
    token('t', {audiences: ['a', 'a']}),
    token('t', {expirationSeconds: '600'}),
    token('t', {expirationSeconds: 1.5}),
    token('t', {boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p'}}),
    token('t', {boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'q'}}),
    token('t', {boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p', uid: 'nope'}}),
    token('t', {boundObjectRef: {kind: 'Pod', apiVersion: 'v1', name: 'p', uid: '<uid:3>'}}),
    token('t', {boundObjectRef: {kind: 'Secret', apiVersion: 'v1', name: 's'}}),
    token('t', {boundObjectRef: {kind: 'Node', apiVersion: 'v1', name: 'no'}}),
    token('t', {boundObjectRef: {kind: 'Node', apiVersion: 'v1', name: '<ns>-n'}}),
    del(`${NODES}/<ns>-n`),
    token('t', {boundObjectRef: {kind: 'Pod', apiVersion: 'v2', name: 'p'}}),
    token('t', {boundObjectRef: {kind: 'Secret', name: 's'}}),
    token('t', {boundObjectRef: {kind: 'Deployment', apiVersion: 'apps/v1', name: 'p'}}),
    token('t', {boundObjectRef: {}}),
    token('t', {boundObjectRef: {kind: 'Pod', apiVersion: 'v1'}}),
    token('t', null),
    token('t', {}, {metadata: {name: 'u'}}),
    token('t', {}, {metadata: {name: 't', namespace: '<ns>'}}),
    token('t', {}, {metadata: {namespace: 'other'}}),
    token('t', {nothing: 1}),
    token('none', {}),
    post(`${ACCOUNTS}/t/token?dryRun=All`, {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}}),
    post(`${ACCOUNTS}/t/token`, {}),
    get(`${ACCOUNTS}/t/token`),
    del(`${ACCOUNTS}/t/token`),
    put(`${ACCOUNTS}/t/token`, {}),
  ),
]

const priorities: readonly OwnCase[] = [
  of(
    'priority-names',
    'Names and numbers of classes.',
    priority('system-<ns>', 1),
    priority('<ns>-a', 1000000001),
    priority('<ns>-a', 1000000000),
    priority('<ns>-b', -2147483648),
    priority('<ns>-c', -2147483649),
    priority('<ns>-d', 'x'),
    priority('<ns>-e', 1, {preemptionPolicy: 'Sometimes'}),
    priority('<ns>-e', 1, {preemptionPolicy: 'Never', description: 'd'}),
    merge(`${CLASSES}/<ns>-e`, {value: 2}),
    merge(`${CLASSES}/<ns>-e`, {preemptionPolicy: 'PreemptLowerPriority'}),
    merge(`${CLASSES}/<ns>-e`, {description: 'e'}),
    merge(`${CLASSES}/<ns>-e`, {preemptionPolicy: null}),
    merge(`${CLASSES}/system-node-critical?dryRun=All`, {value: 1}),
    del(`${CLASSES}/<ns>-a`),
    del(`${CLASSES}/<ns>-b`),
    del(`${CLASSES}/<ns>-e`),
  ),
  of(
    'priority-of-pods',
    'What a class gives to pods, and what they may say themselves.',
    priority('<ns>-h', 100),
    priority('<ns>-n', 50, {preemptionPolicy: 'Never'}),
    settled,
    plain('a', {priorityClassName: '<ns>-h'}),
    plain('b', {priorityClassName: '<ns>-n'}),
    plain('c', {priorityClassName: 'none'}),
    plain('d', {priorityClassName: '<ns>-h', priority: 100}),
    plain('e', {priorityClassName: '<ns>-h', priority: 99}),
    plain('f', {priority: 5}),
    plain('g', {priority: 0}),
    plain('h', {preemptionPolicy: 'Never'}),
    plain('i', {preemptionPolicy: 'PreemptLowerPriority'}),
    plain('j', {priorityClassName: '<ns>-n', preemptionPolicy: 'PreemptLowerPriority'}),
    plain('k', {priorityClassName: '<ns>-n', preemptionPolicy: 'Never'}),
    plain('l', {priorityClassName: 'system-node-critical'}),
    plain('m', {priorityClassName: ''}),
    plain('n', {priorityClassName: 'A_'}),
    merge(`${PODS}/a`, {spec: {priorityClassName: 'other'}}),
    merge(`${PODS}/a`, {spec: {priority: 7}}),
    del(`${CLASSES}/<ns>-h`),
    settled,
    merge(`${PODS}/a`, {metadata: {labels: {a: 'b'}}}),
    plain('o', {priorityClassName: '<ns>-h'}),
    del(`${CLASSES}/<ns>-n`),
  ),
  of(
    'priority-default',
    'One class may be that of all pods without.',
    priority('<ns>-g', 10, {globalDefault: true, preemptionPolicy: 'Never'}),
    settled,
    plain('a'),
    plain('b', {priority: 0}),
    plain('c', {priority: 10}),
    priority('<ns>-h', 20, {globalDefault: true}),
    priority('<ns>-h', 20),
    settled,
    merge(`${CLASSES}/<ns>-h`, {globalDefault: true}),
    merge(`${CLASSES}/<ns>-g`, {globalDefault: false}),
    settled,
    merge(`${CLASSES}/<ns>-h`, {globalDefault: true}),
    settled,
    plain('d'),
    del(`${CLASSES}/<ns>-g`),
    del(`${CLASSES}/<ns>-h`),
  ),
]

const runtimes: readonly OwnCase[] = [
  of(
    'runtime-class',
    'Overhead and places of a runtime.',
    runtime('o', {overhead: {podFixed: {cpu: '250m', memory: '64Mi'}}}),
    runtime('s', {
      scheduling: {
        nodeSelector: {disk: 'ssd', zone: 'a'},
        tolerations: [
          {key: 'k', operator: 'Exists'},
          {key: 'l', operator: 'Equal', value: 'v', effect: 'NoSchedule'},
        ],
      },
    }),
    settled,
    plain('a', {runtimeClassName: '<ns>-o'}),
    plain('b', {runtimeClassName: '<ns>-o', overhead: {cpu: '250m', memory: '64Mi'}}),
    plain('c', {runtimeClassName: '<ns>-o', overhead: {cpu: '1'}}),
    plain('d', {overhead: {cpu: '1'}}),
    plain('e', {runtimeClassName: 'none'}),
    plain('f', {runtimeClassName: '<ns>-s'}),
    plain('g', {runtimeClassName: '<ns>-s', nodeSelector: {zone: 'b'}}),
    plain('h', {runtimeClassName: '<ns>-s', nodeSelector: {zone: 'a', more: 'x'}}),
    plain('i', {runtimeClassName: '<ns>-s', tolerations: [{key: 'k', operator: 'Exists'}]}),
    plain('j', {runtimeClassName: '<ns>-s', overhead: {cpu: '1'}}),
    plain('k', {runtimeClassName: 'A_'}),
    plain('l', {runtimeClassName: ''}),
    merge(`${RUNTIMES}/<ns>-o`, {handler: 'x'}),
    merge(`${RUNTIMES}/<ns>-o`, {overhead: {podFixed: {cpu: '1'}}}),
    runtime('q', {handler: 'A_'}),
    runtime('q', {overhead: {podFixed: {cpu: '-1'}}}),
    runtime('q', {scheduling: {nodeSelector: {'a b': 'c'}, tolerations: [{operator: 'Exists', value: 'x'}]}}),
    del(`${RUNTIMES}/<ns>-o`),
    settled,
    plain('m', {runtimeClassName: '<ns>-o'}),
    merge(`${PODS}/a`, {metadata: {labels: {a: 'b'}}}),
    del(`${RUNTIMES}/<ns>-s`),
  ),
]

const storages: readonly OwnCase[] = [
  of(
    'storage-default',
    'The class of claims that name none.',
    storage('a', 'true'),
    storage('b', 'false'),
    settled,
    post(CLAIMS, claim('a')),
    post(CLAIMS, claim('b', {storageClassName: ''})),
    post(CLAIMS, claim('c', {storageClassName: '<ns>-b'})),
    post(CLAIMS, claim('d', {storageClassName: 'none'})),
    post(CLAIMS, claim('e', {}, {annotations: {'volume.beta.kubernetes.io/storage-class': '<ns>-b'}})),
    post(CLAIMS, claim('f', {}, {annotations: {'volume.beta.kubernetes.io/storage-class': ''}})),
    post(CLAIMS, claim('g', {volumeName: 'v'})),
    merge(`${CLAIMS}/a`, {spec: {storageClassName: 'x'}}),
    del(`${STORAGES}/<ns>-a`),
    settled,
    post(CLAIMS, claim('h')),
    del(`${STORAGES}/<ns>-b`),
  ),
  of(
    'storage-two-defaults',
    'Of two defaults of the same age the first by name.',
    storage('c', 'true'),
    storage('b', 'true'),
    settled,
    post(CLAIMS, claim('a')),
    del(`${STORAGES}/<ns>-b`),
    settled,
    post(CLAIMS, claim('b')),
    del(`${STORAGES}/<ns>-c`),
    post(
      STORAGES,
      obj(
        'storage.k8s.io/v1',
        'StorageClass',
        '<ns>-d',
        {provisioner: 'p.example.com'},
        {annotations: {'storageclass.beta.kubernetes.io/is-default-class': 'true'}},
      ),
    ),
    settled,
    post(CLAIMS, claim('c')),
    del(`${STORAGES}/<ns>-d`),
  ),
  of(
    'storage-growth',
    'Claims grow where their class lets them.',
    storage('g', undefined, {allowVolumeExpansion: true}),
    storage('f'),
    settled,
    ...['g', 'f', 'none'].flatMap((name) => [
      post(CLAIMS, claim(name, {storageClassName: name === 'none' ? 'none' : `<ns>-${name}`})),
      merge(`${CLAIMS}/${name}`, {spec: {resources: {requests: {storage: '2Gi'}}}}),
      merge(`${CLAIMS}/${name}/status`, {status: {phase: 'Bound', capacity: {storage: '1Gi'}}}),
      merge(`${CLAIMS}/${name}`, {spec: {resources: {requests: {storage: '2Gi'}}}}),
      merge(`${CLAIMS}/${name}`, {spec: {resources: {requests: {storage: '512Mi'}}}}),
    ]),
    del(`${STORAGES}/<ns>-g`),
    del(`${STORAGES}/<ns>-f`),
  ),
  of(
    'ingress-default',
    'The class of ingresses that name none.',
    ...['a', 'b'].map((name) =>
      post(
        INGRESS_CLASSES,
        obj(
          'networking.k8s.io/v1',
          'IngressClass',
          `<ns>-${name}`,
          {spec: {controller: 'example.com/c'}},
          {annotations: {'ingressclass.kubernetes.io/is-default-class': 'true'}},
        ),
      ),
    ),
    settled,
    ...(['a', 'b', 'c'] as const).map((name) =>
      post(
        INGRESSES,
        obj(
          'networking.k8s.io/v1',
          'Ingress',
          name,
          {
            spec: {
              defaultBackend: {service: {name: 's', port: {number: 80}}},
              ...(name === 'b' ? {ingressClassName: 'x'} : {}),
            },
          },
          name === 'c' ? {annotations: {'kubernetes.io/ingress.class': 'y'}} : {},
        ),
      ),
    ),
    del(`${INGRESS_CLASSES}/<ns>-a`),
    settled,
    post(
      INGRESSES,
      obj('networking.k8s.io/v1', 'Ingress', 'd', {spec: {defaultBackend: {service: {name: 's', port: {number: 80}}}}}),
    ),
    del(`${INGRESS_CLASSES}/<ns>-b`),
  ),
]

const OTHER = `${NAMESPACES}/<ns>-gone`
const lifecycle: readonly OwnCase[] = [
  of(
    'namespace-missing',
    'Nothing is made where no namespace is.',
    post(`${OTHER}/configmaps`, cm('a')),
    post(`${OTHER}/configmaps?dryRun=All`, cm('a')),
    post('/apis/apps/v1/namespaces/<ns>-gone/deployments', deploy('a')),
    {method: 'PATCH', path: `${OTHER}/configmaps/a?fieldManager=me`, contentType: 'application/apply-patch+yaml', body: cm('a')},
    merge(`${OTHER}/configmaps/a`, {data: {}}),
    put(`${OTHER}/configmaps/a`, cm('a')),
    del(`${OTHER}/configmaps/a`),
    del(`${OTHER}/configmaps`),
    get(`${OTHER}/configmaps`),
    get(`${OTHER}/configmaps/a`),
    post('/apis/authorization.k8s.io/v1/namespaces/<ns>-gone/localsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'LocalSubjectAccessReview',
      metadata: {namespace: '<ns>-gone'},
      spec: {user: 'x', resourceAttributes: {namespace: '<ns>-gone', verb: 'get', resource: 'pods'}},
    }),
    post(`${OTHER}/configmaps`, cm('a', {}, {namespace: '<ns>'})),
    post(`${CORE}/configmaps`, cm('a', {}, {namespace: 'default'})),
  ),
  of(
    'namespace-ends',
    'What may still be done where a namespace ends.',
    post(NAMESPACES, obj('v1', 'Namespace', '<ns>-gone', {}, {finalizers: ['example.com/hold']})),
    post(`${OTHER}/configmaps`, cm('a')),
    post(`${OTHER}/configmaps`, cm('b', {}, {finalizers: ['example.com/hold']})),
    del(OTHER),
    post(`${OTHER}/configmaps`, cm('c')),
    {method: 'PATCH', path: `${OTHER}/configmaps/d?fieldManager=me`, contentType: 'application/apply-patch+yaml', body: cm('d')},
    post(`${OTHER}/configmaps?dryRun=All`, cm('c')),
    post(`${OTHER}/events`, obj('v1', 'Event', 'e', {involvedObject: {kind: 'Pod', namespace: '<ns>-gone', name: 'p'}})),
    merge(`${OTHER}/configmaps/b`, {data: {x: 'y'}}),
    post(`${OTHER}/services`, svc('s')),
    merge(OTHER, {metadata: {labels: {a: 'b'}}}),
    merge(OTHER, {metadata: {finalizers: ['example.com/hold', 'example.com/more']}}),
    json(`${OTHER}/configmaps/b`, [{op: 'remove', path: '/metadata/finalizers'}]),
    merge(OTHER, {metadata: {finalizers: null}}),
  ),
  of(
    'namespace-forever',
    'Some namespaces stay.',
    del(`${NAMESPACES}/default`),
    del(`${NAMESPACES}/kube-system`),
    del(`${NAMESPACES}/kube-public`),
    del(`${NAMESPACES}/kube-system?dryRun=All`),
    del(NAMESPACES),
    post(NAMESPACES, obj('v1', 'Namespace', 'A_')),
    post(NAMESPACES, obj('v1', 'Namespace', '<ns>-gone', {spec: {finalizers: ['x']}})),
    post(NAMESPACES, obj('v1', 'Namespace', '<ns>-gone', {}, {labels: {'kubernetes.io/metadata.name': 'other'}})),
    merge(OTHER, {metadata: {labels: {'kubernetes.io/metadata.name': 'other'}}}),
    merge(OTHER, {metadata: {labels: {'kubernetes.io/metadata.name': null}}}),
    merge(OTHER, {spec: {finalizers: []}}),
    put(`${OTHER}/finalize`, obj('v1', 'Namespace', '<ns>-gone', {spec: {finalizers: ['x']}})),
    put(`${OTHER}/finalize`, obj('v1', 'Namespace', '<ns>-gone', {spec: {finalizers: ['a/b', 'kubernetes']}})),
    put(`${OTHER}/finalize`, obj('v1', 'Namespace', '<ns>-gone', {spec: {}})),
    del(OTHER),
    get(OTHER),
  ),
  of(
    'namespace-custom',
    'Custom kinds where no namespace is.',
    ...crd('things', {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}),
    post('/apis/<ns>.example.com/v1/namespaces/<ns>-gone/things', custom('things', 'a')),
    post(customs('things'), custom('things', 'a', {}, {namespace: '<ns>-gone'})),
    get('/apis/<ns>.example.com/v1/namespaces/<ns>-gone/things'),
  ),
]

const others: readonly OwnCase[] = [
  of(
    'new-nodes',
    'New nodes get no pods before they are ready.',
    post(NODES, obj('v1', 'Node', '<ns>-a')),
    post(NODES, obj('v1', 'Node', '<ns>-b', {spec: {taints: [{key: 'x', effect: 'NoSchedule'}]}})),
    post(NODES, obj('v1', 'Node', '<ns>-c', {spec: {taints: [{key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'}]}})),
    post(NODES, obj('v1', 'Node', '<ns>-d', {spec: {taints: [{key: 'node.kubernetes.io/not-ready', effect: 'NoExecute'}]}})),
    merge(`${NODES}/<ns>-a`, {spec: {taints: null}}),
    merge(`${NODES}/<ns>-a`, {spec: {unschedulable: true}}),
    ...['a', 'b', 'c', 'd'].map((name) => del(`${NODES}/<ns>-${name}`)),
  ),
  of(
    'default-tolerations',
    'Tolerations of nodes that are not ready.',
    plain('a'),
    plain('b', {tolerations: [{operator: 'Exists'}]}),
    plain('c', {tolerations: [{key: 'node.kubernetes.io/not-ready', operator: 'Exists'}]}),
    plain('d', {
      tolerations: [{key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5}],
    }),
    plain('e', {tolerations: [{key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule'}]}),
    plain('f', {
      containers: [{name: 'a', image: 'i', resources: {limits: {memory: '1Mi'}, requests: {memory: '1Mi'}}}],
    }),
    merge(`${PODS}/a`, {spec: {tolerations: [{key: 'x', operator: 'Exists'}]}}),
    json(`${PODS}/a`, [{op: 'add', path: '/spec/tolerations/-', value: {key: 'x', operator: 'Exists'}}]),
  ),
  of(
    'in-use',
    'Volumes and claims are held while they are used.',
    post(CLAIMS, claim('a', {storageClassName: ''})),
    post(CLAIMS, claim('b', {storageClassName: ''}, {finalizers: ['example.com/x']})),
    post(CLAIMS, claim('c', {storageClassName: ''}, {finalizers: ['kubernetes.io/pvc-protection']})),
    post(
      '/api/v1/persistentvolumes',
      obj('v1', 'PersistentVolume', '<ns>-v', {
        spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/x'}, storageClassName: ''},
      }),
    ),
    del(`${CLAIMS}/a`),
    get(`${CLAIMS}/a`),
    merge(`${CLAIMS}/a`, {metadata: {finalizers: null}}),
    del('/api/v1/persistentvolumes/<ns>-v'),
    merge('/api/v1/persistentvolumes/<ns>-v', {metadata: {finalizers: null}}),
  ),
  of(
    'external-addresses',
    'Services with addresses from outside.',
    post(`${CORE}/services`, svc('a', {externalIPs: ['192.0.2.1']})),
    post(`${CORE}/services`, svc('b', {externalIPs: ['127.0.0.1']})),
    post(`${CORE}/services`, svc('c', {externalIPs: ['x']})),
    merge(`${CORE}/services/a`, {spec: {externalIPs: ['192.0.2.1', '192.0.2.2']}}),
  ),
]

const SIGNING = '/apis/certificates.k8s.io/v1/certificatesigningrequests'
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlINU1JR2dBZ0VBTUQ0eEZ6QVZCZ05WQkFvTURuTjVjM1JsYlRwdFlYTjBaWEp6TVNNd0lRWURWUVFEREJweg=='

/** Certificates are asked for by name of the signer. */
const signing: readonly OwnCase[] = [
  of(
    'signing-requests',
    'What is no request for a certificate.',
    post(SIGNING, obj('certificates.k8s.io/v1', 'CertificateSigningRequest', '<ns>-a', {spec: {}})),
    post(
      SIGNING,
      obj('certificates.k8s.io/v1', 'CertificateSigningRequest', '<ns>-a', {
        spec: {request: REQUEST, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth']},
      }),
    ),
    post(
      SIGNING,
      obj('certificates.k8s.io/v1', 'CertificateSigningRequest', '<ns>-a', {
        spec: {request: 'eA==', signerName: 'nobody', usages: ['nothing'], expirationSeconds: 5},
      }),
    ),
    ...['a.b/c', 'a.b/C', 'A.b/c', 'a/b', 'a.b/c/d', `a.b/${'x'.repeat(64)}`, 'example.com/<ns>.a'].map((signerName) =>
      post(
        SIGNING,
        obj('certificates.k8s.io/v1', 'CertificateSigningRequest', '<ns>-a', {
          spec: {request: 'eA==', signerName, usages: ['server auth', 'server auth'], expirationSeconds: 600},
        }),
      ),
    ),
  ),
]

/** What stands at the gate besides limits, policies and webhooks: accounts, classes, namespaces, nodes. */
export const gates: readonly OwnCase[] = [
  ...accounts,
  ...priorities,
  ...runtimes,
  ...storages,
  ...lifecycle,
  ...others,
  ...signing,
]
