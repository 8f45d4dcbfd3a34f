import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {type Body, CORE, del, get, json, merge, obj, of, PODS, pod, post, put, strategic} from './steps.js'

/* What may be done to the parts of a Pod: ephemeral containers, resources, where it runs, its end, its log. */

const SLICES = '/apis/discovery.k8s.io/v1/namespaces/<ns>/endpointslices'
const slice = (addressType: string, addresses: string[]): Body =>
  obj('discovery.k8s.io/v1', 'EndpointSlice', 'e', {addressType, endpoints: [{addresses}], ports: [{name: 'a', port: 80}]})
const extra = (name: string, more: Body = {}): Body => ({name, image: 'x', ...more})
const amounts = (requests: Body | null, limits: Body | null): Body => ({resources: {requests, limits}})
const sized = (name: string, spec: Body = {}): OwnStep =>
  post(
    PODS,
    pod(name, {
      containers: [
        {name: 'a', image: 'i', resources: {requests: {cpu: '100m', memory: '1Mi'}, limits: {cpu: '200m', memory: '2Mi'}}},
        {name: 'b', image: 'i', resizePolicy: [{resourceName: 'memory', restartPolicy: 'RestartContainer'}]},
      ],
      ...spec,
    }),
  )
const resize = (name: string, containers: Body[] | null, rest: Body = {}): OwnStep =>
  strategic(`${PODS}/${name}/resize?dryRun=All`, {spec: {...(containers ? {containers} : {}), ...rest}})
const only = (more: Body): Body[] => [{name: 'a', ...more}]
const binding = (name: string, rest: Body, metadata: Body = {}): Body => obj('v1', 'Binding', name, rest, metadata)
const bind = (of: string, body: Body): OwnStep => post(`${PODS}/${of}/binding?dryRun=All`, body)

