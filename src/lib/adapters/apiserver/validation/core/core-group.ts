import type {Go} from '../../../../schema/builtin/go.gen.js'
import {dns1123Label} from '../../../../schema/names.js'
import {validateEvent} from '../groups/events.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {admitPod, preparePod, preparePodUpdate} from '../pod/pod-admission.js'
import {podDefaults, podSpecDefaults} from '../pod/pod-defaults.js'
import {validateNewPod, validateTemplate} from '../pod/validate-pod.js'
import {validatePodUpdate} from '../pod/validate-update.js'
import {claimStatusFaults, controllerStatusFaults} from '../status/core-status.js'
import {endpointsWarnings, nodeWarnings} from '../warnings/network-warnings.js'
import {podWarnings} from '../warnings/pod-warnings.js'
import {claimWarnings, volumeWarnings} from '../warnings/storage-warnings.js'
import {replicationControllerWarnings, templateWarnings} from '../warnings/template-warnings.js'
import {tlsWarnings} from '../warnings/tls-warnings.js'
import {validateClaim, validateClaimUpdate} from './claims.js'
import {validateConfigMap, validateConfigMapUpdate, validateSecret, validateSecretUpdate} from './config-rules.js'
import {
  prepareNode,
  prepareNodeUpdate,
  validateEndpoints,
  validateNamespace,
  validateNamespaceUpdate,
  validateNode,
  validateNodeUpdate,
  validateReplicationController,
} from './core-rules.js'
import {
  claimDefaults,
  endpointsDefaults,
  limitRangeDefaults,
  namespaceDefaults,
  nodeDefaults,
  quotaDefaults,
  replicationControllerDefaults,
  secretDefaults,
  serviceDefaults,
  volumeDefaults,
} from './defaults.js'
import {
  admitClaim,
  namesOfSecrets,
  prepareClaim,
  prepareClaimUpdate,
  prepareNamespace,
  prepareNamespaceUpdate,
  prepareVolume,
  protect,
} from './prepare.js'
import {validateLimitRange, validateQuota, validateQuotaUpdate} from './quota-rules.js'
import {prepareService, prepareServiceUpdate} from './service-allocation.js'
import {validateService} from './service-rules.js'
import {addressMisfits, allocationFaults, validateServiceUpdate} from './service-update.js'
import {validateVolume, validateVolumeUpdate} from './volumes.js'
import {accountWarnings, quotaWarnings, serviceWarnings} from './warnings.js'

const BOTH = ['update', 'create'] as const

/** Rules of the core group. */
export const coreGroup: RuleTable = {
  '/Pod': rules<Go['Pod']>({
    podSpec: ({spec}) => spec,
    defaults: podDefaults,
    admitCreate: admitPod,
    prepareCreate: preparePod,
    prepareUpdate: preparePodUpdate,
    validate: validateNewPod,
    validateUpdate: validatePodUpdate,
    warnings: podWarnings,
  }),
  '/PodTemplate': rules<Go['PodTemplate']>({
    podSpec: ({template}) => template.spec,
    defaults: (template) => podSpecDefaults(template.template.spec),
    validate: ({template}) => validateTemplate(template, 'template'),
    warnings: (now, old) => templateWarnings(now, old, now.template, 'template'),
  }),
  '/ReplicationController': rules<Go['ReplicationController']>({
    podSpec: ({spec}) => spec.template?.spec,
    ignoreGenerateName: true,
    defaults: replicationControllerDefaults,
    validate: validateReplicationController,
    validateUpdate: (now, _old, {env}) => (env.subresource ? controllerStatusFaults(now) : validateReplicationController(now)),
    warnings: replicationControllerWarnings,
  }),
  '/Service': rules<Go['Service']>({
    name: dns1123Label,
    defaults: serviceDefaults,
    prepareCreate: prepareService,
    prepareUpdate: prepareServiceUpdate,
    validate: validateService,
    validateUpdate: validateServiceUpdate,
    allocation: allocationFaults,
    unfit: addressMisfits,
    warnings: serviceWarnings,
  }),
  '/Secret': rules<Go['Secret']>({
    defaults: secretDefaults,
    validate: validateSecret,
    validateUpdate: validateSecretUpdate,
    warnings: tlsWarnings,
    metadataUpdate: BOTH,
  }),
  '/ConfigMap': rules<Go['ConfigMap']>({
    validate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
    metadataUpdate: BOTH,
  }),
  '/PersistentVolume': rules<Go['PersistentVolume']>({
    defaults: volumeDefaults,
    admitCreate: ({metadata}) => protect(metadata, 'kubernetes.io/pv-protection'),
    prepareCreate: prepareVolume,
    metadataUpdate: ['create', 'create'],
    validate: validateVolume,
    validateUpdate: (now, old, {env}) => (env.subresource ? [] : validateVolumeUpdate(now, old)),
    warnings: volumeWarnings,
  }),
  '/PersistentVolumeClaim': rules<Go['PersistentVolumeClaim']>({
    defaults: claimDefaults,
    admitCreate: admitClaim,
    prepareCreate: prepareClaim,
    metadataUpdate: BOTH,
    prepareUpdate: prepareClaimUpdate,
    validate: validateClaim,
    validateUpdate: (now, old, {env}) => (env.subresource ? claimStatusFaults(now) : validateClaimUpdate(now, old)),
    warnings: claimWarnings,
  }),
  '/Endpoints': rules<Go['Endpoints']>({
    defaults: endpointsDefaults,
    validate: validateEndpoints,
    warnings: endpointsWarnings,
    metadataUpdate: BOTH,
  }),
  '/Namespace': rules<Go['Namespace']>({
    name: dns1123Label,
    defaults: namespaceDefaults,
    prepareCreate: prepareNamespace,
    metadataUpdate: ['create', 'update'],
    prepareUpdate: prepareNamespaceUpdate,
    validate: validateNamespace,
    validateUpdate: validateNamespaceUpdate,
  }),
  '/Event': rules<Go['core.v1.Event']>({ownMetadata: true, metadataUpdate: [], validate: validateEvent}),
  '/LimitRange': rules<Go['LimitRange']>({
    defaults: limitRangeDefaults,
    // the one kind that is named without having asked for it
    prepareCreate: (range, {random}) => {
      if (!range.metadata.name) range.metadata = {...range.metadata, name: random.uuid()}
    },
    validate: validateLimitRange,
    metadataUpdate: ['create'],
  }),
  '/ResourceQuota': rules<Go['ResourceQuota']>({
    defaults: quotaDefaults,
    validate: validateQuota,
    validateUpdate: validateQuotaUpdate,
    warnings: quotaWarnings,
  }),
  '/ServiceAccount': rules<Go['ServiceAccount']>({
    warnings: accountWarnings,
    prepareCreate: namesOfSecrets,
    prepareUpdate: namesOfSecrets,
    metadataUpdate: BOTH,
  }),
  '/Node': rules<Go['Node']>({
    defaults: nodeDefaults,
    prepareCreate: prepareNode,
    prepareUpdate: prepareNodeUpdate,
    metadataUpdate: ['create', 'update'],
    validate: validateNode,
    validateUpdate: validateNodeUpdate,
    warnings: nodeWarnings,
  }),
}
