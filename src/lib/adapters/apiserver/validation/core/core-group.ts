import type {Go} from '../../../../schema/builtin/go.gen.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {preparePod, preparePodUpdate} from '../pod/pod-admission.js'
import {podDefaults, podSpecDefaults} from '../pod/pod-defaults.js'
import {validatePod} from '../pod/validate-pod.js'
import {
  claimDefaults,
  endpointsDefaults,
  limitRangeDefaults,
  namespaceDefaults,
  nodeDefaults,
  replicationControllerDefaults,
  secretDefaults,
  serviceDefaults,
  volumeDefaults,
} from './defaults.js'
import {normaliseSources, prepareClaim, prepareNamespace, prepareNamespaceUpdate, prepareVolume} from './prepare.js'
import {prepareService, prepareServiceUpdate} from './service-allocation.js'

/** Rules of the core group. */
export const coreGroup: RuleTable = {
  '/Pod': rules<Go['Pod']>({
    defaults: podDefaults,
    prepareCreate: preparePod,
    prepareUpdate: preparePodUpdate,
    validate: validatePod,
  }),
  '/PodTemplate': rules<Go['PodTemplate']>({defaults: (template) => podSpecDefaults(template.template.spec)}),
  '/ReplicationController': rules<Go['ReplicationController']>({defaults: replicationControllerDefaults}),
  '/Service': rules<Go['Service']>({
    defaults: serviceDefaults,
    prepareCreate: prepareService,
    prepareUpdate: prepareServiceUpdate,
  }),
  '/Secret': rules<Go['Secret']>({defaults: secretDefaults}),
  '/PersistentVolume': rules<Go['PersistentVolume']>({defaults: volumeDefaults, prepareCreate: prepareVolume}),
  '/PersistentVolumeClaim': rules<Go['PersistentVolumeClaim']>({
    defaults: claimDefaults,
    prepareCreate: prepareClaim,
    prepareUpdate: (claim) => normaliseSources(claim.spec),
  }),
  '/Endpoints': rules<Go['Endpoints']>({defaults: endpointsDefaults}),
  '/Namespace': rules<Go['Namespace']>({
    defaults: namespaceDefaults,
    prepareCreate: prepareNamespace,
    prepareUpdate: prepareNamespaceUpdate,
  }),
  '/LimitRange': rules<Go['LimitRange']>({defaults: limitRangeDefaults}),
  '/Node': rules<Go['Node']>({defaults: nodeDefaults}),
}
