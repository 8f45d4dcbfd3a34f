import type {JsonObject} from '../../../formats/json/value.js'
import {compareQuantities, parseQuantity} from '../../../formats/quantity/quantity.js'
import {type AdmissionRequest, type Core, lookup} from '../rest/core.js'
import {forbidden} from '../status.js'
import {part} from './parts.js'

/** The admission plug-in PersistentVolumeClaimResize: throws the 403 of a claim that may not grow. */
export function claimGrowth(core: Core, {operation, entry, subresource, object, old}: AdmissionRequest): void {
  if (entry.collection !== '/persistentvolumeclaims' || operation !== 'UPDATE' || subresource !== '' || !old) return
  if (!grows(part(old, 'spec'), part(object, 'spec'))) return
  const refuse = (text: string) => forbidden(entry, object.metadata.name ?? '', text)
  if (part(old, 'status').phase !== 'Bound') throw refuse('Only bound persistent volume claims can be expanded')
  const annotated = object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class']
  const name = annotated ?? part(object, 'spec').storageClassName
  const found = name ? lookup(core, 'storage.k8s.io/v1', 'StorageClass', undefined, String(name)) : undefined
  if (found?.allowVolumeExpansion === true) return
  throw refuse('only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize')
}

function grows(before: JsonObject, after: JsonObject): boolean {
  const [was, is] = [before, after].map((spec) => part(part(spec, 'resources'), 'requests').storage)
  if (was === undefined || is === undefined) return false
  return compareQuantities(parseQuantity(String(is)), parseQuantity(String(was))) > 0
}
