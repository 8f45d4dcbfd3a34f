import type {Go} from '../../../../schema/builtin/go.gen.js'
import {same} from '../same.js'
import {amountWarnings} from './amount-warnings.js'
import {deadVolumeWarnings} from './dead-volumes.js'
import {deadLabel, nodeTerm} from './node-labels.js'

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class'
const BETA_OPTIONS = 'volume.beta.kubernetes.io/mount-options'

export function claimWarnings({metadata, spec}: Go['PersistentVolumeClaim']): string[] {
  const old = metadata.annotations?.[BETA_CLASS] !== undefined
  const text = 'deprecated since v1.8; use "storageClassName" attribute instead'
  return [...(old ? [`metadata.annotations[${BETA_CLASS}]: ${text}`] : []), ...amountWarnings(spec, 'spec')]
}

export function volumeWarnings({metadata, spec}: Go['PersistentVolume']): string[] {
  const dead = {
    [BETA_CLASS]: 'deprecated since v1.8; use "storageClassName" attribute instead',
    [BETA_OPTIONS]: 'deprecated since v1.31; use "mountOptions" attribute instead',
  }
  const recycled = 'The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.'
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  return [
    ...Object.entries(dead)
      .filter(([key]) => metadata.annotations?.[key] !== undefined)
      .map(([key, text]) => `metadata.annotations[${key}]: ${text}`),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [`spec.persistentVolumeReclaimPolicy: ${recycled}`] : []),
    ...terms.flatMap((term, at) => nodeTerm(term, `spec.nodeAffinity.required.nodeSelectorTerms[${at}]`, false)),
    ...deadVolumeWarnings(spec, 'spec', ['cephfs', 'photonPersistentDisk', 'scaleIO', 'storageos', 'glusterfs', 'rbd']),
  ]
}

export function storageClassWarnings({allowedTopologies}: Go['StorageClass']): string[] {
  return (allowedTopologies ?? []).flatMap(({matchLabelExpressions}, term) =>
    (matchLabelExpressions ?? []).flatMap(({key}, at) => {
      const text = deadLabel(key)
      return text ? [`allowedTopologies[${term}].matchLabelExpressions[${at}].key: ${text}`] : []
    }),
  )
}

export function runtimeClassWarnings({scheduling}: Go['RuntimeClass']): string[] {
  return Object.keys(scheduling?.nodeSelector ?? {}).flatMap((key) => {
    const text = deadLabel(key)
    return text ? [`scheduling.nodeSelector: ${text}`] : []
  })
}

const TOKENS =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes'

export function csiDriverWarnings({spec}: Go['CSIDriver'], old: Go['CSIDriver'] | undefined): string[] {
  const asks = (spec.tokenRequests ?? []).length > 0 && spec.serviceAccountTokenInSecrets === undefined
  return asks && !(old && same(spec.tokenRequests, old.spec.tokenRequests)) ? [TOKENS] : []
}
