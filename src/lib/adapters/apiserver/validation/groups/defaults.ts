import type {KubeObject, ObjectMeta} from '../../../../ports/kube.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import {hpaFromV2, hpaToV2, tellsMetrics, withoutNotes} from '../../rest/convert/convert-hpa.js'
import {podSpecDefaults} from '../pod/pod-defaults.js'

export function deploymentDefaults({spec}: Go['Deployment']): void {
  spec.replicas ??= 1
  spec.strategy.type ??= 'RollingUpdate'
  if (spec.strategy.type === 'RollingUpdate') {
    spec.strategy.rollingUpdate = {maxUnavailable: '25%', maxSurge: '25%', ...spec.strategy.rollingUpdate}
  }
  spec.revisionHistoryLimit ??= 10
  spec.progressDeadlineSeconds ??= 600
  podSpecDefaults(spec.template.spec)
}

export function daemonSetDefaults({metadata, spec}: Go['DaemonSet']): void {
  const counter = 'deprecated.daemonset.template.generation'
  if (metadata.annotations?.[counter] === undefined) metadata.annotations = {...metadata.annotations, [counter]: '0'}
  spec.updateStrategy.type ??= 'RollingUpdate'
  if (spec.updateStrategy.type === 'RollingUpdate') {
    spec.updateStrategy.rollingUpdate = {maxUnavailable: 1, maxSurge: 0, ...spec.updateStrategy.rollingUpdate}
  } else if (spec.updateStrategy.rollingUpdate) {
    // the internal form has no way to leave them out
    spec.updateStrategy.rollingUpdate = {maxUnavailable: 0, maxSurge: 0, ...spec.updateStrategy.rollingUpdate}
  }
  spec.revisionHistoryLimit ??= 10
  podSpecDefaults(spec.template.spec)
}

export function statefulSetDefaults({spec}: Go['StatefulSet']): void {
  spec.podManagementPolicy ??= 'OrderedReady'
  if (spec.updateStrategy.type === undefined) {
    spec.updateStrategy.type = 'RollingUpdate'
    spec.updateStrategy.rollingUpdate ??= {}
  }
  if (spec.updateStrategy.type === 'RollingUpdate' && spec.updateStrategy.rollingUpdate) {
    spec.updateStrategy.rollingUpdate.partition ??= 0
  }
  spec.persistentVolumeClaimRetentionPolicy = {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
    ...spec.persistentVolumeClaimRetentionPolicy,
  }
  spec.replicas ??= 1
  spec.revisionHistoryLimit ??= 10
  for (const claim of spec.volumeClaimTemplates ?? []) {
    // whatever was sent: the conversion to v1 names the type of the claims
    claim.apiVersion = 'v1'
    claim.kind = 'PersistentVolumeClaim'
    claim.spec.volumeMode ??= 'Filesystem'
    claim.status.phase ??= 'Pending'
  }
  podSpecDefaults(spec.template.spec)
}

export function replicaSetDefaults({spec}: Go['ReplicaSet']): void {
  spec.replicas ??= 1
  podSpecDefaults(spec.template.spec)
}

export function jobDefaults({metadata, spec}: Go['Job']): void {
  const {labels} = spec.template.metadata
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = {...labels}
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
  spec.parallelism ??= 1
  jobSpecDefaults(spec)
  podSpecDefaults(spec.template.spec)
}

function jobSpecDefaults(spec: Go['JobSpec']): void {
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
  spec.manualSelector ??= false
  podFailureDefaults(spec)
}

function podFailureDefaults(spec: Go['JobSpec']): void {
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True'
  }
}

/** The job template of a CronJob gets pod defaults only. */
export function cronJobDefaults({spec}: Go['CronJob']): void {
  spec.concurrencyPolicy ??= 'Allow'
  spec.suspend ??= false
  spec.successfulJobsHistoryLimit ??= 3
  spec.failedJobsHistoryLimit ??= 1
  podFailureDefaults(spec.jobTemplate.spec)
  podSpecDefaults(spec.jobTemplate.spec.template.spec)
}

/** Defaults of v1, and its annotations as they come back from what they tell. */
export function autoscalerV1Defaults(autoscaler: Go['autoscaling.v1.HorizontalPodAutoscaler']): void {
  autoscaler.spec.minReplicas ??= 1
  Object.assign(autoscaler, hpaFromV2(hpaToV2(autoscaler as unknown as KubeObject)))
  if (!tellsMetrics(autoscaler.metadata as ObjectMeta)) autoscaler.spec.targetCPUUtilizationPercentage ??= 80
}

const scaleUp = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    {type: 'Pods', value: 4, periodSeconds: 15},
    {type: 'Percent', value: 100, periodSeconds: 15},
  ],
}
const scaleDown = {selectPolicy: 'Max', policies: [{type: 'Percent', value: 100, periodSeconds: 15}]}

export function autoscalerDefaults(autoscaler: Go['autoscaling.v2.HorizontalPodAutoscaler']): void {
  const {spec} = autoscaler
  autoscaler.metadata = withoutNotes(autoscaler.metadata as ObjectMeta) as Go['ObjectMeta']
  spec.minReplicas ??= 1
  if (!spec.metrics) {
    spec.metrics = [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 80}}}]
  }
  if (!spec.behavior) return
  spec.behavior.scaleUp = withPreset(scaleUp, spec.behavior.scaleUp)
  spec.behavior.scaleDown = withPreset(scaleDown, spec.behavior.scaleDown)
}

