import type {Json} from '../../test/conformance/case.js'
import type {OwnCase, OwnStep} from '../admission-cases/kit.js'
import {type Body, CORE, get, merge, obj, of, PODS, pod, post} from './steps.js'

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'
const table = (path: string): OwnStep => get(path, TABLE)

/** An object with a status, and its row. */
function shown(path: string, object: Body, status?: Body): readonly OwnStep[] {
  const {name} = object.metadata as {name: string}
  return [
    post(path, object),
    ...(status ? [merge(`${path}/${name}/status`, {status})] : []),
    {...(table(`${path}/${name}`) as object)} as OwnStep,
  ]
}

const container = (name: string, state: Json, rest: Body = {}): Body => ({
  name,
  image: 'i',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
  lastState: {},
  ...rest,
})
const running = {running: {}}
const exited = (exitCode: number, reason?: string): Body => ({terminated: {exitCode, ...(reason ? {reason} : {})}})
const waits = (reason?: string): Body => ({waiting: reason ? {reason} : {}})
const up = {ready: true, started: true}
const two = [
  {name: 'a', image: 'i'},
  {name: 'b', image: 'i'},
]
const three = [...two, {name: 'c', image: 'i'}]
const inits = [
  {name: 'x', image: 'i'},
  {name: 'y', image: 'i'},
]
const sidecar = {name: 'x', image: 'i', restartPolicy: 'Always'}

let number = 0
const row = (status: Body, spec: Body = {containers: two}, metadata: Body = {}): readonly OwnStep[] =>
  shown(PODS, pod(`p${++number}`, spec, metadata), status)
const states = (...list: Json[]): Body => ({containerStatuses: list.map((state, at) => container('abc'[at]!, state))})

