import {freezeDeep} from '../../formats/json/freeze.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {ApplyError} from '../apply-error.js'
import {hasAnnotation, ownerLabels} from '../keys.js'
import {groupOf, refOf, subjectOf} from '../subject.js'
import {normalizeObject} from './normalize.js'

export interface PrepareOptions {
  readonly owner: {readonly name: string; readonly namespace: string}
  readonly commonMetadata?: {readonly labels?: Labels | undefined; readonly annotations?: Labels | undefined} | undefined
  /** objects that somebody else answers for, as `Kind/namespace/name`: they stay in the inventory and are not applied */
  readonly leftAlone?: readonly string[] | undefined
}
type Labels = {readonly [key: string]: string}

const LEFT_ALONE = {'kustomize.toolkit.fluxcd.io/reconcile': 'disabled'}

/**
 * Built documents as the objects that are applied: lists taken apart, what is no object left out, owner labels,
 * normalisation, common metadata over everything. The results are frozen, so the embedded API can share them; what the documents
 * say is not changed.
 */
export function prepareObjects(documents: readonly JsonObject[], options: PrepareOptions): KubeObject[] {
  const labels = ownerLabels(options.owner)
  return documents.flatMap(flatten).map((object) => {
    const owned = withMetadata(object, labels, undefined)
    const normal = normalizeObject(owned)
    const common = options.commonMetadata
    const full = common ? withMetadata(normal, common.labels, common.annotations) : normal
    return freezeDeep(options.leftAlone?.includes(subjectOf(refOf(full))) ? withMetadata(full, undefined, LEFT_ALONE) : full)
  })
}

/** Throws ApplyError for a Secret that is still encrypted; its text is the whole error, without a line of changes. */
export function refuseEncrypted(object: KubeObject): void {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret' || !object.sops) return
  if (hasAnnotation(object, 'decrypt', 'disabled')) return
  throw new ApplyError(
    `${subjectOf(refOf(object))} is SOPS encrypted, configuring decryption is required for this secret to be reconciled`,
  )
}

/** Objects of one document: the items of a list, or itself; nothing for what has no identity or is for kustomize only. */
function flatten(document: JsonObject): KubeObject[] {
  if (typeof document.kind === 'string' && document.kind.endsWith('List') && Array.isArray(document.items)) {
    return (document.items as JsonValue[]).filter(isObject).flatMap(flatten)
  }
  const {apiVersion, kind, metadata} = document
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') return []
  if (!isObject(metadata) || typeof metadata.name !== 'string' || metadata.name === '') return []
  if (kind === 'Kustomization' && groupOf(apiVersion) === 'kustomize.config.k8s.io') return []
  return [document as KubeObject]
}

function withMetadata(object: KubeObject, labels: Labels | undefined, annotations: Labels | undefined): KubeObject {
  const metadata = {...object.metadata}
  if (labels && Object.keys(labels).length > 0) metadata.labels = {...mapOf(metadata.labels), ...labels}
  if (annotations && Object.keys(annotations).length > 0) metadata.annotations = {...mapOf(metadata.annotations), ...annotations}
  return {...object, metadata}
}

/** Labels that are no map are dropped, as Go's accessors do. */
function mapOf(labels: Labels | undefined): Labels {
  return isObject(labels as JsonValue) ? labels! : {}
}
