import {type FieldSpec, fieldSpec, type NameReference} from './field-spec.js'

/** The places that transformers know without configuration. Facts of kustomize 5.8.1. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[]
  readonly nameSuffix: readonly FieldSpec[]
  readonly namespace: readonly FieldSpec[]
  readonly commonLabels: readonly FieldSpec[]
  readonly labels: readonly FieldSpec[]
  readonly templateLabels: readonly FieldSpec[]
  readonly commonAnnotations: readonly FieldSpec[]
  readonly nameReference: readonly NameReference[]
  readonly varReference: readonly FieldSpec[]
  readonly images: readonly FieldSpec[]
  readonly replicas: readonly FieldSpec[]
}

export const EMPTY_CONFIG: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  nameReference: [],
  varReference: [],
  images: [],
  replicas: [],
}

/** Where a kind keeps its pod spec. */
const POD_SPEC: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
}

/** `paths` below the pod spec of each kind; a Pod only in v1 when `podVersion` says so. */
function inPods(kinds: string, paths: readonly string[], podVersion = ''): FieldSpec[] {
  return kinds
    .split(' ')
    .flatMap((kind) =>
      paths.map((path) => fieldSpec(`${POD_SPEC[kind]}/${path}`, false, {kind, version: kind === 'Pod' ? podVersion : ''})),
    )
}

function at(path: string, kinds: string, create = false): FieldSpec[] {
  return kinds.split(' ').map((text) => {
    const [kind, group = ''] = text.split('@') as [string, string?]
    return fieldSpec(path, create, {kind, group})
  })
}

const CONTROLLER = {kind: 'ReplicationController', version: 'v1'}

function podMetadata(name: 'labels' | 'annotations'): FieldSpec[] {
  const stateful = name === 'labels' ? 'StatefulSet@apps' : 'StatefulSet'
  return [
    fieldSpec(`metadata/${name}`, true),
    fieldSpec(`spec/template/metadata/${name}`, true, CONTROLLER),
    ...at(`spec/template/metadata/${name}`, `Deployment ReplicaSet DaemonSet ${stateful}`, true),
    ...(name === 'labels' ? at('spec/volumeClaimTemplates[]/metadata/labels', 'StatefulSet@apps', true) : []),
    ...at(`spec/template/metadata/${name}`, 'Job@batch', true),
    ...at(`spec/jobTemplate/metadata/${name}`, 'CronJob@batch', true),
    ...at(`spec/jobTemplate/spec/template/metadata/${name}`, 'CronJob@batch', true),
  ]
}

function affinitySelectors(kind: string): FieldSpec[] {
  const during = 'DuringSchedulingIgnoredDuringExecution'
  return ['podAffinity', 'podAntiAffinity']
    .flatMap((affinity) => [
      `affinity/${affinity}/preferred${during}/podAffinityTerm/labelSelector/matchLabels`,
      `affinity/${affinity}/required${during}/labelSelector/matchLabels`,
    ])
    .concat('topologySpreadConstraints/labelSelector/matchLabels')
    .flatMap((path) => at(`spec/template/spec/${path}`, kind))
}

function commonLabels(): FieldSpec[] {
  return [
    fieldSpec('spec/selector', true, {kind: 'Service', version: 'v1'}),
    fieldSpec('spec/selector', true, CONTROLLER),
    ...at('spec/selector/matchLabels', 'Deployment', true),
    ...affinitySelectors('Deployment@apps'),
    ...at('spec/selector/matchLabels', 'ReplicaSet DaemonSet StatefulSet@apps', true),
    ...affinitySelectors('StatefulSet@apps'),
    ...at('spec/selector/matchLabels', 'Job@batch'),
    ...at('spec/jobTemplate/spec/selector/matchLabels', 'CronJob@batch'),
    ...at('spec/selector/matchLabels', 'PodDisruptionBudget@policy'),
    ...at('spec/podSelector/matchLabels', 'NetworkPolicy@networking.k8s.io'),
    ...at('spec/ingress/from/podSelector/matchLabels', 'NetworkPolicy@networking.k8s.io'),
    ...at('spec/egress/to/podSelector/matchLabels', 'NetworkPolicy@networking.k8s.io'),
    ...podMetadata('labels'),
  ]
}

