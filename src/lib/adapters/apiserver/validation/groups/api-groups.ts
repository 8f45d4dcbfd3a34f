import type {Go} from '../../../../schema/builtin/go.gen.js'
import {dns1123Label, pathSegmentName} from '../../../../schema/names.js'
import {admissionRules} from '../admission/admission-rules.js'
import {validateCronJob, validateCronJobUpdate, validateJob, validateJobUpdate} from '../batch/batch.js'
import {protect} from '../core/prepare.js'
import {acceptedFaults, crdName, validateCrd, validateCrdUpdate} from '../crd/crd-rules.js'
import {crdWarnings} from '../crd/crd-warnings.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {namedConditions} from '../status/conditions.js'
import {networkPolicyWarnings, sliceWarnings} from '../warnings/network-warnings.js'
import {csiDriverWarnings, runtimeClassWarnings, storageClassWarnings} from '../warnings/storage-warnings.js'
import {
  cronJobWarnings,
  daemonSetWarnings,
  jobWarnings,
  statefulSetWarnings,
  workloadWarnings,
} from '../warnings/template-warnings.js'
import {addressRules} from './address-kinds.js'
import {
  validateControllerRevision,
  validateControllerRevisionUpdate,
  validateDaemonSet,
  validateDaemonSetUpdate,
  validateDeployment,
  validateDeploymentUpdate,
  validateReplicaSet,
  validateReplicaSetUpdate,
} from './apps.js'
import {
  apiServiceName,
  priorityLevelDefaults,
  serviceConditions,
  validateApiService,
  validatePriorityLevel,
  validateRuntimeClass,
  validateRuntimeClassUpdate,
} from './cluster-kinds.js'
import * as defaults from './defaults.js'
import {resourceClaimDefaults} from './devices.js'
import {validateNewEvent, validateNewEventUpdate} from './events.js'
import {flowSchemaDefaults, validateFlowSchema} from './flow-schemas.js'
import {
  ingressWarnings,
  validateIngress,
  validateIngressClass,
  validateIngressClassUpdate,
  validateIngressUpdate,
  validateNetworkPolicy,
} from './networking.js'
import {
  admitIngress,
  jobMetadata,
  prepareAutoscalerV1,
  prepareAutoscalerV1Update,
  prepareCrd,
  prepareCrdUpdate,
  prepareDaemonSet,
  prepareDaemonSetUpdate,
  prepareJob,
} from './prepare.js'
import {keptRole, validateClusterRole, validateClusterRoleBinding, validateRole, validateRoleBinding} from './rbac.js'
import {autoscalerUpdate, validateAutoscaler, validateAutoscalerV1, validateBudget, validateBudgetUpdate} from './scaling.js'
import {
  prepareSigningRequest,
  prepareSigningRequestUpdate,
  validateSigningRequest,
  validateSigningRequestUpdate,
} from './signing/signing-request.js'
import {
  prepareDriver,
  prepareLease,
  prepareSlice,
  validateDriver,
  validateDriverUpdate,
  validateLease,
  validatePriorityClass,
  validatePriorityClassUpdate,
  validateSlice,
  validateSliceUpdate,
  validateStorageClass,
  validateStorageClassUpdate,
} from './small.js'
import {prepareStatefulSet, validateStatefulSet, validateStatefulSetUpdate} from './statefulset.js'

const BOTH = ['update', 'create'] as const
const REVERSE = ['create', 'update'] as const

