import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {RuleEnv} from '../../hooks.js'
import {newestFirst} from '../groups/prepare.js'
import {timeText} from '../time-text.js'

export function prepareNamespace({metadata, spec, status}: Go['Namespace']): void {
  if (!spec.finalizers?.includes('kubernetes')) spec.finalizers = [...(spec.finalizers ?? []), 'kubernetes']
  status.phase = 'Active'
  labelNamespace(metadata)
}

/** The name as a label, which nobody can take away. */
export function labelNamespace(metadata: Go['ObjectMeta']): void {
  if (metadata.name) metadata.labels = {...metadata.labels, 'kubernetes.io/metadata.name': metadata.name}
}

/** A namespace's finalizers and status change by their subresources only. */
export function prepareNamespaceUpdate(namespace: Go['Namespace'], old: Go['Namespace'], env: RuleEnv): void {
  if (env.subresource === undefined || env.subresource === '') namespace.spec = old.spec
}

export function prepareClaim(claim: Go['PersistentVolumeClaim']): void {
  claim.status = {phase: 'Pending'}
  // sources of other namespaces are a feature that is off
  if (claim.spec.dataSourceRef?.namespace) delete claim.spec.dataSourceRef
  dropUnknownSource(claim.spec)
  normaliseSources(claim.spec)
}

/** A claim that has no source yet gets none of a kind that nobody knows. */
export function prepareClaimUpdate({spec}: Go['PersistentVolumeClaim'], {spec: old}: Go['PersistentVolumeClaim']): void {
  if (!old.dataSource && !old.dataSourceRef) dropUnknownSource(spec)
  normaliseSources(spec)
}

/** A new claim is kept while it is used, and gets the default class. */
export function admitClaim(claim: Go['PersistentVolumeClaim'], env: RuleEnv): void {
  protect(claim.metadata, 'kubernetes.io/pvc-protection')
  if (
    claim.spec.storageClassName !== undefined ||
    claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined
  )
    return
  const classes = env.list('storage.k8s.io/v1', 'StorageClass') as unknown as Go['StorageClass'][]
  const [first] = newestFirst(classes.filter(isDefaultClass))
  if (first) claim.spec.storageClassName = first.metadata.name!
}

function isDefaultClass({metadata}: Go['StorageClass']): boolean {
  const {annotations = {}} = metadata
  return (
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true' ||
    annotations['storageclass.beta.kubernetes.io/is-default-class'] === 'true'
  )
}

/** A source of another kind than a claim or a snapshot is as good as none (without its feature gate). */
function dropUnknownSource(spec: Go['PersistentVolumeClaimSpec']): void {
  const {apiGroup, kind} = spec.dataSource ?? {}
  const known =
    (!apiGroup && kind === 'PersistentVolumeClaim') || (apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot')
  if (!known) delete spec.dataSource
}

function normaliseSources(spec: Go['PersistentVolumeClaimSpec']): void {
  if (spec.dataSource && !spec.dataSourceRef) spec.dataSourceRef = {...spec.dataSource}
  else if (spec.dataSourceRef && !spec.dataSource && !spec.dataSourceRef.namespace) {
    const {namespace: _, ...source} = spec.dataSourceRef
    spec.dataSource = source
  }
}

/** Adds the finalizer that keeps an object while it is used. */
export function protect(metadata: Go['ObjectMeta'], finalizer: string): void {
  if (!metadata.finalizers?.includes(finalizer)) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer]
}

export function prepareVolume(volume: Go['PersistentVolume'], env: RuleEnv): void {
  volume.status = {phase: 'Pending', lastPhaseTransitionTime: timeText(env.now)}
}

/** An account refers to secrets by name alone. */
export function namesOfSecrets(account: Go['ServiceAccount']): void {
  if (account.secrets) account.secrets = account.secrets.map(({name}) => (name === undefined ? {} : {name}))
}