const RBAC = 'rbac.authorization.k8s.io'

function reference(kind: string, fieldSpecs: readonly FieldSpec[], gvk: {group?: string; version?: string} = {}): NameReference {
  return {group: gvk.group ?? '', version: gvk.version ?? '', kind, fieldSpecs}
}

const CONFIG_USERS = 'Pod PodTemplate Deployment ReplicaSet DaemonSet StatefulSet Job CronJob'
const CLAIM_USERS = 'Pod StatefulSet Deployment ReplicationController CronJob Job DaemonSet'

function configMapReferences(): FieldSpec[] {
  return [
    ...inPods(
      CONFIG_USERS,
      [
        'volumes/configMap/name',
        'containers/env/valueFrom/configMapKeyRef/name',
        'initContainers/env/valueFrom/configMapKeyRef/name',
        'containers/envFrom/configMapRef/name',
        'initContainers/envFrom/configMapRef/name',
        'volumes/projected/sources/configMap/name',
      ],
      'v1',
    ),
    ...at('spec/configSource/configMap', 'Node'),
    ...at('rules/resourceNames', 'Role ClusterRole'),
    ...at('metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap', 'Ingress'),
  ]
}

function secretReferences(): FieldSpec[] {
  return [
    ...inPods(
      CONFIG_USERS,
      [
        'volumes/secret/secretName',
        'containers/env/valueFrom/secretKeyRef/name',
        'initContainers/env/valueFrom/secretKeyRef/name',
        'containers/envFrom/secretRef/name',
        'initContainers/envFrom/secretRef/name',
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ],
      'v1',
    ),
    ...at('spec/tls/secretName', 'Ingress'),
    ...[
      'ingress.kubernetes.io\\/auth-secret',
      'nginx.ingress.kubernetes.io\\/auth-secret',
      'nginx.ingress.kubernetes.io\\/auth-tls-secret',
    ].flatMap((key) => at(`metadata/annotations/${key}`, 'Ingress')),
    ...at('imagePullSecrets/name', 'ServiceAccount'),
    ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].flatMap((name) =>
      at(`parameters/${name}`, 'StorageClass'),
    ),
    ...at('rules/resourceNames', 'Role ClusterRole'),
    fieldSpec('spec/template/spec/containers/env/valueFrom/secretKeyRef/name', false, {
      kind: 'Service',
      group: 'serving.knative.dev',
      version: 'v1',
    }),
    ...at('spec/azureFile/secretName', 'PersistentVolume'),
  ]
}

function serviceReferences(): FieldSpec[] {
  return [
    ...at('spec/serviceName', 'StatefulSet@apps'),
    ...[
      'spec/rules/http/paths/backend/serviceName',
      'spec/backend/serviceName',
      'spec/rules/http/paths/backend/service/name',
      'spec/defaultBackend/service/name',
    ].flatMap((path) => at(path, 'Ingress')),
    ...at('spec/service/name', 'APIService@apiregistration.k8s.io'),
    ...at(
      'webhooks/clientConfig/service',
      'ValidatingWebhookConfiguration@admissionregistration.k8s.io MutatingWebhookConfiguration@admissionregistration.k8s.io',
    ),
  ]
}

