import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {API_SERVICE, bearers} from './status-bearers.js'
import {
  type Body,
  CORE,
  CRDS,
  crd,
  del,
  deploy,
  JOBS,
  merge,
  obj,
  object,
  of,
  PODS,
  pod,
  post,
  SERVICES,
  svc,
  template,
  unordered,
} from './steps.js'

/* What may be written to the status of each kind. Each step is a rehearsal unless it has to leave something. */

const dry = (path: string, status: Body): OwnStep => merge(`${path}/status?dryRun=All`, {status})
const bodies = (list: readonly Body[]): readonly Body[] => list
const each = (path: string, list: readonly Body[]): OwnStep[] => list.map((one) => dry(path, one))
/** Their faults come in the order of a map. */
const eachJumbled = (path: string, list: readonly Body[]): OwnStep[] => each(path, list).map(unordered)
const real = (path: string, status: Body): OwnStep => merge(`${path}/status`, {status})
const EARLY = '2020-01-01T00:00:00Z'
const LATE = '2020-01-02T00:00:00Z'
const on = (...types: readonly string[]): Body[] => types.map((type) => ({type, status: 'True'}))

const job = (name: string, spec: Body = {}): OwnStep =>
  post(JOBS, obj('batch/v1', 'Job', name, {spec: {template: template({}, {restartPolicy: 'Never'}), ...spec}}))
const done: Body = {startTime: EARLY, completionTime: LATE, succeeded: 1, conditions: on('SuccessCriteriaMet', 'Complete')}
const failed: Body = {startTime: EARLY, failed: 2, conditions: on('FailureTarget', 'Failed')}
const indexed: Body = {completionMode: 'Indexed', completions: 5, parallelism: 2}