/** Rules of the named API groups. */
export const apiGroups: RuleTable = {
  'apps/Deployment': rules<Go['Deployment']>({
    podSpec: ({spec}) => spec.template.spec,
    defaults: defaults.deploymentDefaults,
    validate: validateDeployment,
    validateUpdate: validateDeploymentUpdate,
    warnings: (now, old) => workloadWarnings(now, old, now.spec.template),
  }),
  'apps/DaemonSet': rules<Go['DaemonSet']>({
    podSpec: ({spec}) => spec.template.spec,
    defaults: defaults.daemonSetDefaults,
    prepareCreate: prepareDaemonSet,
    prepareUpdate: prepareDaemonSetUpdate,
    validate: validateDaemonSet,
    validateUpdate: validateDaemonSetUpdate,
    warnings: daemonSetWarnings,
  }),
  'apps/StatefulSet': rules<Go['StatefulSet']>({
    podSpec: ({spec}) => spec.template.spec,
    name: dns1123Label,
    defaults: defaults.statefulSetDefaults,
    prepareCreate: prepareStatefulSet,
    prepareUpdate: prepareStatefulSet,
    validate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    warnings: statefulSetWarnings,
  }),
  'apps/ReplicaSet': rules<Go['ReplicaSet']>({
    podSpec: ({spec}) => spec.template.spec,
    defaults: defaults.replicaSetDefaults,
    validate: validateReplicaSet,
    validateUpdate: validateReplicaSetUpdate,
    warnings: (now, old) => workloadWarnings(now, old, now.spec.template),
  }),
  'apps/ControllerRevision': rules<Go['ControllerRevision']>({
    validate: validateControllerRevision,
    validateUpdate: validateControllerRevisionUpdate,
    metadataUpdate: BOTH,
  }),
  'batch/Job': rules<Go['Job']>({
    podSpec: ({spec}) => spec.template.spec,
    defaults: defaults.jobDefaults,
    prepareCreate: prepareJob,
    metadata: jobMetadata,
    metadataUpdate: REVERSE,
    validate: validateJob,
    validateUpdate: validateJobUpdate,
    warnings: (now, old) => jobWarnings(now, old, now.spec, 'spec'),
  }),
  'batch/CronJob': rules<Go['CronJob']>({
    podSpec: ({spec}) => spec.jobTemplate.spec.template.spec,
    defaults: defaults.cronJobDefaults,
    bareStatus: true,
    validate: validateCronJob,
    validateUpdate: validateCronJobUpdate,
    warnings: cronJobWarnings,
  }),
  'autoscaling/v1/HorizontalPodAutoscaler': rules<Go['autoscaling.v1.HorizontalPodAutoscaler']>({
    defaults: defaults.autoscalerV1Defaults,
    prepareCreate: prepareAutoscalerV1,
    prepareUpdate: prepareAutoscalerV1Update,
    validate: validateAutoscalerV1,
    validateUpdate: autoscalerUpdate(validateAutoscalerV1),
  }),
  'autoscaling/v2/HorizontalPodAutoscaler': rules<Go['autoscaling.v2.HorizontalPodAutoscaler']>({
    defaults: defaults.autoscalerDefaults,
    validate: validateAutoscaler,
    validateUpdate: autoscalerUpdate(validateAutoscaler),
  }),
  'policy/PodDisruptionBudget': rules<Go['PodDisruptionBudget']>({
    validate: validateBudget,
    validateUpdate: validateBudgetUpdate,
    ownMetadata: true,
    metadataUpdate: [],
  }),
  'networking.k8s.io/NetworkPolicy': rules<Go['NetworkPolicy']>({
    defaults: defaults.networkPolicyDefaults,
    validate: validateNetworkPolicy,
    warnings: networkPolicyWarnings,
  }),
  'networking.k8s.io/Ingress': rules<Go['Ingress']>({
    admitCreate: admitIngress,
    validate: validateIngress,
    validateUpdate: validateIngressUpdate,
    metadataUpdate: BOTH,
    warnings: ingressWarnings,
  }),
  'networking.k8s.io/IngressClass': rules<Go['IngressClass']>({
    defaults: defaults.ingressClassDefaults,
    validate: validateIngressClass,
    validateUpdate: validateIngressClassUpdate,
    metadataUpdate: BOTH,
  }),
  'rbac.authorization.k8s.io/Role': rules<Go['Role']>({name: pathSegmentName, metadataUpdate: REVERSE, validate: validateRole}),
  'rbac.authorization.k8s.io/ClusterRole': rules<Go['ClusterRole']>({
    name: pathSegmentName,
    metadataUpdate: REVERSE,
    validate: validateClusterRole,
  }),
  'rbac.authorization.k8s.io/RoleBinding': rules<Go['RoleBinding']>({
    name: pathSegmentName,
    metadataUpdate: REVERSE,
    defaults: defaults.bindingDefaults,
    validate: validateRoleBinding,
    validateUpdate: (now, old) => [...validateRoleBinding(now), ...keptRole(now, old)],
  }),
  'rbac.authorization.k8s.io/ClusterRoleBinding': rules<Go['ClusterRoleBinding']>({
    name: pathSegmentName,
    metadataUpdate: REVERSE,
    defaults: defaults.bindingDefaults,
    validate: validateClusterRoleBinding,
    validateUpdate: (now, old) => [...validateClusterRoleBinding(now), ...keptRole(now, old)],
  }),
  'events.k8s.io/Event': rules<Go['events.v1.Event']>({
    ownMetadata: true,
    metadataUpdate: [],
    validate: validateNewEvent,
    validateUpdate: validateNewEventUpdate,
  }),
  'storage.k8s.io/StorageClass': rules<Go['StorageClass']>({
    defaults: defaults.storageClassDefaults,
    validate: validateStorageClass,
    validateUpdate: validateStorageClassUpdate,
    warnings: storageClassWarnings,
    metadataUpdate: REVERSE,
  }),
  'storage.k8s.io/VolumeAttributesClass': rules<Go['VolumeAttributesClass']>({
    admitCreate: ({metadata}) => protect(metadata, 'kubernetes.io/vac-protection'),
  }),
  'certificates.k8s.io/CertificateSigningRequest': rules<Go['CertificateSigningRequest']>({
    // any name will do
    name: () => [],
    prepareCreate: prepareSigningRequest,
    prepareUpdate: prepareSigningRequestUpdate,
    validate: validateSigningRequest,
    validateUpdate: validateSigningRequestUpdate,
  }),
  'storage.k8s.io/CSIDriver': rules<Go['CSIDriver']>({
    defaults: defaults.csiDriverDefaults,
    prepareCreate: prepareDriver,
    prepareUpdate: prepareDriver,
    validate: validateDriver,
    validateUpdate: validateDriverUpdate,
    warnings: csiDriverWarnings,
  }),
  'coordination.k8s.io/Lease': rules<Go['Lease']>({
    prepareCreate: prepareLease,
    prepareUpdate: prepareLease,
    validate: validateLease,
  }),
  'discovery.k8s.io/EndpointSlice': rules<Go['EndpointSlice']>({
    defaults: defaults.endpointSliceDefaults,
    prepareCreate: prepareSlice,
    validate: (slice) => validateSlice(slice),
    validateUpdate: validateSliceUpdate,
    warnings: sliceWarnings,
    metadataUpdate: ['create'],
  }),
  'scheduling.k8s.io/PriorityClass': rules<Go['PriorityClass']>({
    defaults: defaults.priorityClassDefaults,
    validate: validatePriorityClass,
    validateUpdate: validatePriorityClassUpdate,
  }),
  'resource.k8s.io/DeviceClass': rules<Go['DeviceClass']>({ignoreGenerateName: true}),
  'resource.k8s.io/ResourceClaim': rules<Go['resource.v1.ResourceClaim']>({defaults: resourceClaimDefaults}),
  'resource.k8s.io/ResourceClaimTemplate': rules<Go['ResourceClaimTemplate']>({
    defaults: ({spec}) => resourceClaimDefaults(spec),
  }),
  ...addressRules,
  ...admissionRules,
  'apiregistration.k8s.io/APIService': rules<Go['APIService']>({
    defaults: defaults.apiServiceDefaults,
    nameOf: apiServiceName,
    metadataUpdate: BOTH,
    validate: validateApiService,
    validateUpdate: (now, _old, {env}) => (env.subresource === 'status' ? serviceConditions(now) : validateApiService(now)),
  }),
  'node.k8s.io/RuntimeClass': rules<Go['RuntimeClass']>({
    validate: validateRuntimeClass,
    validateUpdate: validateRuntimeClassUpdate,
    warnings: runtimeClassWarnings,
  }),
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': rules<Go['PriorityLevelConfiguration']>({
    defaults: priorityLevelDefaults,
    validate: validatePriorityLevel,
    validateUpdate: (now, _old, {env}) =>
      env.subresource === 'status' ? namedConditions(now.status.conditions) : validatePriorityLevel(now),
  }),
  'flowcontrol.apiserver.k8s.io/FlowSchema': rules<Go['FlowSchema']>({
    defaults: flowSchemaDefaults,
    validate: validateFlowSchema,
    validateUpdate: (now, _old, {env}) =>
      env.subresource === 'status' ? namedConditions(now.status.conditions) : validateFlowSchema(now),
  }),
  'apiextensions.k8s.io/CustomResourceDefinition': rules<Go['CustomResourceDefinition']>({
    defaults: defaults.crdDefaults,
    nameOf: crdName,
    prepareCreate: prepareCrd,
    prepareUpdate: prepareCrdUpdate,
    validate: validateCrd,
    validateUpdate: (crd, old, {env}) => (env.subresource === 'status' ? acceptedFaults(crd) : validateCrdUpdate(crd, old)),
    warnings: crdWarnings,
  }),
}
