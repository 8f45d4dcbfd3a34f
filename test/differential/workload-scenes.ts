import type {Json} from './bodies.js'
import {jobScenes} from './job-scenes.js'

/* Scenes that kube-controller-manager and the simulated controllers play; without a kubelet, so the steps say what pods do. */

export type Step =
  | {readonly post: string; readonly body: Json}
  | {readonly merge: string; readonly body: Json}
  | {readonly remove: string}
  /** nothing is done for some seconds */
  | {readonly wait: number}
  | Moved

/** All pods with a label `app` (or the first few by name, or those of an index) come to this. */
export interface Moved {
  readonly pods: string
  readonly become: State
  readonly count?: number
  readonly index?: number
  readonly exitCode?: number
  /** restartCount of the container */
  readonly restarts?: number
  /** types of conditions that hold besides */
  readonly conditions?: readonly string[]
}

type State = 'ready' | 'unready' | 'succeeded' | 'failed' | 'deleted'

export interface Scene {
  readonly name: string
  /** pods are bound to a node before they become anything, as endpoints need it */
  readonly bound?: boolean
  readonly steps: readonly Step[]
}

const apps = '/apis/apps/v1/namespaces/<ns>'
const core = '/api/v1/namespaces/<ns>'
const batch = '/apis/batch/v1/namespaces/<ns>'
const policy = '/apis/policy/v1/namespaces/<ns>'

function template(image = 'i:1', labels: Record<string, string> = {}): Json {
  return {
    metadata: {labels: {app: 'x', ...labels}},
    spec: {containers: [{name: 'c', image, ports: [{name: 'http', containerPort: 80}]}]},
  }
}

const selector: Json = {matchLabels: {app: 'x'}}

function deployment(spec: Record<string, Json> = {}): Step {
  return {
    post: `${apps}/deployments`,
    body: {metadata: {name: 'x', labels: {a: 'b'}}, spec: {replicas: 2, selector, template: template(), ...spec}},
  }
}

const change = (kind: string, spec: Json): Step => ({merge: `${apps}/${kind}/x`, body: {spec}})
const image = (kind: string, name: string) => change(kind, {template: template(name)})
const become = (state: State, count?: number): Step => ({
  pods: 'x',
  become: state,
  ...(count === undefined ? {} : {count}),
})

function statefulSet(spec: Record<string, Json> = {}): Step {
  return {
    post: `${apps}/statefulsets`,
    body: {metadata: {name: 'x'}, spec: {replicas: 2, serviceName: 'x', selector, template: template(), ...spec}},
  }
}

function job(spec: Record<string, Json> = {}): Step {
  const body = {metadata: {labels: {app: 'x'}}, spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'i'}]}}
  return {post: `${batch}/jobs`, body: {metadata: {name: 'x'}, spec: {template: body, ...spec}}}
}

function service(spec: Record<string, Json> = {}): Step {
  return {
    post: `${core}/services`,
    body: {
      metadata: {name: 'x', labels: {s: '1'}},
      spec: {selector: {app: 'x'}, ports: [{name: 'web', port: 80, targetPort: 'http'}], ...spec},
    },
  }
}

function scene(name: string, ...steps: Step[]): Scene {
  return {name, steps}
}

function bound(name: string, ...steps: Step[]): Scene {
  return {name, bound: true, steps}
}