function nameReferences(): NameReference[] {
  const scaled = at('spec/scaleTargetRef/name', 'HorizontalPodAutoscaler')
  return [
    ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => reference(kind, scaled)),
    reference('ConfigMap', configMapReferences(), {version: 'v1'}),
    reference('Secret', secretReferences(), {version: 'v1'}),
    reference('Service', serviceReferences(), {version: 'v1'}),
    reference('Role', at('roleRef/name', `RoleBinding@${RBAC}`), {group: RBAC}),
    reference('ClusterRole', at('roleRef/name', `RoleBinding@${RBAC} ClusterRoleBinding@${RBAC}`), {group: RBAC}),
    reference(
      'ServiceAccount',
      [...at('subjects', `RoleBinding@${RBAC} ClusterRoleBinding@${RBAC}`), ...inPods(CLAIM_USERS, ['serviceAccountName'])],
      {version: 'v1'},
    ),
    reference('PersistentVolumeClaim', inPods(CLAIM_USERS, ['volumes/persistentVolumeClaim/claimName']), {version: 'v1'}),
    reference(
      'PersistentVolume',
      [...at('spec/volumeName', 'PersistentVolumeClaim'), ...at('rules/resourceNames', 'ClusterRole')],
      {
        version: 'v1',
      },
    ),
    reference(
      'StorageClass',
      [
        ...at('spec/storageClassName', 'PersistentVolume PersistentVolumeClaim'),
        ...at('spec/volumeClaimTemplates/spec/storageClassName', 'StatefulSet'),
      ],
      {version: 'v1', group: 'storage.k8s.io'},
    ),
    reference('PriorityClass', inPods(CLAIM_USERS, ['priorityClassName']), {version: 'v1', group: 'scheduling.k8s.io'}),
    // the group is wrong in kustomize itself, so this reference is never followed there either
    reference('IngressClass', at('spec/ingressClassName', 'Ingress'), {version: 'v1', group: 'networking.k8s.io/v1'}),
    reference(
      'ValidatingAdmissionPolicy',
      at('spec/policyName', 'ValidatingAdmissionPolicyBinding@admissionregistration.k8s.io'),
      {group: 'admissionregistration.k8s.io'},
    ),
  ]
}

function varReferences(): FieldSpec[] {
  const containers = ['containers', 'initContainers'].flatMap((list) =>
    ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((path) => `${list}/${path}`),
  )
  return [
    ...inPods('CronJob', containers),
    ...at('spec/jobTemplate/spec/template/volumes/nfs/server', 'CronJob'),
    ...inPods('DaemonSet Deployment Job Pod ReplicaSet', [...containers, 'volumes/nfs/server']),
    ...at('spec/template/metadata/annotations', 'Deployment'),
    ...at('spec/rules/host', 'Ingress'),
    ...at('spec/tls/hosts', 'Ingress'),
    ...at('spec/tls/secretName', 'Ingress'),
    ...at('spec/ports/port', 'Service'),
    ...at('spec/ports/targetPort', 'Service'),
    ...inPods('StatefulSet', containers),
    ...at('spec/volumeClaimTemplates/spec/nfs/server', 'StatefulSet'),
    ...at('spec/nfs/server', 'PersistentVolume'),
    fieldSpec('metadata/labels'),
    fieldSpec('metadata/annotations'),
  ]
}

/** In the order of the tables above; builds use it sorted. */
export function defaultConfig(): TransformerConfig {
  const image = (prefix: string) =>
    ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((path) => fieldSpec(prefix + path, true))
  return {
    namePrefix: [fieldSpec('metadata/name')],
    nameSuffix: [fieldSpec('metadata/name')],
    namespace: [
      fieldSpec('metadata/name', true, {kind: 'Namespace'}),
      fieldSpec('spec/service/namespace', true, {kind: 'APIService', group: 'apiregistration.k8s.io'}),
      fieldSpec('spec/conversion/webhook/clientConfig/service/namespace', false, {
        kind: 'CustomResourceDefinition',
        group: 'apiextensions.k8s.io',
      }),
    ],
    commonLabels: commonLabels(),
    labels: [],
    templateLabels: podMetadata('labels'),
    commonAnnotations: podMetadata('annotations'),
    nameReference: nameReferences(),
    varReference: varReferences(),
    images: [...image('spec/'), ...image('spec/template/spec/')],
    replicas: at('spec/replicas', 'Deployment ReplicationController ReplicaSet StatefulSet', true),
  }
}
