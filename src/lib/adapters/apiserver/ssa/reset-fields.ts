import type {ServedResource} from '../hooks.js'
import {emptySet, type FieldSet, setOf} from './sets/field-set.js'

const status = setOf(['f:status'])
const spec = setOf(['f:spec'])
const specAndMetadata = setOf(['f:spec'], ['f:metadata'])

/** Kinds whose status subresource also leaves metadata alone, by group/resource. */
const metadataKept: ReadonlySet<string> = new Set([
  'apiregistration.k8s.io/apiservices',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'flowcontrol.apiserver.k8s.io/flowschemas',
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations',
  'internal.apiserver.k8s.io/storageversions',
  'networking.k8s.io/servicecidrs',
  'resource.k8s.io/devicetaintrules',
  'resource.k8s.io/resourceclaims',
  'resource.k8s.io/resourcepoolstatusrequests',
  'scheduling.k8s.io/podgroups',
  'storage.k8s.io/volumeattachments',
  'storagemigration.k8s.io/storageversionmigrations',
])

/** Whether a write of the status leaves labels, annotations, finalizers and owners as they are. */
export function keepsMetadata({crd, group, resource}: ServedResource): boolean {
  return crd !== undefined || metadataKept.has(`${group}/${resource}`)
}

/** What the strategies of single kinds do otherwise, by group/resource/subresource. */
const exceptions: Readonly<Record<string, FieldSet>> = {
  'apps/deployments/status': setOf(['f:spec'], ['f:metadata', 'f:labels']),
  '/pods/status': setOf(['f:spec'], ['f:metadata', 'f:deletionTimestamp'], ['f:metadata', 'f:ownerReferences']),
  '/namespaces/finalize': status,
  'certificates.k8s.io/certificatesigningrequests/': setOf(['f:spec'], ['f:status']),
  'certificates.k8s.io/certificatesigningrequests/status': setOf(['f:spec'], ['f:status', 'f:conditions']),
  'certificates.k8s.io/certificatesigningrequests/approval': setOf(['f:spec'], ['f:status', 'f:certificate']),
}

/**
 * Fields that the kind's strategy puts back on this path (status on the main resource, spec on `status`), at the given
 * version: nobody comes to own them by writing there.
 */
export function resetFields(resource: ServedResource, subresource: string | undefined, apiVersion: string): FieldSet {
  const path = subresource ?? ''
  if (resource.crd) {
    // The status path knows all versions of a custom resource, the main path only its own.
    if (path === 'status') return specAndMetadata
    const own = path === '' && apiVersion === resource.apiVersion && resource.subresources.includes('status')
    return own ? status : emptySet
  }
  const name = `${resource.group}/${resource.resource}`
  const exception = exceptions[`${name}/${path}`]
  if (exception) return exception
  if (path === 'status') return keepsMetadata(resource) ? specAndMetadata : spec
  return path === '' && resource.subresources.includes('status') ? status : emptySet
}