const pods: readonly OwnCase[] = [
  of(
    'pods-phases',
    'Rows of pods by phase and reason.',
    row({phase: 'Pending'}),
    row({phase: 'Failed', reason: 'Evicted', message: 'm'}),
    row({phase: 'Succeeded'}),
    row({phase: 'Unknown', reason: 'NodeLost'}),
    row({phase: 'Running', podIP: '1.2.3.4', podIPs: [{ip: '1.2.3.4'}], nominatedNodeName: 'n'}),
    row(
      {phase: 'Running', conditions: [{type: 'x/y', status: 'True'}]},
      {containers: two, readinessGates: [{conditionType: 'x/y'}, {conditionType: 'z/y'}]},
    ),
    row({phase: 'Pending'}, {containers: two, schedulingGates: [{name: 'a.b/c'}]}),
  ),
  of(
    'pods-terminated',
    'Rows of pods with containers that have ended.',
    ...(
      [
        ['Succeeded', exited(0, 'Completed'), exited(137, 'OOMKilled')],
        ['Failed', exited(137, 'OOMKilled'), exited(0, 'Completed')],
        ['Failed', exited(1, 'Error'), exited(137, 'OOMKilled')],
        ['Failed', exited(137, 'OOMKilled'), exited(1, 'Error')],
        ['Running', exited(0, 'Completed'), exited(1, 'Error'), running],
        ['Running', exited(0, 'Completed'), running, exited(1, 'Error')],
        ['Running', exited(1, 'Error'), exited(0, 'Completed'), running],
        ['Running', exited(0), exited(1, 'Error')],
        ['Running', exited(0), exited(2)],
        ['Running', exited(2), exited(0)],
        ['Running', exited(2), exited(0, 'Completed')],
        ['Running', exited(0, 'Completed'), exited(2)],
        ['Running', {terminated: {exitCode: 0, signal: 9}}, exited(0, 'Completed')],
        ['Running', exited(0, 'Completed'), {terminated: {exitCode: 0, signal: 9}}],
        ['Running', waits('CrashLoopBackOff'), exited(1, 'Error')],
        ['Running', exited(1, 'Error'), waits('CrashLoopBackOff')],
        ['Running', exited(0, 'Completed'), waits('CrashLoopBackOff')],
        ['Running', waits('ContainerCreating'), waits('CrashLoopBackOff')],
        ['Running', waits('CrashLoopBackOff'), waits('ImagePullBackOff')],
        ['Running', waits('ImagePullBackOff'), waits('CrashLoopBackOff')],
        ['Pending', waits(), waits()],
        ['Failed', exited(0, 'Completed'), exited(1, 'Error'), exited(0, 'Completed')],
        ['Succeeded', exited(0, 'Completed'), exited(0, 'Completed')],
        ['Running', exited(0, 'Completed'), exited(0, 'Other')],
        ['Running', exited(0, 'Other'), exited(0, 'Completed')],
        ['Running', exited(0, 'Other'), exited(1, 'Error')],
        ['Running', exited(1, 'Completed'), exited(2, 'Error')],
        ['Running', exited(0, 'Completed'), waits('CrashLoopBackOff'), exited(1, 'Error')],
        ['Running', exited(0, 'Completed'), exited(1, 'Error'), waits('CrashLoopBackOff')],
        ['Running', exited(0, 'Completed'), exited(1, 'Completed')],
        ['Running', exited(0, 'Completed'), {terminated: {exitCode: 3, signal: 9}}],
      ] as [string, ...Json[]][]
    ).flatMap(([phase, ...list]) => row({phase, ...states(...list)}, {containers: list.length === 3 ? three : two})),
  ),
  of(
    'pods-running',
    'Rows of pods that run, more or less.',
    row({
      phase: 'Running',
      conditions: [{type: 'Ready', status: 'True'}],
      containerStatuses: [container('a', running, up), container('b', running, {...up, restartCount: 3})],
    }),
    row({
      phase: 'Running',
      conditions: [{type: 'Ready', status: 'True'}],
      containerStatuses: [container('a', exited(0, 'Completed')), container('b', running, up)],
    }),
    row({phase: 'Running', containerStatuses: [container('a', exited(0, 'Completed')), container('b', running, up)]}),
    row({phase: 'Running', containerStatuses: [container('a', running), container('b', running, up)]}),
    row({phase: 'Running', containerStatuses: [container('a', exited(2)), container('b', running, up)]}),
    row({phase: 'Running', reason: 'Odd', containerStatuses: [container('b', running, up)]}),
  ),
  of(
    'pods-init',
    'Rows of pods that begin.',
    row(
      {phase: 'Pending', initContainerStatuses: [container('x', exited(0)), container('y', running)]},
      {containers: two, initContainers: inits},
    ),
    row(
      {phase: 'Pending', initContainerStatuses: [container('x', exited(3), {restartCount: 2})]},
      {containers: two, initContainers: inits},
    ),
    row(
      {phase: 'Pending', initContainerStatuses: [container('x', exited(3, 'Error')), container('y', waits('PodInitializing'))]},
      {containers: two, initContainers: inits},
    ),
    row(
      {phase: 'Pending', initContainerStatuses: [container('x', {terminated: {exitCode: 0, signal: 9}})]},
      {containers: two, initContainers: inits},
    ),
    row(
      {phase: 'Pending', initContainerStatuses: [container('x', {terminated: {exitCode: 1, signal: 9}})]},
      {containers: two, initContainers: inits},
    ),
    row(
      {phase: 'Pending', initContainerStatuses: [container('x', waits('ImagePullBackOff'))]},
      {containers: two, initContainers: inits},
    ),
    row({phase: 'Pending', initContainerStatuses: [container('x', waits())]}, {containers: two, initContainers: inits}),
    row(
      {
        phase: 'Running',
        conditions: [{type: 'Initialized', status: 'True'}],
        initContainerStatuses: [container('x', exited(1, 'Error'), {restartCount: 4})],
        containerStatuses: [container('a', running, {...up, restartCount: 1}), container('b', running, up)],
      },
      {containers: two, initContainers: inits},
    ),
    row(
      {
        phase: 'Pending',
        initContainerStatuses: [container('x', exited(0), {restartCount: 4})],
        containerStatuses: [container('a', waits('PodInitializing'))],
      },
      {containers: two, initContainers: inits},
    ),
  ),
  of(
    'pods-sidecars',
    'Rows of pods with sidecars.',
    ...(
      [
        {phase: 'Pending'},
        {phase: 'Pending', initContainerStatuses: [container('x', waits('PodInitializing'))]},
        {phase: 'Pending', initContainerStatuses: [container('x', running, {started: false})]},
        {phase: 'Pending', initContainerStatuses: [container('x', running, {...up, restartCount: 4}), container('y', running)]},
        {phase: 'Pending', initContainerStatuses: [container('x', running, {started: true}), container('y', exited(1, 'Error'))]},
        {
          phase: 'Running',
          initContainerStatuses: [
            container('x', running, {...up, restartCount: 4}),
            container('y', exited(0), {restartCount: 2}),
          ],
          containerStatuses: [container('a', running, up), container('b', running, {...up, restartCount: 1})],
        },
        {
          phase: 'Running',
          conditions: [{type: 'Initialized', status: 'True'}],
          initContainerStatuses: [container('x', waits('CrashLoopBackOff'), {restartCount: 4}), container('y', exited(0))],
          containerStatuses: [container('a', running, up), container('b', running, up)],
        },
        {
          phase: 'Succeeded',
          conditions: [{type: 'Initialized', status: 'True'}],
          initContainerStatuses: [container('x', exited(137, 'Error')), container('y', exited(0))],
          containerStatuses: [container('a', exited(0, 'Completed')), container('b', exited(0, 'Completed'))],
        },
      ] as Body[]
    ).flatMap((status) => row(status, {containers: two, initContainers: [sidecar, {name: 'y', image: 'i'}]})),
  ),
]

