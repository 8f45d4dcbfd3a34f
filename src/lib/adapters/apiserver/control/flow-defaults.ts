import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

const API = 'flowcontrol.apiserver.k8s.io/v1'

/** Who makes these objects in a real server, and who says that a level of theirs exists. */
const FLOW_PRODUCER = 'api-priority-and-fairness-config-producer-v1'
const FLOW_CONSUMER = 'api-priority-and-fairness-config-consumer-v1'

/** Name, shares, lendable percent, and of those that queue: queues and hand size. */
const LEVELS: readonly (readonly [name: string, shares: number, lendable: number, queues?: number, hand?: number])[] = [
  ['catch-all', 5, 0],
  ['exempt', 0, 0],
  ['global-default', 20, 50, 128, 6],
  ['leader-election', 10, 0, 16, 4],
  ['node-high', 40, 25, 64, 6],
  ['system', 30, 33, 64, 6],
  ['workload-high', 40, 50, 128, 6],
  ['workload-low', 100, 90, 128, 6],
]

const ALL: JsonObject = {
  nonResourceRules: [{nonResourceURLs: ['*'], verbs: ['*']}],
  resourceRules: [{apiGroups: ['*'], clusterScope: true, namespaces: ['*'], resources: ['*'], verbs: ['*']}],
}
const PROBES: JsonObject = {nonResourceRules: [{nonResourceURLs: ['/healthz', '/readyz', '/livez'], verbs: ['get']}]}
const ELECTION: JsonObject = {
  resourceRules: [
    {apiGroups: ['coordination.k8s.io'], namespaces: ['*'], resources: ['leases'], verbs: ['get', 'create', 'update']},
  ],
}
const NODES: JsonObject = {
  resourceRules: [
    {apiGroups: [''], clusterScope: true, namespaces: ['*'], resources: ['nodes', 'nodes/status'], verbs: ['*']},
    {apiGroups: ['coordination.k8s.io'], namespaces: ['*'], resources: ['leases'], verbs: ['*']},
  ],
}

const group = (name: string): JsonObject => ({group: {name}, kind: 'Group'})
const user = (name: string): JsonObject => ({kind: 'User', user: {name}})
const anyone = [group('system:unauthenticated'), group('system:authenticated')]
const ofKubeSystem: JsonObject = {kind: 'ServiceAccount', serviceAccount: {name: '*', namespace: 'kube-system'}}
const manager = user('system:kube-controller-manager')
const scheduler = user('system:kube-scheduler')

type Row = readonly [
  name: string,
  level: string,
  precedence: number,
  distinguisher: string,
  rule: JsonObject,
  subjects: JsonObject[],
]
const SCHEMAS: readonly Row[] = [
  ['catch-all', 'catch-all', 10_000, 'ByUser', ALL, anyone],
  ['exempt', 'exempt', 1, '', ALL, [group('system:masters')]],
  ['global-default', 'global-default', 9900, 'ByUser', ALL, anyone],
  ['kube-controller-manager', 'workload-high', 800, 'ByNamespace', ALL, [manager]],
  ['kube-scheduler', 'workload-high', 800, 'ByNamespace', ALL, [scheduler]],
  ['kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', ALL, [ofKubeSystem]],
  ['probes', 'exempt', 2, '', PROBES, anyone],
  ['service-accounts', 'workload-low', 9000, 'ByUser', ALL, [group('system:serviceaccounts')]],
  ['system-leader-election', 'leader-election', 100, 'ByUser', ELECTION, [manager, scheduler, ofKubeSystem]],
  ['system-node-high', 'node-high', 400, 'ByUser', NODES, [group('system:nodes')]],
  ['system-nodes', 'system', 500, 'ByUser', ALL, [group('system:nodes')]],
]

const metadata = (name: string) => ({name, generation: 1, annotations: {'apf.kubernetes.io/autoupdate-spec': 'true'}})