const jobs: readonly OwnCase[] = [
  of(
    'status-job',
    'the status of a Job: counters, conditions and times that go together',
    job('a'),
    ...each(`${JOBS}/a`, [
      {active: -1, succeeded: -1, failed: -1, ready: -1, terminating: -1},
      {conditions: on('Complete')},
      {conditions: on('Failed')},
      {conditions: on('Complete', 'Failed')},
      {conditions: on('Complete', 'FailureTarget'), completionTime: LATE, startTime: EARLY},
      {conditions: on('SuccessCriteriaMet', 'FailureTarget')},
      {conditions: on('SuccessCriteriaMet', 'Failed'), startTime: EARLY},
      {conditions: on('SuccessCriteriaMet')},
      {conditions: on('SuccessCriteriaMet', 'Complete'), startTime: EARLY},
      {conditions: [{type: 'Complete', status: 'False'}]},
      {conditions: [{type: 'My/x y', status: 'Maybe'}]},
      {completionTime: LATE},
      {startTime: LATE, completionTime: EARLY},
      {startTime: LATE, completionTime: EARLY, conditions: on('SuccessCriteriaMet', 'Complete')},
      {startTime: EARLY},
      {completedIndexes: 'x'},
      {completedIndexes: '1', failedIndexes: '2'},
      {failedIndexes: ''},
      {ready: 5},
      {
        ready: 5,
        completedIndexes: 'x',
        failedIndexes: 'y',
        conditions: on('SuccessCriteriaMet', 'FailureTarget', 'Failed', 'Complete'),
        completionTime: LATE,
        startTime: EARLY,
      },
      {ready: 1, active: 1, terminating: 4},
      {uncountedTerminatedPods: {succeeded: ['a', 'a', ''], failed: ['a', 'b', 'b', '']}},
      {...done, active: 1, terminating: 1, uncountedTerminatedPods: {succeeded: ['a']}},
      {...failed, active: 1, ready: 2, terminating: 1, uncountedTerminatedPods: {failed: ['a']}},
      {...failed, completionTime: LATE},
      done,
      failed,
    ]),
  ),
  of(
    'status-job-end',
    'what has ended stays ended',
    job('a'),
    real(`${JOBS}/a`, {startTime: EARLY, active: 1, failed: 3, succeeded: 3}),
    dry(`${JOBS}/a`, {startTime: LATE}),
    dry(`${JOBS}/a`, {startTime: null}),
    dry(`${JOBS}/a`, {failed: 1, succeeded: 1}),
    dry(`${JOBS}/a`, {active: 0, conditions: on('FailureTarget')}),
    real(`${JOBS}/a`, {...done, succeeded: 4, active: 0}),
    dry(`${JOBS}/a`, {conditions: []}),
    dry(`${JOBS}/a`, {conditions: on('SuccessCriteriaMet')}),
    dry(`${JOBS}/a`, {completionTime: '2020-01-03T00:00:00Z'}),
    dry(`${JOBS}/a`, {completionTime: null}),
    dry(`${JOBS}/a`, {startTime: null}),
    dry(`${JOBS}/a`, {active: 2}),
    dry(`${JOBS}/a`, {terminating: 2}),
    dry(`${JOBS}/a`, {uncountedTerminatedPods: {failed: ['x']}}),
    job('b'),
    real(`${JOBS}/b`, failed),
    dry(`${JOBS}/b`, {conditions: on('Failed')}),
    dry(`${JOBS}/b`, {conditions: on('FailureTarget')}),
    dry(`${JOBS}/b`, {conditions: null}),
    job('c', {suspend: true}),
    real(`${JOBS}/c`, {startTime: EARLY}),
    dry(`${JOBS}/c`, {startTime: LATE}),
    dry(`${JOBS}/c`, {startTime: null}),
  ),
  of(
    'status-job-indexes',
    'indexes of an Indexed Job',
    job('a', {...indexed, backoffLimitPerIndex: 1}),
    ...[
      '0',
      '0-2',
      '0,2-4',
      '5',
      '0-9',
      '2-1',
      '1-1',
      '1,1',
      '2,1',
      '0-2,2',
      'x',
      '0-x',
      'x-1',
      '1-2-3',
      '0,',
      ',',
      '-1',
      ' 1',
      '01',
    ].flatMap((indexes) => [dry(`${JOBS}/a`, {completedIndexes: indexes}), dry(`${JOBS}/a`, {failedIndexes: indexes})]),
    ...(
      [
        ['0-2', '2'],
        ['0-2', '3'],
        ['0,4', '1-4'],
        ['1-3', '2-4'],
        ['4', '0-1,4'],
      ] as const
    ).map(([completedIndexes, failedIndexes]) => dry(`${JOBS}/a`, {completedIndexes, failedIndexes})),
    job('b', indexed),
    dry(`${JOBS}/b`, {failedIndexes: '1'}),
    dry(`${JOBS}/b`, {succeeded: 3}),
    job('c', {...indexed, parallelism: 5}),
    real(`${JOBS}/c`, {succeeded: 3, completedIndexes: '0-2', startTime: EARLY}),
    dry(`${JOBS}/c`, {succeeded: 1, completedIndexes: '0'}),
  ),
]

const running = (name: string, more: Body = {}): Body => ({
  name,
  image: 'i',
  imageID: '',
  ready: true,
  restartCount: 0,
  state: {running: {startedAt: EARLY}},
  ...more,
})
const ended = (name: string, exitCode: number): Body =>
  running(name, {ready: false, state: {terminated: {exitCode, reason: 'X'}}})
const node = (name: string, status: Body = {}, spec: Body = {}): Body => obj('v1', 'Node', `<ns>-${name}`, {status, spec})