const CSR =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1VUQ0NBVGtDQVFBd0RERUtNQWdHQTFVRUF3d0JlRENDQVNJd0RRWUpLb1pJaHZjTkFRRUJCUUFEZ2dFUApBRENDQVFvQ2dnRUJBTWVIbFkySWdpMU1GREMxVHhVc1R3MGdBdUVnVmFNKy9MN3RIUGxwWUN2bHZNbFAzcTFUCitjOHR2dVppUnNRR3lLd0JzdGpQS0hlaE8yWXZaVEl4c29tazQyNmtjYlpPYk16WEgyeWFGdnI5b0YrblAzakoKRlB5cnFWVEw3WkJBSkNkSGdqaHJuNGZxSVlzUkdzbHV5OUh3c09MMTdQeFRKU1VjVDkyMHhIalNOcHFWdmlRUQpZbEJTTit0NDVBakpaTDVWak9QeTIyR1FNcjlUc1J3TWVSVWdORlBFMC9aWEJCekd1dkFTamV5b0FZbXc5MWx5CmV2NlJuWlVRRlAzTkVoMFFhSGFsU3VlNk9mcVZVa3p3S3RQRzRITHcwcUtFU05RVTRlWlN6VWpPeTR5MmtYRXQKQVpxZ2ZPL2MxclFSNVNpZDFrRkp0S29XNzZLT05aUFJ6c0VDQXdFQUFhQUFNQTBHQ1NxR1NJYjNEUUVCQ3dVQQpBNElCQVFBemIxRENNK0xJZ202RDBQUGZ0S0IzVEI0MWw5RzJOdGhxNUpMWjVEeVNVSktrSWtNZnJLOGZ4Mm5HCklORXJUb0NBOFJSMUR0QnI0RHVta2dBYTJreU4rejBjQUZPVWdUb0hTOVdDb3NZczBIaVFmM3hLS0xsTFlQdTAKKzM2RUNMTnhjL2w3STNvdlA5MHJ6T0RTNjdaTitEVCt3MGZvQWJLV2tiYW1Mek8wQVdOYmd0WTR4TzZNWGF6Ugp6cDkvdXMvdWZOSG9rMGxlbXFRbERRSEl6WkF0amM3R3NHRHFIczFQaFF4NFdwaVZaaEI4UExTODFTc0V1bWtDCkR4UnErRHU3dmpDcURoeGI2THNNSWUrSllaVE92TXZTTU9TS29EeFZGNlFrbUhES2ppZEVVMGlkZFgzSUxEM0QKeEhPRENIZG1LVDQvRzlHTnFWM1M2b1FQbExmTgotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K'
const request = (name: string, rest: Body = {}): Body =>
  obj('certificates.k8s.io/v1', 'CertificateSigningRequest', `<ns>-${name}`, {
    spec: {request: CSR, signerName: 'example.com/x', usages: ['client auth'], ...rest},
  })