export const scenes: readonly Scene[] = [
  ...jobScenes,
  scene('rollout', deployment(), become('ready'), image('deployments', 'i:2'), become('ready'), become('ready'), become('ready')),
  scene('rollback', deployment(), become('ready'), image('deployments', 'i:2'), image('deployments', 'i:1'), become('ready')),
  scene(
    'bounds',
    deployment({replicas: 4, strategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: 0, maxUnavailable: '50%'}}}),
    become('ready'),
    image('deployments', 'i:2'),
    become('ready'),
    become('ready'),
  ),
  scene('recreate', deployment({strategy: {type: 'Recreate'}}), become('ready'), image('deployments', 'i:2'), become('ready')),
  scene(
    'proportions',
    deployment({replicas: 6, strategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}}),
    become('ready'),
    image('deployments', 'i:2'),
    change('deployments', {replicas: 10}),
    change('deployments', {replicas: 3}),
    become('ready'),
    become('ready'),
  ),
  scene(
    'paused',
    deployment({paused: true}),
    image('deployments', 'i:2'),
    change('deployments', {replicas: 3}),
    change('deployments', {paused: false}),
    become('ready'),
  ),
  scene(
    'history',
    deployment({replicas: 1, revisionHistoryLimit: 1}),
    become('ready'),
    image('deployments', 'i:2'),
    become('ready'),
    image('deployments', 'i:3'),
    become('ready'),
    image('deployments', 'i:4'),
    become('ready'),
  ),
  scene(
    'scale',
    deployment({replicas: 0}),
    change('deployments', {replicas: 3}),
    become('ready', 2),
    change('deployments', {replicas: 1}),
  ),
  scene('lost', deployment(), become('ready'), become('unready', 1), become('failed', 1), become('ready')),
  scene('annotated', deployment(), {merge: `${apps}/deployments/x`, body: {metadata: {annotations: {n: '1'}}}}, become('ready')),
  scene(
    'orphans',
    deployment(),
    become('ready'),
    {remove: `${apps}/deployments/x?propagationPolicy=Orphan`},
    deployment({replicas: 3}),
  ),
  scene('foreground', deployment(), {remove: `${apps}/deployments/x?propagationPolicy=Foreground`}),
  scene(
    'members',
    statefulSet(),
    become('ready'),
    become('ready'),
    image('statefulsets', 'i:2'),
    become('ready'),
    become('ready'),
  ),
  scene(
    'members-parallel',
    statefulSet({podManagementPolicy: 'Parallel', replicas: 3}),
    become('ready'),
    change('statefulsets', {replicas: 1}),
    image('statefulsets', 'i:2'),
    become('ready'),
  ),
  scene(
    'partition',
    statefulSet({
      replicas: 3,
      podManagementPolicy: 'Parallel',
      updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 2}},
    }),
    become('ready'),
    image('statefulsets', 'i:2'),
    become('ready'),
    change('statefulsets', {updateStrategy: {rollingUpdate: {partition: 0}}}),
    become('ready'),
    become('ready'),
  ),
  scene(
    'claims',
    statefulSet({
      volumeClaimTemplates: [
        {metadata: {name: 'v'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}},
      ],
      persistentVolumeClaimRetentionPolicy: {whenDeleted: 'Delete', whenScaled: 'Delete'},
    }),
    become('ready'),
    change('statefulsets', {replicas: 1}),
  ),
  scene('nowhere', {
    post: `${apps}/daemonsets`,
    body: {metadata: {name: 'x'}, spec: {selector, template: template()}},
  }),
  scene('job', job(), become('ready'), become('succeeded')),
  scene(
    'job-completions',
    job({completions: 3, parallelism: 2}),
    become('succeeded', 1),
    become('succeeded'),
    become('succeeded'),
  ),
  scene('job-indexed', job({completions: 2, parallelism: 2, completionMode: 'Indexed'}), become('ready'), become('succeeded')),
  scene('job-failed', job({backoffLimit: 0}), become('failed')),
  scene(
    'job-suspended',
    job({suspend: true}),
    {merge: `${batch}/jobs/x`, body: {spec: {suspend: false}}},
    {merge: `${batch}/jobs/x`, body: {spec: {suspend: true}}},
  ),
  bound('service', service(), deployment(), become('ready', 1), become('ready'), become('unready', 1), {
    remove: `${core}/services/x`,
  }),
  bound('headless', service({clusterIP: 'None'}), statefulSet(), become('ready'), become('ready')),
  bound('unready-too', service({publishNotReadyAddresses: true}), deployment(), become('ready', 1)),
  bound(
    'two-ports',
    service({
      ports: [
        {name: 'a', port: 80, targetPort: 'http'},
        {name: 'b', port: 81, targetPort: 'none'},
        {name: 'c', port: 82, targetPort: 8080, protocol: 'UDP'},
      ],
    }),
    deployment({replicas: 1}),
    become('ready'),
  ),
  scene('selectorless', service({selector: null}), deployment({replicas: 1}), become('ready')),
  scene(
    'budget',
    {post: `${policy}/poddisruptionbudgets`, body: {metadata: {name: 'x'}, spec: {selector, minAvailable: '50%'}}},
    deployment({replicas: 3}),
    become('ready', 2),
    become('ready'),
    {merge: `${policy}/poddisruptionbudgets/x`, body: {spec: {minAvailable: null, maxUnavailable: 0}}},
  ),
  scene('autoscaler', deployment({replicas: 1}), {
    post: '/apis/autoscaling/v2/namespaces/<ns>/horizontalpodautoscalers',
    body: {
      metadata: {name: 'x'},
      spec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'x'}},
    },
  }),
  scene('claim', {
    post: `${core}/persistentvolumeclaims`,
    body: {metadata: {name: 'x'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}},
  }),
  scene('quota', {post: `${core}/resourcequotas`, body: {metadata: {name: 'x'}, spec: {hard: {pods: '1'}}}}, deployment()),
  scene(
    'replicaset',
    {post: `${apps}/replicasets`, body: {metadata: {name: 'x'}, spec: {replicas: 2, selector, template: template()}}},
    become('ready'),
    change('replicasets', {replicas: 1}),
  ),
]