const pods: readonly OwnCase[] = [
  of(
    'status-pod',
    'the status of a Pod',
    post(PODS, pod('a', {readinessGates: [{conditionType: 'my/gate'}]})),
    ...each(`${PODS}/a`, [
      {
        nominatedNodeName: 'A_',
        observedGeneration: -1,
        conditions: [{type: 'a b', status: 'True', observedGeneration: -1}],
        qosClass: 'X',
        podIPs: [{ip: 'x'}, {ip: 'y'}],
        hostIPs: [{ip: 'x'}, {ip: 'y'}],
        resourceClaimStatuses: [{name: 'x', resourceClaimName: 'A_'}],
        extendedResourceClaimStatus: {resourceClaimName: 'A_', requestMappings: []},
        containerStatuses: [
          running('a', {
            user: {linux: {uid: -1, gid: 0}},
            allocatedResourcesStatus: [
              {name: 'cpu', resources: []},
              {name: 'cpu', resources: []},
            ],
          }),
        ],
        initContainerStatuses: [
          running('b', {user: {linux: {uid: -1, gid: 0}}, allocatedResourcesStatus: [{name: 'cpu', resources: []}]}),
        ],
        ephemeralContainerStatuses: [
          running('b', {user: {linux: {uid: -1, gid: 0}}, allocatedResourcesStatus: [{name: 'cpu', resources: []}]}),
        ],
      },
      {nominatedNodeName: 'A_'},
      {nominatedNodeName: 'n'},
      {conditions: [{type: 'My/x', status: 'True'}]},
      {
        conditions: [
          {type: 'my/gate', status: 'True'},
          {type: 'a b', status: 'X'},
          {type: '', status: ''},
        ],
      },
      {
        conditions: [
          {type: 'Ready', status: 'X'},
          {type: 'ready', status: 'True'},
        ],
      },
      {
        conditions: [
          {type: 'Ready', status: 'True'},
          {type: 'Ready', status: 'True'},
        ],
      },
      {conditions: [{type: 'PodReadyToStartContainers', status: 'True', observedGeneration: -1}]},
      {observedGeneration: -5},
      {phase: 'Foo'},
      {qosClass: 'Guaranteed'},
      {qosClass: 'X'},
      {podIP: 'x', podIPs: [{ip: 'x'}]},
      {podIP: '10.0.0.1'},
      {podIPs: [{ip: '10.0.0.1'}]},
      {podIP: '10.0.0.1', podIPs: [{ip: '10.0.0.2'}]},
      {podIPs: [{ip: '10.0.0.1'}, {ip: '10.0.0.2'}]},
      {podIPs: [{ip: '10.0.0.1'}, {ip: '10.0.0.1'}, {ip: 'fd00::1'}]},
      {podIPs: [{ip: '10.0.0.1'}, {ip: 'fd00::1'}]},
      {podIPs: [{ip: '010.0.0.1'}]},
      {podIPs: [{ip: '::ffff:1.2.3.4'}]},
      {hostIP: 'x', hostIPs: [{ip: 'x'}]},
      {hostIP: '10.0.0.1', hostIPs: [{ip: '10.0.0.2'}]},
      {hostIPs: [{ip: '10.0.0.1'}, {ip: '10.0.0.2'}]},
      {hostIPs: [{ip: ''}]},
      {resourceClaimStatuses: [{name: 'x', resourceClaimName: 'y'}]},
      {resize: 'Proposed'},
      {containerStatuses: [running('zz')]},
      {containerStatuses: [running('a'), running('a')]},
      {containerStatuses: [running('a', {user: {linux: {uid: -1, gid: -1, supplementalGroups: [-1]}}})]},
      {containerStatuses: [running('a', {allocatedResourcesStatus: [{name: 'cpu', resources: []}]})]},
      {
        containerStatuses: [
          running('a', {allocatedResourcesStatus: [{name: 'claim:x', resources: [{resourceID: 'r', health: 'X'}]}]}),
        ],
      },
      {containerStatuses: [running('a', {allocatedResources: {cpu: '-1'}, resources: {requests: {cpu: '-1'}}})]},
      {containerStatuses: [running('a', {stopSignal: 'SIGX'})]},
      {containerStatuses: [running('a', {restartCount: -1, state: {}})]},
      {containerStatuses: [running('a', {volumeMounts: [{name: '', mountPath: ''}]})]},
      {ephemeralContainerStatuses: [running('q')], initContainerStatuses: [running('q')]},
      {allocatedResources: {cpu: '-1'}},
    ]),
    merge(`${PODS}/a/status?dryRun=All`, {spec: {nodeName: 'x'}, metadata: {labels: {'a b': 'c'}}}),
    merge(`${PODS}/a/status?dryRun=All`, {metadata: {labels: {a: 'b'}, annotations: {c: 'd'}, finalizers: ['x']}}),
  ),
  of(
    'status-pod-states',
    'containers that have ended may not run again where nothing restarts them',
    post(
      PODS,
      pod('a', {
        restartPolicy: 'Never',
        initContainers: [
          {name: 'b', image: 'i'},
          {name: 'c', image: 'i', restartPolicy: 'Always'},
        ],
      }),
    ),
    real(`${PODS}/a`, {
      containerStatuses: [ended('a', 0)],
      initContainerStatuses: [ended('b', 1), ended('c', 1)],
    }),
    dry(`${PODS}/a`, {containerStatuses: [running('a')]}),
    dry(`${PODS}/a`, {containerStatuses: []}),
    dry(`${PODS}/a`, {initContainerStatuses: [running('b'), running('c')]}),
    dry(`${PODS}/a`, {containerStatuses: [ended('a', 3)]}),
    post(PODS, pod('b', {restartPolicy: 'OnFailure'})),
    real(`${PODS}/b`, {containerStatuses: [ended('a', 0)]}),
    dry(`${PODS}/b`, {containerStatuses: [running('a')]}),
    real(`${PODS}/b`, {containerStatuses: [ended('a', 1)]}),
    dry(`${PODS}/b`, {containerStatuses: [running('a')]}),
    post(
      PODS,
      pod('d', {
        containers: [
          {name: 'a', image: 'i', restartPolicy: 'Never'},
          {name: 'b', image: 'i', restartPolicy: 'OnFailure'},
          {
            name: 'c',
            image: 'i',
            restartPolicy: 'Never',
            restartPolicyRules: [{action: 'Restart', exitCodes: {operator: 'In', values: [7]}}],
          },
        ],
      }),
    ),
    real(`${PODS}/d`, {containerStatuses: [ended('a', 1), ended('b', 0), ended('c', 7)]}),
    dry(`${PODS}/d`, {containerStatuses: [running('a'), running('b'), running('c')]}),
    post(PODS, pod('c')),
    real(`${PODS}/c`, {containerStatuses: [ended('a', 0)]}),
    dry(`${PODS}/c`, {containerStatuses: [running('a')]}),
  ),
  of(
    'status-node',
    'the status of a Node, at birth and later',
    ...bodies([
      {capacity: {cpu: '-1'}},
      {allocatable: {cpu: '-1', memory: '1.5', pods: '1.5', 'example.com/x': '1.5', foo: '1'}},
      {capacity: {cpu: '-1', pods: '0.5', 'a b': '1', 'example.com/x': '1.5', foo: '1'}},
      {
        addresses: [
          {type: 'InternalIP', address: '1.1.1.1'},
          {type: 'InternalIP', address: '1.1.1.1'},
        ],
      },
      {
        addresses: [{type: 'X', address: ''}],
        conditions: [{type: '', status: 'X'}],
        phase: 'X',
        daemonEndpoints: {kubeletEndpoint: {Port: -1}},
      },
    ]).map((status) => unordered(post('/api/v1/nodes?dryRun=All', node('x', status)))),
    post('/api/v1/nodes', node('a')),
    ...eachJumbled('/api/v1/nodes/<ns>-a', [
      {capacity: {cpu: '-1'}},
      {allocatable: {cpu: '-1', memory: '1.5', pods: '1.5', 'example.com/x': '1.5', foo: '1'}},
      {capacity: {cpu: '-1', pods: '0.5', 'a b': '1', 'example.com/x': '1.5', foo: '1'}},
      {
        addresses: [
          {type: 'InternalIP', address: '1.1.1.1'},
          {type: 'InternalIP', address: '1.1.1.1'},
        ],
      },
      {addresses: [{type: 'X', address: ''}], conditions: [{type: '', status: 'X'}], phase: 'X', volumesInUse: ['a', 'a']},
      {nodeInfo: {machineID: 'x'}, images: [{names: []}], config: {error: 'x'}, declaredFeatures: ['b', 'a']},
    ]),
    merge('/api/v1/nodes/<ns>-a?dryRun=All', {status: {capacity: {cpu: '-1'}}}),
    merge('/api/v1/nodes/<ns>-a/status?dryRun=All', {
      spec: {taints: [{key: 'a', effect: 'X'}]},
      metadata: {labels: {'a b': 'c'}},
    }),
  ),
]

