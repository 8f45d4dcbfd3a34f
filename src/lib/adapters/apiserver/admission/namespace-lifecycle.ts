import {isObject} from '../../../formats/json/value.js'
import {type AdmissionRequest, type Core, lookup} from '../rest/core.js'
import {forbidden, notFound, statusError} from '../status.js'

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public'])
const NAMESPACES = {group: '', resource: 'namespaces'}

/** The admission plug-in NamespaceLifecycle: nothing is created in a namespace that is missing or ending. */
export function namespaceLifecycle(core: Core, request: AdmissionRequest): void {
  const {operation, entry, object, subresource} = request
  if (operation === 'DELETE') {
    const name = object.metadata.name ?? ''
    if (entry.group === '' && entry.resource === 'namespaces' && IMMORTAL.has(name)) {
      throw forbidden(NAMESPACES, name, 'this namespace may not be deleted')
    }
    return
  }
  if (operation !== 'CREATE') return
  if (entry.crd?.object.metadata.deletionTimestamp !== undefined) {
    throw forbidden(entry, object.metadata.name ?? '', 'create not allowed while custom resource definition is terminating')
  }
  if (!entry.namespaced) return
  const name = object.metadata.namespace ?? ''
  // that one is missing is the validation's affair
  if (name === '') return
  const namespace = lookup(core, 'v1', 'Namespace', undefined, name)
  if (!namespace) throw notFound(NAMESPACES, name)
  const phase = isObject(namespace.status) ? namespace.status.phase : undefined
  if (namespace.metadata.deletionTimestamp === undefined && phase !== 'Terminating') return
  if (subresource !== '') return
  const error = forbidden(
    entry,
    object.metadata.name ?? '',
    `unable to create new content in namespace ${name} because it is being terminated`,
  )
  const details = isObject(error.status.details) ? error.status.details : {}
  throw statusError(403, 'Forbidden', error.message, {
    ...details,
    causes: [{reason: 'NamespaceTerminating', message: `namespace ${name} is being terminated`, field: 'metadata.namespace'}],
  })
}
