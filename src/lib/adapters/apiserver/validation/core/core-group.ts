import type {Go} from '../../../../schema/builtin/go.gen.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {podDefaults, podSpecDefaults} from '../pod/pod-defaults.js'
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

/** Rules of the core group. */
export const coreGroup: RuleTable = {
  '/Pod': rules<Go['Pod']>({defaults: podDefaults}),
  '/PodTemplate': rules<Go['PodTemplate']>({defaults: (template) => podSpecDefaults(template.template.spec)}),
  '/ReplicationController': rules<Go['ReplicationController']>({defaults: replicationControllerDefaults}),
  '/Service': rules<Go['Service']>({defaults: serviceDefaults}),
  '/Secret': rules<Go['Secret']>({defaults: secretDefaults}),
  '/PersistentVolume': rules<Go['PersistentVolume']>({defaults: volumeDefaults}),
  '/PersistentVolumeClaim': rules<Go['PersistentVolumeClaim']>({defaults: claimDefaults}),
  '/Endpoints': rules<Go['Endpoints']>({defaults: endpointsDefaults}),
  '/Namespace': rules<Go['Namespace']>({defaults: namespaceDefaults}),
  '/LimitRange': rules<Go['LimitRange']>({defaults: limitRangeDefaults}),
  '/Node': rules<Go['Node']>({defaults: nodeDefaults}),
}