/** An empty list of policies that was given stays empty. */
function withPreset(preset: Go['HPAScalingRules'], given: Go['HPAScalingRules'] | undefined): Go['HPAScalingRules'] {
  const rules = {...structuredClone(preset), ...given}
  if (given && Array.isArray(inMemory(given, 'policies')) && !given.policies) rules.policies = []
  return rules
}

export function networkPolicyDefaults({spec}: Go['NetworkPolicy']): void {
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of rule.ports ?? []) port.protocol ??= 'TCP'
  }
  if (!spec.policyTypes) spec.policyTypes = spec.egress ? ['Ingress', 'Egress'] : ['Ingress']
}

export function ingressClassDefaults({spec}: Go['IngressClass']): void {
  if (spec.parameters) spec.parameters.scope ??= 'Cluster'
}

const RBAC = 'rbac.authorization.k8s.io'

export function bindingDefaults(binding: Go['RoleBinding']): void {
  binding.roleRef.apiGroup ||= RBAC
  for (const subject of binding.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ??= RBAC
  }
}

export function storageClassDefaults(storageClass: Go['StorageClass']): void {
  storageClass.reclaimPolicy ??= 'Delete'
  storageClass.volumeBindingMode ??= 'Immediate'
}

export function csiDriverDefaults({spec}: Go['CSIDriver']): void {
  spec.attachRequired ??= true
  spec.podInfoOnMount ??= false
  spec.storageCapacity ??= false
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
  spec.volumeLifecycleModes ??= ['Persistent']
  spec.requiresRepublish ??= false
  spec.seLinuxMount ??= false
}

export function endpointSliceDefaults(slice: Go['EndpointSlice']): void {
  for (const port of slice.ports ?? []) {
    port.name ??= ''
    port.protocol ??= 'TCP'
  }
}

export function priorityClassDefaults(priorityClass: Go['PriorityClass']): void {
  priorityClass.preemptionPolicy ??= 'PreemptLowerPriority'
}

type Webhook = Go['MutatingWebhook'] | Go['ValidatingWebhook']

export function webhookDefaults(configuration: {webhooks?: Webhook[]}): void {
  for (const webhook of configuration.webhooks ?? []) {
    webhook.failurePolicy ??= 'Fail'
    webhook.matchPolicy ??= 'Equivalent'
    webhook.namespaceSelector ??= {}
    webhook.objectSelector ??= {}
    webhook.timeoutSeconds ??= 10
    for (const rule of webhook.rules ?? []) rule.scope ??= '*'
    if (webhook.clientConfig.service) webhook.clientConfig.service.port ??= 443
  }
}

export function mutatingWebhookDefaults(configuration: Go['MutatingWebhookConfiguration']): void {
  webhookDefaults(configuration)
  for (const webhook of configuration.webhooks ?? []) webhook.reinvocationPolicy ??= 'Never'
}

export function admissionPolicyDefaults({spec}: Go['ValidatingAdmissionPolicy'] | Go['MutatingAdmissionPolicy']): void {
  spec.failurePolicy ??= 'Fail'
  matchResourcesDefaults(spec.matchConstraints)
}

export function policyBindingDefaults({
  spec,
}: Go['ValidatingAdmissionPolicyBinding'] | Go['MutatingAdmissionPolicyBinding']): void {
  matchResourcesDefaults(spec.matchResources)
}

function matchResourcesDefaults(resources: Go['MatchResources'] | undefined): void {
  if (!resources) return
  resources.matchPolicy ??= 'Equivalent'
  resources.namespaceSelector ??= {}
  resources.objectSelector ??= {}
  for (const rule of [...(resources.resourceRules ?? []), ...(resources.excludeResourceRules ?? [])]) rule.scope ??= '*'
}

export function apiServiceDefaults({spec}: Go['APIService']): void {
  if (spec.service) spec.service.port ??= 443
}

/** Of a webhook with nothing in it the internal form keeps nothing. */
function dropWebhook(conversion: Go['CustomResourceConversion']): void {
  const {clientConfig, conversionReviewVersions: versions} = conversion.webhook ?? {}
  if (conversion.strategy === 'None' && !clientConfig && (versions ?? []).length === 0) delete conversion.webhook
}

export function crdDefaults(crd: Go['CustomResourceDefinition']): void {
  const {spec, status} = crd
  if (spec.names.kind) {
    spec.names.singular ??= spec.names.kind.toLowerCase()
    spec.names.listKind ??= `${spec.names.kind}List`
  }
  spec.conversion ??= {strategy: 'None'}
  dropWebhook(spec.conversion)
  const service = spec.conversion.webhook?.clientConfig?.service
  if (service) service.port ??= 443
  if (!status.storedVersions || status.storedVersions.length === 0) {
    const storage = spec.versions?.find((version) => version.storage)
    if (storage) status.storedVersions = [storage.name]
  }
}