export const podParts: readonly OwnCase[] = [
  of(
    'ephemeral-containers',
    'they come and stay as they are',
    post(PODS, pod('p')),
    strategic(`${PODS}/p/ephemeralcontainers`, {spec: {ephemeralContainers: [extra('e')]}}),
    merge(`${PODS}/p/ephemeralcontainers`, {spec: {ephemeralContainers: null}}),
    merge(`${PODS}/p/ephemeralcontainers`, {spec: {ephemeralContainers: []}}),
    merge(`${PODS}/p/ephemeralcontainers`, {spec: null}),
    json(`${PODS}/p/ephemeralcontainers`, [{op: 'remove', path: '/spec/ephemeralContainers'}]),
    json(`${PODS}/p/ephemeralcontainers`, [{op: 'remove', path: '/spec/ephemeralContainers/0'}]),
    strategic(`${PODS}/p/ephemeralcontainers`, {spec: {ephemeralContainers: null}}),
    strategic(`${PODS}/p/ephemeralcontainers`, {spec: {ephemeralContainers: [{name: 'e', image: 'y'}]}}),
    strategic(`${PODS}/p/ephemeralcontainers?dryRun=All`, {spec: {ephemeralContainers: [extra('a')]}}),
    strategic(`${PODS}/p/ephemeralcontainers?dryRun=All`, {
      spec: {
        ephemeralContainers: [
          extra('A_', {
            ports: [{containerPort: 1}],
            resources: {limits: {cpu: '1'}},
            livenessProbe: {tcpSocket: {port: 1}},
            lifecycle: {preStop: {sleep: {seconds: 1}}},
          }),
        ],
      },
    }),
    strategic(`${PODS}/p/ephemeralcontainers?dryRun=All`, {
      spec: {ephemeralContainers: [extra('f', {targetContainerName: 'zz'}), {name: 'g'}]},
    }),
    strategic(`${PODS}/p/ephemeralcontainers?dryRun=All`, {
      spec: {containers: [{name: 'a', image: 'zz'}], ephemeralContainers: [extra('h')]},
      metadata: {labels: {a: 'b'}},
    }),
    merge(`${PODS}/p/ephemeralcontainers?dryRun=All`, {metadata: {uid: 'x'}}),
    merge(`${PODS}/p/ephemeralcontainers?dryRun=All`, {metadata: {resourceVersion: '1'}}),
    strategic(`${PODS}/nope/ephemeralcontainers`, {spec: {ephemeralContainers: [extra('e')]}}),
    put(`${PODS}/p/ephemeralcontainers`, pod('p')),
    put(`${PODS}/p/ephemeralcontainers`, pod('q')),
    get(`${PODS}/p/ephemeralcontainers`),
    merge(`${PODS}/p?dryRun=All`, {spec: {ephemeralContainers: null}}),
    merge(`${PODS}/p?dryRun=All`, {spec: {ephemeralContainers: [extra('e'), extra('f')]}}),
  ),
  of(
    'resize',
    'resources of a Pod that nobody runs yet',
    sized('p'),
    resize('p', only(amounts({cpu: '150m'}, {cpu: '300m'}))),
    resize('p', only({resources: {limits: {'ephemeral-storage': '1Gi'}}})),
    resize(
      'p',
      only({resources: {limits: {'ephemeral-storage': '1Gi', 'example.com/x': '1'}, requests: {'hugepages-2Mi': '2Mi'}}}),
    ),
    resize('p', only({resources: null})),
    resize('p', only({resources: {requests: null}})),
    resize('p', only({resources: {limits: null}})),
    resize('p', only({resources: {limits: {cpu: '50m'}}})),
    resize('p', only({resources: {limits: {memory: '1Mi'}}})),
    resize('p', only({resources: {requests: {memory: '1', cpu: '-1'}}})),
    resize('p', only({resources: {claims: [{name: 'x'}]}})),
    resize('p', only({resources: {limits: {cpu: null}}})),
    resize('p', only({image: 'z'})),
    resize('p', only({resizePolicy: [{resourceName: 'cpu', restartPolicy: 'RestartContainer'}]})),
    resize('p', only({resizePolicy: [{resourceName: 'x', restartPolicy: 'y'}]})),
    resize('p', [{name: 'b', resources: {requests: {cpu: '1'}}}]),
    resize('p', [{name: 'zz', image: 'i', resources: {requests: {cpu: '1'}}}]),
    resize('p', null, {initContainers: [{name: 'z', image: 'x'}]}),
    resize('p', null, {nodeName: 'x', priority: 5}),
    resize('p', null, {resources: {requests: {cpu: '1'}}}),
    merge(`${PODS}/p/resize?dryRun=All`, {spec: {containers: null}}),
    merge(`${PODS}/p/resize?dryRun=All`, {metadata: {uid: 'x'}}),
    merge(`${PODS}/p/resize?dryRun=All`, {metadata: {labels: {a: 'b'}}, status: {phase: 'Failed'}}),
    strategic(`${PODS}/p/resize`, {spec: {containers: only(amounts({cpu: '120m'}, {cpu: '240m'}))}}),
    get(`${PODS}/p/resize`),
    strategic(`${PODS}/nope/resize`, {spec: {}}),
  ),
  of(
    'resize-kinds',
    'Pods whose resources stay what they are',
    sized('n', {nodeName: 'nowhere'}),
    resize('n', only(amounts({cpu: '150m'}, {cpu: '300m'}))),
    sized('g', {containers: [{name: 'a', image: 'i', resources: {limits: {cpu: '1', memory: '1Mi'}}}]}),
    resize('g', only({resources: {requests: {cpu: '500m'}}})),
    resize('g', only({resources: {limits: {cpu: '2'}, requests: {cpu: '2'}}})),
    resize('g', only({resources: {limits: {cpu: null}, requests: {cpu: null}}})),
    sized('z', {containers: [{name: 'a', image: 'i'}]}),
    resize('z', only({resources: {requests: {cpu: '500m'}}})),
    sized('i', {
      initContainers: [
        {name: 'x', image: 'i', resources: {requests: {cpu: '1'}}},
        {name: 'y', image: 'i', restartPolicy: 'Always', resources: {requests: {cpu: '1'}}},
      ],
    }),
    resize('i', null, {initContainers: [{name: 'x', resources: {requests: {cpu: '2'}}}]}),
    resize('i', null, {initContainers: [{name: 'y', resources: {requests: {cpu: '2'}}}]}),
    sized('w', {os: {name: 'windows'}}),
    resize('w', only(amounts({cpu: '150m'}, {cpu: '300m'}))),
    sized('f'),
    merge(`${PODS}/f/status`, {status: {phase: 'Failed'}}),
    resize('f', only(amounts({cpu: '150m'}, {cpu: '300m'}))),
    post(PODS, pod('m', {nodeName: 'n'}, {annotations: {'kubernetes.io/config.mirror': 'x'}})),
    resize('m', only(amounts({cpu: '150m'}, {cpu: '300m'}))),
    merge(`${PODS}/n?dryRun=All`, {metadata: {labels: {a: 'b'}}}),
    resize('z', [
      {name: 'a', resources: {}},
      {name: 'b', image: 'i'},
    ]),
    merge(`${PODS}/i/resize?dryRun=All`, {
      spec: {
        initContainers: [
          {name: 'y', image: 'i'},
          {name: 'x', image: 'i'},
        ],
      },
    }),
    sized('s', {containers: [{name: 'a', image: 'i', resources: {requests: {cpu: '1', 'ephemeral-storage': '1Gi'}}}]}),
    resize('s', only({resources: {requests: {'ephemeral-storage': '2Gi'}}})),
    resize('s', only({resources: {requests: {'ephemeral-storage': null, cpu: '2'}}})),
  ),
  of(
    'binding',
    'where a Pod runs is said once, for it alone',
    post(PODS, pod('u')),
    ...(
      [
        binding('u', {target: {}}),
        binding('u', {target: {kind: 'Node'}}),
        binding('u', {target: {kind: 'Foo', name: 'x'}}),
        binding('u', {target: {kind: 'Foo'}}),
        binding('u', {target: {kind: 'Node', name: 'A_'}}),
        binding('u', {}),
        binding('zz', {target: {name: 'n'}}),
        binding('', {target: {name: 'n'}}),
        binding('u', {target: {name: 'n'}}, {namespace: 'other'}),
        binding('u', {target: {name: 'n'}}, {uid: 'x'}),
        binding('u', {target: {name: 'n'}}, {annotations: {a: 'b'}, labels: {q: 'r'}}),
        binding('u', {target: {name: 'n'}}, {annotations: {'a b': 'b'}, labels: {'q r': 'r'}}),
        {apiVersion: 'v1', kind: 'Binding', target: {name: 'n'}},
        {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'u'}},
        {apiVersion: 'v1', kind: 'Binding', metadata: {name: 'u'}, target: {name: 5}},
      ] as Body[]
    ).map((body) => bind('u', body)),
    post(`${CORE}/bindings?dryRun=All`, binding('u', {target: {name: 'n'}})),
    post(`${CORE}/bindings?dryRun=All`, binding('nope', {target: {name: 'n'}})),
    post(`${CORE}/bindings?dryRun=All`, binding('', {target: {name: 'n'}})),
    post(`${CORE}/bindings?dryRun=All`, binding('u', {target: {name: 'n'}}, {namespace: 'other'})),
    post(`${CORE}/bindings?dryRun=All`, binding('u', {target: {}})),
    post(`${PODS}/nope/binding`, binding('nope', {target: {name: 'n'}})),
    post(`${PODS}/nope/binding`, binding('u', {target: {name: 'n'}})),
    post(`${PODS}/u/binding`, binding('u', {target: {name: 'n'}}, {annotations: {a: 'b'}, labels: {q: 'r'}})),
    get(`${PODS}/u`),
    post(`${PODS}/u/binding`, binding('u', {target: {name: 'm'}})),
    get(`${PODS}/u/binding`),
    post(PODS, pod('g', {schedulingGates: [{name: 'x'}]})),
    post(`${PODS}/g/binding`, binding('g', {target: {name: 'm'}})),
    post(PODS, pod('l', {}, {labels: {q: 'old', s: 't'}, annotations: {a: 'old'}})),
    post(`${PODS}/l/binding`, binding('l', {target: {name: 'n'}}, {annotations: {a: 'b', c: 'd'}, labels: {q: 'r', u: 'v'}})),
    get(`${PODS}/l`),
  ),
  of(
    'pod-end',
    'how long the end of a Pod may take',
    post(PODS, pod('f', {nodeName: 'n'})),
    merge(`${PODS}/f/status`, {status: {phase: 'Failed'}}),
    del(`${PODS}/f?gracePeriodSeconds=5&dryRun=All`),
    del(`${PODS}/f?dryRun=All`),
    post(PODS, pod('s', {nodeName: 'n'})),
    merge(`${PODS}/s/status`, {status: {phase: 'Succeeded'}}),
    del(`${PODS}/s?gracePeriodSeconds=5&dryRun=All`),
    post(PODS, pod('r', {nodeName: 'n'})),
    merge(`${PODS}/r/status`, {status: {phase: 'Running'}}),
    del(`${PODS}/r?gracePeriodSeconds=5&dryRun=All`),
    del(`${PODS}/r?gracePeriodSeconds=-5&dryRun=All`),
    del(`${PODS}/r?gracePeriodSeconds=5`),
    del(`${PODS}/r?gracePeriodSeconds=3`),
    del(`${PODS}/r?gracePeriodSeconds=9`),
    del(`${PODS}/r?gracePeriodSeconds=0`),
    post(PODS, pod('u')),
    del(`${PODS}/u?gracePeriodSeconds=5&dryRun=All`),
    post(PODS, pod('x', {nodeName: 'n'}, {finalizers: ['a.b/c']})),
    merge(`${PODS}/x/status`, {status: {phase: 'Failed'}}),
    del(`${PODS}/x?gracePeriodSeconds=5`),
    get(`${PODS}/x`),
    merge(`${PODS}/x`, {metadata: {finalizers: null}}),
  ),
  of(
    'log-options',
    'what may be asked of a log',
    post(
      PODS,
      pod('p', {
        containers: [
          {name: 'a', image: 'i'},
          {name: 'b', image: 'i'},
        ],
      }),
    ),
    ...[
      'sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z',
      'sinceSeconds=0',
      'sinceTime=x',
      'sinceTime=',
      'tailLines=-1&limitBytes=0&sinceSeconds=-1',
      'container=zz',
      'container=zz&sinceSeconds=0',
      '',
      'container=a',
      'container=a&previous=true',
      'container=a&follow=x&tailLines=x',
      'container=a&stream=Stdout',
      'container=a&stream=x',
      'container=a&stream=Stdout&tailLines=5',
    ].map((query) => get(`${PODS}/p/log?${query}`)),
    get(`${PODS}/nope/log`),
    get(`${PODS}/nope/log?sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z`),
    get(`${PODS}/nope/log?tailLines=-1`),
  ),
  of(
    'eviction-again',
    'a budget that has not yet been worked out again',
    post(PODS, pod('p', {nodeName: 'n'}, {labels: {app: 'x'}})),
    post(PODS, pod('q', {nodeName: 'n'}, {labels: {app: 'x'}})),
    merge(`${PODS}/p/status`, {status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]}}),
    merge(`${PODS}/q/status`, {status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]}}),
    post(
      '/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets',
      obj('policy/v1', 'PodDisruptionBudget', 'b', {spec: {minAvailable: 1, selector: {matchLabels: {app: 'x'}}}}),
    ),
    post(`${PODS}/p/eviction`, obj('policy/v1', 'Eviction', 'p')),
    merge('/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets/b/status', {
      status: {observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2},
    }),
    post(`${PODS}/p/eviction?dryRun=All`, obj('policy/v1', 'Eviction', 'p')),
    post(`${PODS}/p/eviction`, obj('policy/v1', 'Eviction', 'p')),
    get('/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets/b'),
    get(`${PODS}/p`),
    post(`${PODS}/q/eviction`, obj('policy/v1', 'Eviction', 'q')),
    post(`${PODS}/p/eviction`, obj('policy/v1', 'Eviction', 'p')),
    post(
      '/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets',
      obj('policy/v1', 'PodDisruptionBudget', 'c', {spec: {minAvailable: 1, selector: {matchLabels: {app: 'x'}}}}),
    ),
    post(`${PODS}/q/eviction`, obj('policy/v1', 'Eviction', 'q')),
    post(`${PODS}/nope/eviction`, obj('policy/v1', 'Eviction', 'nope')),
    post(`${PODS}/q/eviction`, obj('policy/v1', 'Eviction', 'zz')),
    post(`${PODS}/q/eviction`, obj('policy/v1', 'Eviction', 'q', {deleteOptions: {preconditions: {uid: 'x'}}})),
    post(
      `${PODS}/q/eviction`,
      obj('policy/v1', 'Eviction', 'q', {deleteOptions: {gracePeriodSeconds: -1, propagationPolicy: 'x'}}),
    ),
    post(PODS, pod('w', {}, {labels: {app: 'x'}})),
    post(`${PODS}/w/eviction`, obj('policy/v1', 'Eviction', 'w')),
    get(`${PODS}/q/eviction`),
  ),
  of(
    'images-again',
    'Images of a Pod that are changed to none, or to one with spaces.',
    post(PODS, pod('p', {initContainers: [{name: 'b', image: 'i'}]})),
    ...(['containers', 'initContainers'] as const).flatMap((field) =>
      ['', ' x', 'x ', ' '].map((image) =>
        strategic(`${PODS}/p?dryRun=All`, {spec: {[field]: [{name: field === 'containers' ? 'a' : 'b', image}]}}),
      ),
    ),
  ),
  of(
    'slices-moved',
    'EndpointSlices of another type of address: what stays is not looked at again.',
    post(SLICES, slice('IPv4', ['10.1.1.1'])),
    ...['IPv4', 'IPv6', 'FQDN', 'x', ''].flatMap((type) =>
      [['10.1.1.1'], ['fe80::1'], []].map((addresses) => put(`${SLICES}/e?dryRun=All`, slice(type, addresses))),
    ),
  ),
]
