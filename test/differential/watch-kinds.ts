import type {Body} from './bodies.js'
import type {Dice} from './dice.js'

/** A kind that is watched: where it lives, what its objects are, by which fields it may be selected. */
export interface WatchedKind {
  /** the API's root, as `/api/v1` */
  readonly root: string
  readonly resource: string
  readonly body: (dice: Dice) => Body
  readonly fields: readonly string[]
}

const container = {name: 'a', image: 'i'}
const template = {metadata: {labels: {x: 'y'}}, spec: {containers: [container]}}

const CORE: readonly WatchedKind[] = [
  {
    root: '/api/v1',
    resource: 'configmaps',
    body: (dice) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: {k: dice.of(['1', '2', '3'])},
      ...(dice.chance(0.1) ? {immutable: true} : {}),
    }),
    fields: ['metadata.name=a', 'metadata.namespace=<name>', 'metadata.name!=b', 'data.k=1'],
  },
  {
    root: '/api/v1',
    resource: 'secrets',
    body: (dice) => ({apiVersion: 'v1', kind: 'Secret', type: dice.of(['Opaque', 'a/b']), stringData: {k: dice.of(['1', '2'])}}),
    fields: ['type=Opaque', 'type!=Opaque', 'metadata.name=c', 'type=a/b,metadata.name=a'],
  },
  {
    root: '/api/v1',
    resource: 'pods',
    body: (dice) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      spec: {
        automountServiceAccountToken: false,
        containers: [container],
        ...(dice.chance(0.4) ? {nodeName: 'n1'} : {}),
        restartPolicy: dice.of(['Always', 'Never']),
      },
    }),
    fields: [
      'spec.nodeName=n1',
      'spec.nodeName!=n1',
      'spec.nodeName=n1,metadata.name=a',
      'status.phase=Pending',
      'status.phase!=Running',
      'spec.restartPolicy=Never',
      'spec.hostNetwork=false',
      'spec.none=1',
    ],
  },
  {
    root: '/api/v1',
    resource: 'services',
    body: (dice) => ({
      apiVersion: 'v1',
      kind: 'Service',
      spec: {clusterIP: 'None', publishNotReadyAddresses: dice.chance(0.5), ports: [{port: 80 + dice.below(2)}]},
    }),
    fields: ['spec.type=ExternalName', 'spec.clusterIP=None', 'spec.type!=ClusterIP', 'metadata.name=b'],
  },
  {
    root: '/api/v1',
    resource: 'events',
    body: (dice) => ({
      apiVersion: 'v1',
      kind: 'Event',
      involvedObject: {kind: 'Pod', name: dice.of(['a', 'b']), namespace: '<name>'},
      reason: dice.of(['Up', 'Down']),
      type: dice.of(['Normal', 'Warning']),
      message: 'm',
    }),
    fields: ['involvedObject.name=a', 'reason=Up', 'type!=Normal', 'involvedObject.kind=Pod,type=Normal', 'message=m'],
  },
]

const OTHERS: readonly WatchedKind[] = [
  {
    root: '/apis/apps/v1',
    resource: 'deployments',
    body: (dice) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: {replicas: dice.below(3), selector: {matchLabels: {x: 'y'}}, template},
    }),
    fields: ['metadata.name=a', 'status.successful=1'],
  },
  {
    root: '/apis/batch/v1',
    resource: 'jobs',
    body: (dice) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: {
        suspend: dice.chance(0.5),
        parallelism: dice.below(3),
        manualSelector: true,
        selector: {matchLabels: {x: 'y'}},
        template: {...template, spec: {...template.spec, restartPolicy: 'Never'}},
      },
    }),
    fields: ['status.successful=0', 'status.successful!=1', 'metadata.name=c', 'spec.suspend=true'],
  },
  {
    root: '/apis/coordination.k8s.io/v1',
    resource: 'leases',
    body: (dice) => ({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      spec: {holderIdentity: dice.of(['x', 'y']), leaseDurationSeconds: 1 + dice.below(3)},
    }),
    fields: ['metadata.name=a', 'metadata.namespace!=<name>', 'spec.holderIdentity=x'],
  },
  ...['v1', 'v1alpha1'].map(
    (version): WatchedKind => ({
      root: `/apis/machine.example.com/${version}`,
      resource: 'gadgets',
      body: (dice) => ({
        apiVersion: `machine.example.com/${version}`,
        kind: 'Gadget',
        spec: {size: 1 + dice.below(3), color: dice.of(['red', 'blue'])},
      }),
      fields: ['spec.color=blue', 'spec.size=3', 'metadata.name=b', 'spec.color=red,spec.size!=3'],
    }),
  ),
]

export const WATCHED_KINDS: readonly WatchedKind[] = [...CORE, ...OTHERS]