const claim = obj('v1', 'PersistentVolumeClaim', 'a', {
  spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}},
})
const CLAIMS = `${CORE}/persistentvolumeclaims`
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/<ns>/ingresses'
const balanced: readonly Body[] = [
  {ingress: [{ip: 'x'}]},
  {ingress: [{hostname: '1.1.1.1'}]},
  {ingress: [{hostname: 'A_'}, {ip: '010.1.1.1'}, {ip: '::ffff:1.1.1.1'}, {}]},
  {
    ingress: [
      {ip: '1.1.1.1', hostname: 'a.b', ipMode: 'Proxy'},
      {hostname: 'a.b', ipMode: 'VIP'},
    ],
  },
  {ingress: [{ip: '1.1.1.1', ipMode: 'Z'}]},
  {
    ingress: [
      {
        ip: '1.1.1.1',
        ports: [
          {port: 0, protocol: 'TCP'},
          {port: 1, protocol: 'X'},
          {port: 2, protocol: 'TCP', error: 'a b'},
        ],
      },
    ],
  },
]

const others: readonly OwnCase[] = [
  of(
    'status-service',
    'addresses of a Service and its conditions',
    post(SERVICES, svc('a')),
    post(SERVICES, svc('b', {type: 'LoadBalancer'})),
    ...balanced.map((loadBalancer) => dry(`${SERVICES}/a`, {loadBalancer})),
    ...balanced.map((loadBalancer) => dry(`${SERVICES}/b`, {loadBalancer})),
    dry(`${SERVICES}/b`, {loadBalancer: {ingress: [{ip: '1.1.1.1'}]}}),
    dry(`${SERVICES}/a`, {
      conditions: [
        {type: 'a b', status: 'X', reason: '', message: '', lastTransitionTime: null},
        {type: 'a', status: 'True', reason: '1', message: 'x', lastTransitionTime: EARLY, observedGeneration: -1},
        {type: 'a', status: 'True', reason: 'A', message: 'x', lastTransitionTime: EARLY},
      ],
    }),
    merge(`${SERVICES}/a/status?dryRun=All`, {metadata: {labels: {'a b': 'c'}}, spec: {type: 'X'}}),
  ),
  of(
    'status-ingress',
    'addresses of an Ingress',
    post(
      INGRESSES,
      obj('networking.k8s.io/v1', 'Ingress', 'a', {spec: {defaultBackend: {service: {name: 'x', port: {number: 1}}}}}),
    ),
    ...balanced.map((loadBalancer) => dry(`${INGRESSES}/a`, {loadBalancer})),
  ),
  of(
    'status-claim',
    'the status of a PersistentVolumeClaim and of a volume',
    post(CLAIMS, claim),
    ...eachJumbled(`${CLAIMS}/a`, [
      {phase: 'X'},
      {phase: 'Bound', capacity: {storage: '-1'}},
      {capacity: {foo: '1', storage: '1.5'}},
      {allocatedResourceStatuses: {foo: 'X'}},
      {allocatedResourceStatuses: {storage: 'X'}},
      {
        allocatedResourceStatuses: {
          storage: 'NodeResizePending',
          'kubernetes.io/x': 'NodeResizePending',
          'example.com/y': 'ControllerResizeInProgress',
        },
      },
      {allocatedResources: {storage: '-1'}},
      {allocatedResources: {storage: '5Gi', foo: '1'}},
      {allocatedResources: {storage: '1.5'}},
      {capacity: {storage: '2Gi'}, allocatedResources: {storage: '1Gi'}},
      {conditions: [{type: 'a b', status: 'X'}], accessModes: ['X'], modifyVolumeStatus: {status: 'X'}},
      {currentVolumeAttributesClassName: 'A_', modifyVolumeStatus: {status: ''}},
    ]),
    merge(`${CLAIMS}/a/status?dryRun=All`, {spec: {accessModes: []}}),
    post(
      '/api/v1/persistentvolumes',
      obj('v1', 'PersistentVolume', '<ns>-a', {
        spec: {capacity: {storage: '1Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/x'}},
      }),
    ),
    dry('/api/v1/persistentvolumes/<ns>-a', {phase: 'X', message: 'x', reason: 'y', lastPhaseTransitionTime: EARLY}),
    dry('/api/v1/persistentvolumes/<ns>-a', {phase: 'Bound'}),
    merge('/api/v1/persistentvolumes/<ns>-a/status?dryRun=All', {spec: {accessModes: []}, metadata: {labels: {'a b': 'c'}}}),
  ),
  of(
    'status-namespace',
    'the phase of a Namespace, which no write can change',
    dry('/api/v1/namespaces/<ns>', {phase: 'Terminating'}),
    dry('/api/v1/namespaces/<ns>', {phase: 'X'}),
    dry('/api/v1/namespaces/<ns>', {phase: null}),
    dry('/api/v1/namespaces/<ns>', {phase: 'Active', conditions: [{type: 'a b', status: 'X'}]}),
    merge('/api/v1/namespaces/<ns>?dryRun=All', {status: {phase: 'Terminating'}}),
    merge('/api/v1/namespaces/<ns>/finalize?dryRun=All', {spec: {finalizers: []}, status: {phase: 'Terminating'}}),
    post('/api/v1/namespaces?dryRun=All', obj('v1', 'Namespace', '<ns>-q', {status: {phase: 'Terminating'}})),
  ),
  of(
    'status-quota',
    'what a ResourceQuota says of itself',
    post(`${CORE}/resourcequotas`, obj('v1', 'ResourceQuota', 'a', {spec: {hard: {pods: '5'}}})),
    ...eachJumbled(`${CORE}/resourcequotas/a`, [
      {hard: {pods: '-1'}, used: {pods: '-1'}},
      {hard: {pods: '1.5', foo: '1', 'a b': '1'}, used: {cpu: '0.5', services: '0.5'}},
      {used: {'requests.example.com/x': '1.5', 'limits.cpu': '-1'}},
    ]),
  ),
  of(
    'status-controller',
    'counters of a ReplicationController',
    post(
      `${CORE}/replicationcontrollers`,
      obj('v1', 'ReplicationController', 'a', {spec: {replicas: 0, selector: {app: 'x'}, template: template()}}),
    ),
    ...each(`${CORE}/replicationcontrollers/a`, [
      {replicas: -1, readyReplicas: -1, availableReplicas: -1, fullyLabeledReplicas: -1, observedGeneration: -1},
      {replicas: 1, readyReplicas: 2, availableReplicas: 3, fullyLabeledReplicas: 4},
      {replicas: 1, conditions: [{type: 'a b', status: 'X'}]},
    ]),
  ),
]