const CSRS = '/apis/certificates.k8s.io/v1/certificatesigningrequests'
const STORAGE = '/apis/storage.k8s.io/v1'
const NETWORKING = '/apis/networking.k8s.io/v1'
const FLOWS = '/apis/flowcontrol.apiserver.k8s.io/v1'
const RESOURCE = '/apis/resource.k8s.io/v1'
const REGISTRATION = '/apis/admissionregistration.k8s.io/v1'
const matchConstraints = {
  resourceRules: [{apiGroups: ['zz'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods']}],
}
const device = {request: 'r', driver: 'd.example.com', pool: 'p', device: 'x'}

const kinds: readonly OwnCase[] = [
  of(
    'certificates',
    'Rows of CertificateSigningRequests.',
    shown(CSRS, request('a', {expirationSeconds: 3600})),
    shown(CSRS, request('b')),
    merge(`${CSRS}/<ns>-a/approval`, {status: {conditions: [{type: 'Approved', status: 'True', reason: 'r'}]}}),
    table(`${CSRS}/<ns>-a`),
    merge(`${CSRS}/<ns>-b/approval`, {status: {conditions: [{type: 'Denied', status: 'True', reason: 'r'}]}}),
    table(`${CSRS}/<ns>-b`),
    merge(`${CSRS}/<ns>-a/status`, {
      status: {
        conditions: [
          {type: 'Approved', status: 'True', reason: 'r'},
          {type: 'Failed', status: 'True', reason: 'r'},
        ],
      },
    }),
    table(`${CSRS}/<ns>-a`),
  ),
  of(
    'storage',
    'Rows of storage kinds.',
    shown(
      `${STORAGE}/volumeattachments`,
      obj('storage.k8s.io/v1', 'VolumeAttachment', '<ns>-a', {
        spec: {attacher: 'a.example.com', nodeName: 'n', source: {persistentVolumeName: 'p'}},
      }),
      {attached: true},
    ),
    shown(
      `${STORAGE}/volumeattachments`,
      obj('storage.k8s.io/v1', 'VolumeAttachment', '<ns>-b', {
        spec: {
          attacher: 'a.example.com',
          nodeName: 'n',
          source: {
            inlineVolumeSpec: {
              accessModes: ['ReadWriteOnce'],
              csi: {driver: 'a.example.com', volumeHandle: 'h'},
            },
          },
        },
      }),
    ),
    shown(
      `${STORAGE}/storageclasses`,
      obj('storage.k8s.io/v1', 'StorageClass', '<ns>-a', {
        provisioner: 'p/q',
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'WaitForFirstConsumer',
        allowVolumeExpansion: true,
      }),
    ),
    post(
      `${STORAGE}/csidrivers`,
      obj('storage.k8s.io/v1', 'CSIDriver', '<ns>-a.x', {
        spec: {
          tokenRequests: [{audience: 'a'}, {audience: 'b', expirationSeconds: 600}],
          volumeLifecycleModes: ['Persistent', 'Ephemeral'],
          storageCapacity: true,
        },
      }),
    ),
    shown(`${STORAGE}/csinodes`, obj('storage.k8s.io/v1', 'CSINode', '<ns>-a', {spec: {drivers: [{name: 'd', nodeID: 'n'}]}})),
    shown(
      `${STORAGE}/namespaces/<ns>/csistoragecapacities`,
      obj('storage.k8s.io/v1', 'CSIStorageCapacity', 'a', {storageClassName: 's', capacity: '1Gi'}),
    ),
    shown(
      `${STORAGE}/volumeattributesclasses`,
      obj('storage.k8s.io/v1', 'VolumeAttributesClass', '<ns>-a', {driverName: 'd.example.com', parameters: {a: 'b'}}),
    ),
    shown(
      '/api/v1/persistentvolumes',
      obj('v1', 'PersistentVolume', '<ns>-a', {
        spec: {
          capacity: {storage: '5Gi'},
          accessModes: ['ReadOnlyMany', 'ReadWriteOnce'],
          storageClassName: 'manual',
          hostPath: {path: '/x'},
          persistentVolumeReclaimPolicy: 'Delete',
        },
      }),
      {phase: 'Failed', reason: 'Odd', message: 'm'},
    ),
    shown(
      `${CORE}/persistentvolumeclaims`,
      obj('v1', 'PersistentVolumeClaim', 'a', {
        spec: {
          accessModes: ['ReadWriteOncePod'],
          resources: {requests: {storage: '1Gi'}},
          storageClassName: 'manual',
          volumeName: '<ns>-a',
          volumeMode: 'Block',
        },
      }),
      {phase: 'Bound', accessModes: ['ReadWriteOncePod'], capacity: {storage: '5Gi'}},
    ),
    shown(
      `${CORE}/persistentvolumeclaims`,
      obj('v1', 'PersistentVolumeClaim', 'b', {spec: {accessModes: ['ReadWriteMany'], resources: {requests: {storage: '1Gi'}}}}),
      {phase: 'Lost'},
    ),
  ),
  of(
    'network',
    'Rows of network kinds.',
    shown(
      `${NETWORKING}/ingressclasses`,
      obj('networking.k8s.io/v1', 'IngressClass', '<ns>-a', {
        spec: {controller: 'a.b/c', parameters: {kind: 'K', name: 'n', apiGroup: 'g.io'}},
      }),
    ),
    shown(
      `${NETWORKING}/ingressclasses`,
      obj('networking.k8s.io/v1', 'IngressClass', '<ns>-b', {spec: {controller: 'a.b/c', parameters: {kind: 'K', name: 'n'}}}),
    ),
    shown(`${NETWORKING}/ingressclasses`, obj('networking.k8s.io/v1', 'IngressClass', '<ns>-c', {spec: {controller: 'a.b/c'}})),
    merge(`${NETWORKING}/ingressclasses/<ns>-a`, {
      metadata: {annotations: {'ingressclass.kubernetes.io/is-default-class': 'true'}},
    }),
    table(`${NETWORKING}/ingressclasses/<ns>-a`),
    {method: 'DELETE', path: `${NETWORKING}/ingressclasses/<ns>-a`},
    shown(
      `${NETWORKING}/namespaces/<ns>/ingresses`,
      obj('networking.k8s.io/v1', 'Ingress', 'a', {
        spec: {ingressClassName: 'c', tls: [{hosts: ['a']}], rules: ['a', 'b', 'c', 'd'].map((host) => ({host}))},
      }),
      {loadBalancer: {ingress: [{ip: '5.5.5.5'}, {hostname: 'a-rather-long-name.example.com'}]}},
    ),
    shown(
      `${NETWORKING}/namespaces/<ns>/networkpolicies`,
      obj('networking.k8s.io/v1', 'NetworkPolicy', 'a', {
        spec: {
          podSelector: {matchLabels: {b: 'c', a: 'd'}, matchExpressions: [{key: 'x', operator: 'NotIn', values: ['z', 'y']}]},
        },
      }),
    ),
    shown(
      `${NETWORKING}/ipaddresses`,
      obj('networking.k8s.io/v1', 'IPAddress', '10.96.77.5', {
        spec: {parentRef: {resource: 'services', namespace: '<ns>', name: 'lb'}},
      }),
    ),
    {method: 'DELETE', path: `${NETWORKING}/ipaddresses/10.96.77.5`},
    shown(`${NETWORKING}/servicecidrs`, obj('networking.k8s.io/v1', 'ServiceCIDR', '<ns>-a', {spec: {cidrs: ['10.97.0.0/24']}})),
    {method: 'DELETE', path: `${NETWORKING}/servicecidrs/<ns>-a`},
    shown(
      '/apis/discovery.k8s.io/v1/namespaces/<ns>/endpointslices',
      obj('discovery.k8s.io/v1', 'EndpointSlice', 'a', {
        addressType: 'IPv4',
        ports: [
          {port: 80, name: 'a'},
          {port: 81, name: 'b'},
          {port: 82, name: 'c'},
          {port: 83, name: 'd'},
        ],
        endpoints: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'].map((address) => ({addresses: [address]})),
      }),
    ),
    shown(
      '/apis/discovery.k8s.io/v1/namespaces/<ns>/endpointslices',
      obj('discovery.k8s.io/v1', 'EndpointSlice', 'b', {addressType: 'IPv4', ports: [{name: 'a'}], endpoints: []}),
    ),
  ),
  of(
    'flows',
    'Rows of priority levels.',
    shown(
      `${FLOWS}/prioritylevelconfigurations`,
      obj('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', '<ns>-a', {
        spec: {
          type: 'Limited',
          limited: {
            nominalConcurrencyShares: 3,
            limitResponse: {type: 'Queue', queuing: {queues: 8, handSize: 2, queueLengthLimit: 9}},
          },
        },
      }),
    ),
    shown(
      `${FLOWS}/prioritylevelconfigurations`,
      obj('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', '<ns>-b', {
        spec: {type: 'Limited', limited: {limitResponse: {type: 'Reject'}}},
      }),
    ),
    {method: 'DELETE', path: `${FLOWS}/prioritylevelconfigurations/<ns>-a`},
    {method: 'DELETE', path: `${FLOWS}/prioritylevelconfigurations/<ns>-b`},
  ),
  of(
    'devices',
    'Rows of dynamic resources.',
    shown(`${RESOURCE}/deviceclasses`, obj('resource.k8s.io/v1', 'DeviceClass', '<ns>-a', {spec: {}})),
    ...(
      [
        [{}],
        [{allocation: {devices: {results: [device]}}}],
        [{allocation: {devices: {results: [device]}}, reservedFor: [{resource: 'pods', name: 'p', uid: 'u'}]}],
      ] as [Body][]
    ).flatMap(([status], at) => [
      ...shown(
        `${RESOURCE}/namespaces/<ns>/resourceclaims`,
        obj(
          'resource.k8s.io/v1',
          'ResourceClaim',
          `c${at}`,
          {spec: {devices: {requests: [{name: 'r', exactly: {deviceClassName: '<ns>-a'}}]}}},
          {finalizers: ['a.b/c']},
        ),
        status,
      ),
      {method: 'DELETE', path: `${RESOURCE}/namespaces/<ns>/resourceclaims/c${at}`},
      table(`${RESOURCE}/namespaces/<ns>/resourceclaims/c${at}`),
      merge(`${RESOURCE}/namespaces/<ns>/resourceclaims/c${at}`, {metadata: {finalizers: null}}),
    ]),
    shown(
      `${RESOURCE}/namespaces/<ns>/resourceclaimtemplates`,
      obj('resource.k8s.io/v1', 'ResourceClaimTemplate', 't', {
        spec: {spec: {devices: {requests: [{name: 'r', exactly: {deviceClassName: '<ns>-a'}}]}}},
      }),
    ),
    shown(
      `${RESOURCE}/resourceslices`,
      obj('resource.k8s.io/v1', 'ResourceSlice', '<ns>-a', {
        spec: {driver: 'd.x', pool: {name: 'p', generation: 1, resourceSliceCount: 1}, nodeName: 'n1', devices: []},
      }),
    ),
    shown(
      `${RESOURCE}/resourceslices`,
      obj('resource.k8s.io/v1', 'ResourceSlice', '<ns>-b', {
        spec: {driver: 'd.x', pool: {name: 'p', generation: 1, resourceSliceCount: 1}, allNodes: true, devices: []},
      }),
    ),
    {method: 'DELETE', path: `${RESOURCE}/resourceslices/<ns>-a`},
    {method: 'DELETE', path: `${RESOURCE}/resourceslices/<ns>-b`},
  ),
  of(
    'others',
    'Rows of kinds of other groups.',
    shown(
      '/api/v1/nodes',
      obj(
        'v1',
        'Node',
        '<ns>-a',
        {spec: {unschedulable: true}},
        {labels: {'node-role.kubernetes.io/control-plane': '', 'kubernetes.io/role': 'x'}},
      ),
      {
        conditions: [{type: 'Ready', status: 'True'}],
        addresses: [
          {type: 'InternalIP', address: '1.1.1.1'},
          {type: 'ExternalIP', address: '2.2.2.2'},
        ],
        nodeInfo: {
          kubeletVersion: 'v1.30',
          osImage: 'os',
          kernelVersion: 'k',
          containerRuntimeVersion: 'c://1',
          architecture: '',
          bootID: '',
          machineID: '',
          systemUUID: '',
          operatingSystem: '',
          kubeProxyVersion: '',
        },
      },
    ),
    {method: 'DELETE', path: '/api/v1/nodes/<ns>-a'},
    shown('/apis/node.k8s.io/v1/runtimeclasses', obj('node.k8s.io/v1', 'RuntimeClass', '<ns>-a', {handler: 'h'})),
    shown(
      '/apis/scheduling.k8s.io/v1/priorityclasses',
      obj('scheduling.k8s.io/v1', 'PriorityClass', '<ns>-a', {value: 5, preemptionPolicy: 'Never', description: 'd'}),
    ),
    {method: 'DELETE', path: '/apis/scheduling.k8s.io/v1/priorityclasses/<ns>-a'},
    shown(
      '/apis/coordination.k8s.io/v1/namespaces/<ns>/leases',
      obj('coordination.k8s.io/v1', 'Lease', 'a', {spec: {holderIdentity: 'h'}}),
    ),
    shown('/apis/coordination.k8s.io/v1/namespaces/<ns>/leases', obj('coordination.k8s.io/v1', 'Lease', 'b', {spec: {}})),
    shown(
      `${REGISTRATION}/validatingadmissionpolicies`,
      obj('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', '<ns>-a', {
        spec: {
          paramKind: {apiVersion: 'v1', kind: 'ConfigMap'},
          matchConstraints,
          validations: [{expression: 'true'}, {expression: 'true'}],
        },
      }),
    ),
    shown(
      `${REGISTRATION}/validatingadmissionpolicybindings`,
      obj('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', '<ns>-a', {
        spec: {
          policyName: '<ns>-a',
          validationActions: ['Deny'],
          paramRef: {name: 'x', namespace: 'y', parameterNotFoundAction: 'Deny'},
        },
      }),
    ),
    shown(
      `${REGISTRATION}/validatingadmissionpolicybindings`,
      obj('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', '<ns>-b', {
        spec: {policyName: '<ns>-a', validationActions: ['Deny'], paramRef: {selector: {}, parameterNotFoundAction: 'Deny'}},
      }),
    ),
    shown(
      `${REGISTRATION}/mutatingadmissionpolicies`,
      obj('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', '<ns>-a', {
        spec: {
          matchConstraints,
          reinvocationPolicy: 'Never',
          mutations: [{patchType: 'JSONPatch', jsonPatch: {expression: '[]'}}],
        },
      }),
    ),
    shown(
      `${REGISTRATION}/mutatingadmissionpolicybindings`,
      obj('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicyBinding', '<ns>-a', {spec: {policyName: '<ns>-a'}}),
    ),
    shown(`${CORE}/limitranges`, obj('v1', 'LimitRange', 'a', {spec: {limits: [{type: 'Pod', max: {cpu: '1'}}]}})),
    shown(`${CORE}/secrets`, obj('v1', 'Secret', 'a', {type: 'a/b', stringData: {a: 'b', c: 'd'}})),
    shown(`${CORE}/serviceaccounts`, obj('v1', 'ServiceAccount', 'a', {secrets: [{name: 'a'}]})),
    shown(`${CORE}/configmaps`, obj('v1', 'ConfigMap', 'a', {data: {a: 'b'}, binaryData: {c: 'ZA=='}})),
    shown(
      `${CORE}/podtemplates`,
      obj('v1', 'PodTemplate', 'a', {template: {metadata: {labels: {a: 'b'}}, spec: {containers: two}}}),
    ),
    shown(
      `${CORE}/replicationcontrollers`,
      obj('v1', 'ReplicationController', 'a', {
        spec: {
          replicas: 0,
          selector: {b: 'c', a: 'b'},
          template: {metadata: {labels: {a: 'b', b: 'c'}}, spec: {containers: two}},
        },
      }),
    ),
    shown(
      `${CORE}/endpoints`,
      obj('v1', 'Endpoints', 'a', {
        subsets: [
          {
            addresses: [{ip: '1.1.1.1'}, {ip: '1.1.1.2'}],
            ports: [
              {port: 80, name: 'a'},
              {port: 81, name: 'b'},
            ],
          },
        ],
      }),
    ),
    shown(
      '/apis/apps/v1/namespaces/<ns>/controllerrevisions',
      obj(
        'apps/v1',
        'ControllerRevision',
        'a',
        {revision: 7, data: {}},
        {ownerReferences: [{apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'd', uid: 'u', controller: true}]},
      ),
    ),
    shown(
      '/apis/rbac.authorization.k8s.io/v1/namespaces/<ns>/rolebindings',
      obj('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', {
        roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view'},
        subjects: [
          {kind: 'User', name: 'u'},
          {kind: 'Group', name: 'g'},
          {kind: 'ServiceAccount', name: 's', namespace: 'n'},
          {kind: 'User', name: 'v'},
        ],
      }),
    ),
    shown(
      '/apis/policy/v1/namespaces/<ns>/poddisruptionbudgets',
      obj('policy/v1', 'PodDisruptionBudget', 'a', {spec: {maxUnavailable: '20%', selector: {}}}),
      {disruptionsAllowed: 2, currentHealthy: 1, desiredHealthy: 1, expectedPods: 2},
    ),
    shown(
      '/apis/batch/v1/namespaces/<ns>/jobs',
      obj('batch/v1', 'Job', 'a', {
        spec: {
          suspend: true,
          parallelism: 4,
          manualSelector: true,
          selector: {matchLabels: {a: 'b'}},
          template: {metadata: {labels: {a: 'b'}}, spec: {restartPolicy: 'Never', containers: two}},
        },
      }),
    ),
    shown(
      '/apis/batch/v1/namespaces/<ns>/cronjobs',
      obj('batch/v1', 'CronJob', 'a', {
        spec: {
          suspend: true,
          timeZone: 'Etc/UTC',
          schedule: '* * * * *',
          jobTemplate: {spec: {template: {spec: {restartPolicy: 'Never', containers: two}}}},
        },
      }),
    ),
    shown(
      '/apis/apps/v1/namespaces/<ns>/daemonsets',
      obj('apps/v1', 'DaemonSet', 'a', {
        spec: {
          selector: {matchLabels: {a: 'b'}},
          template: {metadata: {labels: {a: 'b'}}, spec: {nodeSelector: {z: 'y', a: 'b'}, containers: two}},
        },
      }),
      {
        desiredNumberScheduled: 5,
        currentNumberScheduled: 4,
        numberMisscheduled: 3,
        numberReady: 2,
        updatedNumberScheduled: 1,
        numberAvailable: 1,
      },
    ),
    shown(
      '/apis/apps/v1/namespaces/<ns>/statefulsets',
      obj('apps/v1', 'StatefulSet', 'a', {
        spec: {
          replicas: 3,
          serviceName: 's',
          selector: {matchLabels: {a: 'b'}},
          template: {metadata: {labels: {a: 'b'}}, spec: {containers: two}},
        },
      }),
      {replicas: 3, readyReplicas: 2},
    ),
    shown(
      '/apis/apps/v1/namespaces/<ns>/replicasets',
      obj('apps/v1', 'ReplicaSet', 'a', {
        spec: {
          replicas: 3,
          selector: {matchExpressions: [{key: 'a', operator: 'Exists'}]},
          template: {metadata: {labels: {a: 'b'}}, spec: {containers: two}},
        },
      }),
      {replicas: 3, readyReplicas: 2},
    ),
    shown(`${CORE}/resourcequotas`, obj('v1', 'ResourceQuota', 'a', {spec: {hard: {pods: '9', 'limits.cpu': '2'}}}), {
      hard: {pods: '9', 'limits.cpu': '2'},
      used: {pods: '1'},
    }),
  ),
  of(
    'autoscalers',
    'Rows of HorizontalPodAutoscalers by kind of metric.',
    ...(
      [
        [{type: 'Pods', pods: {metric: {name: 'm'}, target: {type: 'AverageValue', averageValue: '10'}}}],
        [{type: 'External', external: {metric: {name: 'e'}, target: {type: 'Value', value: '5'}}}],
        [{type: 'External', external: {metric: {name: 'e'}, target: {type: 'AverageValue', averageValue: '5'}}}],
        [
          {
            type: 'Object',
            object: {metric: {name: 'o'}, describedObject: {kind: 'K', name: 'n'}, target: {type: 'Value', value: '7'}},
          },
        ],
        [
          {
            type: 'Object',
            object: {
              metric: {name: 'o'},
              describedObject: {kind: 'K', name: 'n'},
              target: {type: 'AverageValue', averageValue: '7'},
            },
          },
        ],
        [
          {
            type: 'ContainerResource',
            containerResource: {name: 'cpu', container: 'c', target: {type: 'Utilization', averageUtilization: 5}},
          },
        ],
        [
          {
            type: 'ContainerResource',
            containerResource: {name: 'cpu', container: 'c', target: {type: 'AverageValue', averageValue: '5'}},
          },
        ],
        [{type: 'Resource', resource: {name: 'memory', target: {type: 'AverageValue', averageValue: '1Gi'}}}],
        ['cpu', 'memory', 'ephemeral-storage'].map((name) => ({
          type: 'Resource',
          resource: {name, target: {type: 'Utilization', averageUtilization: 5}},
        })),
      ] as Json[]
    ).flatMap((metrics, at) => [
      post(
        '/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers',
        obj('autoscaling/v2', 'HorizontalPodAutoscaler', `h${at}`, {
          spec: {maxReplicas: 3, scaleTargetRef: {kind: 'Foo', name: 'd', apiVersion: 'a.b/v1'}, metrics},
        }),
      ),
      table(`/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers/h${at}`),
      table(`/apis/autoscaling/v1/namespaces/<ns>/horizontalpodautoscalers/h${at}`),
    ]),
    merge('/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers/h8/status', {
      status: {
        currentReplicas: 2,
        desiredReplicas: 2,
        currentMetrics: [{type: 'Resource', resource: {name: 'cpu', current: {averageUtilization: 3, averageValue: '1m'}}}],
      },
    }),
    table('/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers/h8'),
    table('/apis/autoscaling/v1/namespaces/<ns>/horizontalpodautoscalers/h8'),
  ),
]

/** What `kubectl get` prints of every built-in kind. */
export const tables: readonly OwnCase[] = [...pods, ...kinds]
