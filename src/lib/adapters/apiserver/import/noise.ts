import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

const NODES = 'the embedded cluster has a node of its own'
const MOMENTARY = 'they come and go with what a cluster does'
const OWN = 'the embedded API makes its own'
const UNQUEUED = 'requests are not queued here'

/** Kinds that stay behind, by `group/Kind`, and why. */
const KINDS: Readonly<Record<string, string>> = {
  '/Event': MOMENTARY,
  'events.k8s.io/Event': MOMENTARY,
  'coordination.k8s.io/Lease': MOMENTARY,
  'certificates.k8s.io/CertificateSigningRequest': MOMENTARY,
  'storage.k8s.io/VolumeAttachment': NODES,
  'storage.k8s.io/CSINode': NODES,
  'storage.k8s.io/CSIStorageCapacity': NODES,
  'resource.k8s.io/ResourceSlice': NODES,
  '/Node': NODES,
  '/Endpoints': OWN,
  '/ComponentStatus': OWN,
  'discovery.k8s.io/EndpointSlice': OWN,
  'flowcontrol.apiserver.k8s.io/FlowSchema': UNQUEUED,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': UNQUEUED,
  'networking.k8s.io/IPAddress': OWN,
  'networking.k8s.io/ServiceCIDR': OWN,
}
const GROUPS: Readonly<Record<string, string>> = {
  'metrics.k8s.io': MOMENTARY,
  'custom.metrics.k8s.io': MOMENTARY,
  'external.metrics.k8s.io': MOMENTARY,
  'internal.apiserver.k8s.io': OWN,
}

export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : ''
}

/** Why an object is not taken over; undefined when it is. */
export function noise(object: KubeObject): string | undefined {
  const group = groupOf(object.apiVersion)
  const {kind} = object
  const known = KINDS[`${group}/${kind}`] ?? GROUPS[group]
  // endpoints that somebody wrote by hand have no Service that would make them again
  if (known === OWN && (kind === 'Endpoints' || kind === 'EndpointSlice')) return isManaged(object) ? OWN : undefined
  if (known !== undefined) return known
  if (group !== '') return kind === 'APIService' && !isRemote(object) ? OWN : undefined
  return coreNoise(object)
}

function coreNoise(object: KubeObject): string | undefined {
  const {kind, metadata} = object
  if (kind === 'Pod' && (metadata.ownerReferences ?? []).some(({controller}) => controller)) {
    return 'their controllers make them again'
  }
  if (kind === 'Pod' && metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return NODES
  if (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt') return OWN
  if (kind === 'Service' && metadata.namespace === 'default' && metadata.name === 'kubernetes') return OWN
  if (kind === 'Secret' && object.type === 'kubernetes.io/service-account-token') return 'their tokens are of another cluster'
  return undefined
}

/** Served by another server. */
const isRemote = ({spec}: KubeObject) => isObject(spec) && isObject(spec.service)

/** Written by the endpoints controllers, or for the API server itself. */
function isManaged({metadata}: KubeObject): boolean {
  const labels = metadata.labels ?? {}
  const by = labels['endpointslice.kubernetes.io/managed-by']
  if (metadata.namespace === 'default' && metadata.name === 'kubernetes') return true
  return (
    by?.endsWith('.k8s.io') === true ||
    labels['endpoints.kubernetes.io/managed-by'] !== undefined ||
    metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time'] !== undefined
  )
}

/** A CRD as a cluster that serves it shows it: one from a manifest has no status yet. */
export function established(crd: KubeObject, now: string): KubeObject {
  const status: JsonObject = isObject(crd.status) ? crd.status : {}
  const conditions = Array.isArray(status.conditions) ? status.conditions : []
  if (conditions.some((one) => isObject(one) && one.type === 'Established' && one.status === 'True')) return crd
  const spec = crd.spec as JsonObject
  const versions = (Array.isArray(spec.versions) ? spec.versions : []).filter(isObject)
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  })
  return {
    ...crd,
    status: {
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      acceptedNames: spec.names ?? {},
      storedVersions: versions.filter((version) => version.storage === true).map((version) => String(version.name)),
    },
  }
}