const APPS = '/apis/apps/v1/namespaces/<ns>'
const counters: readonly Body[] = [
  {replicas: -1, readyReplicas: -1, updatedReplicas: -1, availableReplicas: -1, observedGeneration: -1, collisionCount: -1},
  {currentReplicas: -1, fullyLabeledReplicas: -1, terminatingReplicas: -1, unavailableReplicas: -1},
  {
    replicas: 1,
    readyReplicas: 2,
    updatedReplicas: 3,
    availableReplicas: 4,
    currentReplicas: 5,
    fullyLabeledReplicas: 6,
    terminatingReplicas: 7,
  },
  {currentNumberScheduled: -1, numberMisscheduled: -1, desiredNumberScheduled: -1, numberReady: -1},
  {updatedNumberScheduled: -1, numberAvailable: -1, numberUnavailable: -1},
  {numberReady: 5, numberAvailable: 6, currentRevision: 'x', updateRevision: 'y'},
  {replicas: 1, conditions: [{type: 'a b', status: 'X'}]},
]
const set = (kind: string, more: Body = {}): Body =>
  obj('apps/v1', kind, 'a', {spec: {selector: {matchLabels: {app: 'x'}}, template: template(), ...more}})

const counted = (name: string, plural: string, body: Body): OwnCase =>
  of(
    name,
    `counters of a ${body.kind}`,
    post(`${APPS}/${plural}`, body),
    ...counters.map((one) => dry(`${APPS}/${plural}/a`, one)),
  )

