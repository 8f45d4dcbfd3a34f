import type {CatalogEntry} from '../discovery/catalog.js'

/*
 * How the registry strategies of kube-apiserver 1.36 differ by kind, by `group/resource`. Observed and documented
 * facts; custom resources follow their CRD.
 */

/** Deleting answers with the object, not with a Status. */
const RETURNS_DELETED = new Set([
  '/persistentvolumes',
  '/persistentvolumeclaims',
  '/podtemplates',
  '/pods',
  '/resourcequotas',
  '/services',
  '/serviceaccounts',
  'resource.k8s.io/deviceclasses',
  'resource.k8s.io/resourceclaims',
  'resource.k8s.io/resourceclaimtemplates',
  'resource.k8s.io/resourceslices',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/storageclasses',
  'storage.k8s.io/volumeattachments',
  'storage.k8s.io/volumeattributesclasses',
])

/** Deleting leaves what they own, unless the request tells otherwise. */
const ORPHANING = new Set(['/replicationcontrollers', 'batch/jobs'])

/** What they own is never looked for, whatever the request tells. */
const WITHOUT_DEPENDENTS = new Set(['/events', 'events.k8s.io/events'])

/** PUT of an object that does not exist creates it. */
const CREATE_ON_UPDATE = new Set([
  '/endpoints',
  '/events',
  '/limitranges',
  '/services',
  'coordination.k8s.io/leases',
  'events.k8s.io/events',
  'node.k8s.io/runtimeclasses',
  'rbac.authorization.k8s.io/clusterrolebindings',
  'rbac.authorization.k8s.io/clusterroles',
  'rbac.authorization.k8s.io/rolebindings',
  'rbac.authorization.k8s.io/roles',
])

/** A status that a create gives is kept. */
const BORN_WITH_STATUS = new Set(['/nodes'])

/** PUT needs a resourceVersion. */
const CONDITIONAL_UPDATE = new Set([
  'admissionregistration.k8s.io/mutatingadmissionpolicies',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
  'coordination.k8s.io/leases',
  'node.k8s.io/runtimeclasses',
  'policy/poddisruptionbudgets',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/volumeattachments',
])

/** metadata.generation is kept, and raised when the spec changes. */
const GENERATION = new Set([
  '/pods',
  '/replicationcontrollers',
  'admissionregistration.k8s.io/mutatingadmissionpolicies',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'apiextensions.k8s.io/customresourcedefinitions',
  'apps/daemonsets',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  '/podtemplates',
  'batch/cronjobs',
  'batch/jobs',
  'discovery.k8s.io/endpointslices',
  'flowcontrol.apiserver.k8s.io/flowschemas',
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations',
  'networking.k8s.io/ingressclasses',
  'networking.k8s.io/ingresses',
  'networking.k8s.io/networkpolicies',
  'policy/poddisruptionbudgets',
  'resource.k8s.io/deviceclasses',
  'resource.k8s.io/resourceslices',
  'scheduling.k8s.io/priorityclasses',
])

/** Kinds whose generation counts any change besides metadata, for want of a spec. */
const GENERATION_OF_ALL = new Set([
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'discovery.k8s.io/endpointslices',
  '/podtemplates',
])

const id = (entry: CatalogEntry) => `${entry.group}/${entry.resource}`

export function returnsDeleted(entry: CatalogEntry): boolean {
  return RETURNS_DELETED.has(id(entry))
}

export function orphansByDefault(entry: CatalogEntry): boolean {
  return ORPHANING.has(id(entry))
}

export function ignoresDependents(entry: CatalogEntry): boolean {
  return WITHOUT_DEPENDENTS.has(id(entry))
}

export function createOnUpdate(entry: CatalogEntry): boolean {
  return CREATE_ON_UPDATE.has(id(entry))
}

export function unconditionalUpdate(entry: CatalogEntry): boolean {
  return entry.crd === undefined && !CONDITIONAL_UPDATE.has(id(entry))
}

/** `spec`: raised with the spec; `all`: with anything but metadata and status; undefined: not kept. */
export function generationOf(entry: CatalogEntry): 'spec' | 'all' | undefined {
  if (entry.crd) return 'all'
  if (!GENERATION.has(id(entry))) return undefined
  return GENERATION_OF_ALL.has(id(entry)) ? 'all' : 'spec'
}

export function keepsStatus(entry: CatalogEntry): boolean {
  return BORN_WITH_STATUS.has(id(entry))
}

/** CRs keep a status like any other field unless the CRD has the subresource; built-ins by their own tables. */
export function hasStatus(entry: CatalogEntry): boolean {
  return entry.subresources.includes('status')
}