/** The PriorityLevelConfigurations and FlowSchemas that kube-apiserver 1.36 makes in a fresh cluster. Nothing is limited by them here. */
export function flowDefaults(): readonly KubeObject[] {
  return [...LEVELS.map(levelOf), ...SCHEMAS.map(schemaOf)]
}

function levelOf([name, nominalConcurrencyShares, lendablePercent, queues, handSize]: (typeof LEVELS)[number]): KubeObject {
  const shares = {nominalConcurrencyShares, lendablePercent}
  const limitResponse: JsonObject =
    queues === undefined ? {type: 'Reject'} : {type: 'Queue', queuing: {queues, handSize: handSize!, queueLengthLimit: 50}}
  const spec = name === 'exempt' ? {type: 'Exempt', exempt: shares} : {type: 'Limited', limited: {...shares, limitResponse}}
  return {apiVersion: API, kind: 'PriorityLevelConfiguration', metadata: metadata(name), spec, status: {}}
}

function schemaOf([name, level, matchingPrecedence, distinguisher, rule, subjects]: Row): KubeObject {
  return {
    apiVersion: API,
    kind: 'FlowSchema',
    metadata: metadata(name),
    spec: {
      priorityLevelConfiguration: {name: level},
      matchingPrecedence,
      ...(distinguisher === '' ? {} : {distinguisherMethod: {type: distinguisher}}),
      rules: [{subjects, ...rule}],
    },
  }
}

/**
 * With its managers and, for a FlowSchema, what a real server says of it: its level exists. Fields are written out because
 * asking the field manager would load the schema of these kinds at every start.
 */
export function managedFlow(object: KubeObject, time: string): KubeObject {
  const spec = object.spec as JsonObject
  const own = {
    manager: FLOW_PRODUCER,
    operation: 'Update',
    apiVersion: API,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': {'f:annotations': {'.': {}, 'f:apf.kubernetes.io/autoupdate-spec': {}}},
      'f:spec': object.kind === 'FlowSchema' ? schemaFields(spec) : levelFields(spec),
    },
  }
  if (object.kind !== 'FlowSchema') return {...object, metadata: {...object.metadata, managedFields: [own]}} as KubeObject
  const {name} = spec.priorityLevelConfiguration as {name: string}
  const condition = {
    type: 'Dangling',
    status: 'False',
    lastTransitionTime: time,
    reason: 'Found',
    message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(name)} and it exists`,
  }
  const applied = {
    manager: FLOW_CONSUMER,
    operation: 'Apply',
    apiVersion: API,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: {'f:status': {'f:conditions': {'k:{"type":"Dangling"}': {'.': {}, ...fields(condition)}}}},
    subresource: 'status',
  }
  const metadata = {...object.metadata, managedFields: [applied, own]}
  return {...object, metadata, status: {conditions: [condition]}} as KubeObject
}

function fields(of: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(of)
      .sort()
      .map((name) => [`f:${name}`, {}]),
  )
}

function schemaFields({distinguisherMethod}: JsonObject): JsonObject {
  return {
    ...(distinguisherMethod === undefined ? {} : {'f:distinguisherMethod': {'.': {}, 'f:type': {}}}),
    'f:matchingPrecedence': {},
    'f:priorityLevelConfiguration': {'f:name': {}},
    'f:rules': {},
  }
}

function levelFields({exempt, limited}: JsonObject): JsonObject {
  const shares = {'f:lendablePercent': {}, 'f:nominalConcurrencyShares': {}}
  if (exempt !== undefined) return {'f:exempt': {'.': {}, ...shares}, 'f:type': {}}
  const {queuing} = (limited as {limitResponse: JsonObject}).limitResponse
  const queues = queuing === undefined ? {} : {'f:queuing': {'.': {}, ...fields(queuing as JsonObject)}}
  const response = {'.': {}, ...queues, 'f:type': {}}
  return {'f:limited': {'.': {}, ...shares, 'f:limitResponse': response}, 'f:type': {}}
}