const workloads: readonly OwnCase[] = [
  counted('status-deployment', 'deployments', deploy('a')),
  counted('status-replica-set', 'replicasets', set('ReplicaSet')),
  counted('status-stateful-set', 'statefulsets', set('StatefulSet', {serviceName: 's'})),
  counted('status-daemon-set', 'daemonsets', set('DaemonSet')),
  of(
    'status-cron-job',
    'the status of a CronJob',
    post(
      '/apis/batch/v1/namespaces/<ns>/cronjobs',
      obj('batch/v1', 'CronJob', 'a', {
        spec: {schedule: '* * * * *', jobTemplate: {spec: {template: template({}, {restartPolicy: 'Never'})}}},
      }),
    ),
    dry('/apis/batch/v1/namespaces/<ns>/cronjobs/a', {active: [{name: 'A_'}], lastScheduleTime: LATE, lastSuccessfulTime: EARLY}),
  ),
  of(
    'status-autoscaler',
    'the status of a HorizontalPodAutoscaler in both versions',
    post(
      '/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers',
      obj('autoscaling/v2', 'HorizontalPodAutoscaler', 'a', {
        spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'x'}},
      }),
    ),
    ...each('/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers/a', [
      {currentReplicas: -1, desiredReplicas: -1},
      {currentReplicas: 1, desiredReplicas: 2, currentMetrics: [{type: 'X'}], conditions: [{type: 'a b', status: 'X'}]},
    ]),
    dry('/apis/autoscaling/v1/namespaces/<ns>/horizontalpodautoscalers/a', {
      currentReplicas: -1,
      currentCPUUtilizationPercentage: -5,
    }),
  ),
  of(
    'status-budget',
    'the status of a PodDisruptionBudget',
    post(
      '/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets',
      obj('policy/v1', 'PodDisruptionBudget', 'a', {spec: {minAvailable: 1}}),
    ),
    ...each('/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets/a', [
      {disruptionsAllowed: -1, currentHealthy: -1, desiredHealthy: -1, expectedPods: -1, observedGeneration: -1},
      {disruptionsAllowed: 1, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, disruptedPods: {A_: EARLY}},
      {
        conditions: [
          {type: 'a b', status: 'X', reason: '', message: '', lastTransitionTime: null},
          {type: 'a', status: 'True', reason: '1', message: 'x', lastTransitionTime: EARLY, observedGeneration: -1},
          {type: 'a', status: 'True', reason: 'A', message: 'x', lastTransitionTime: EARLY},
        ],
      },
    ]),
  ),
]

const POLICY = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies'
const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1'

const wide: readonly OwnCase[] = [
  of(
    'status-crd',
    'the status of a CustomResourceDefinition',
    crd('things', object({spec: object({})})),
    ...each(`${CRDS}/things.<ns>.example.com`, [
      {storedVersions: ['v2']},
      {storedVersions: []},
      {storedVersions: ['v1', 'v1']},
      {storedVersions: null},
      {acceptedNames: {plural: 'A_', kind: 'x y', shortNames: ['A_']}},
      {
        conditions: [
          {type: 'a b', status: 'X'},
          {type: 'a b', status: 'X'},
        ],
      },
    ]),
    merge(`${CRDS}/things.<ns>.example.com/status?dryRun=All`, {
      metadata: {labels: {'a b': 'c'}, annotations: {'d e': 'f'}, finalizers: ['x']},
    }),
    merge(`${CRDS}/things.<ns>.example.com/status?dryRun=All`, {metadata: {labels: {a: 'b'}}, status: {conditions: null}}),
  ),
  of(
    'status-policy',
    'the status of a ValidatingAdmissionPolicy',
    post(
      POLICY,
      obj('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', '<ns>-a', {
        spec: {
          matchConstraints: {
            resourceRules: [{apiGroups: ['<ns>.example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['x']}],
          },
          validations: [{expression: 'true'}],
        },
      }),
    ),
    ...each(`${POLICY}/<ns>-a`, [
      {observedGeneration: -1},
      {typeChecking: {expressionWarnings: [{fieldRef: '', warning: ''}]}},
      {conditions: [{type: 'a b', status: 'X', reason: '', message: '', lastTransitionTime: null}]},
      {conditions: [{type: 'a', status: 'True', reason: '1', message: 'x', lastTransitionTime: EARLY}]},
    ]),
  ),
  of(
    'status-flow',
    'the status of a FlowSchema and of a PriorityLevelConfiguration',
    post(
      `${FLOW}/flowschemas`,
      obj('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', '<ns>-a', {spec: {priorityLevelConfiguration: {name: 'exempt'}}}),
    ),
    dry(`${FLOW}/flowschemas/<ns>-a`, {
      conditions: [
        {type: 'x', status: 'X'},
        {type: '', status: ''},
      ],
    }),
    dry(`${FLOW}/flowschemas/<ns>-a`, {
      conditions: [
        {type: 'x', status: 'True'},
        {type: 'x', status: 'True'},
      ],
    }),
    post(
      `${FLOW}/prioritylevelconfigurations`,
      obj('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', '<ns>-a', {
        spec: {type: 'Limited', limited: {limitResponse: {type: 'Reject'}}},
      }),
    ),
    dry(`${FLOW}/prioritylevelconfigurations/<ns>-a`, {
      conditions: [
        {type: 'x', status: 'X'},
        {type: '', status: ''},
      ],
    }),
  ),
  of(
    'status-api-service',
    'the status of an APIService',
    post('/apis/apiregistration.k8s.io/v1/apiservices', API_SERVICE),
    dry('/apis/apiregistration.k8s.io/v1/apiservices/v1.<ns>.example.com', {
      conditions: [
        {type: 'a b', status: 'X'},
        {type: 'a b', status: 'True'},
      ],
    }),
    dry('/apis/apiregistration.k8s.io/v1/apiservices/v1.<ns>.example.com', {conditions: []}),
  ),
]

const born: Body = {
  conditions: [{type: 'x', status: 'True', reason: 'x', message: 'x', lastTransitionTime: EARLY}],
  phase: 'Bound',
  replicas: 3,
  observedGeneration: 7,
  loadBalancer: {ingress: [{ip: '1.1.1.1'}]},
  used: {pods: '1'},
  active: null,
}

const every: readonly OwnCase[] = [
  of(
    'status-born',
    'a status that a create gives',
    ...bearers.map(([path, body]) => post(`${path}?dryRun=All`, {...body, status: born})),
  ),
  of(
    'status-metadata',
    'metadata that a write of a status may touch, and how often it is checked',
    // the server itself writes the status of a FlowSchema
    ...bearers
      .filter(([path]) => !path.endsWith('flowschemas'))
      .flatMap(([path, body]) => {
        const at = `${path}/${(body.metadata as Body).name as string}/status`
        return [
          post(path, body),
          merge(`${at}?dryRun=All`, {metadata: {labels: {'a b': 'c'}, annotations: {'d e': 'f'}, finalizers: ['x']}}),
          merge(`${at}?dryRun=All`, {
            metadata: {
              labels: {a: 'b'},
              annotations: {c: 'd'},
              finalizers: ['x.y/z'],
              ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'y'}],
            },
          }),
          ...(path.includes('<ns>/') ? [] : [del(`${path}/${(body.metadata as Body).name as string}`)]),
        ]
      }),
  ),
]

/** Status writes of all kinds. */
export const statuses: readonly OwnCase[] = [...jobs, ...pods, ...others, ...workloads, ...wide, ...every]
