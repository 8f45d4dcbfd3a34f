import {freezeDeep} from '../../../formats/json/freeze.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import type {ResourceRequest} from '../request/resource-handler.js'
import {type AdmissionRequest, optionsOf, type WriteSettings} from '../rest/core.js'

/** What a subresource is sent, an object of another kind, on its way through admission. */
export interface AdmittedBody {
  /** as the mutating plug-ins leave it */
  readonly object: KubeObject
  /** Throws the refusal of a plug-in that validates, of the object as it has become. */
  validate(object: KubeObject): void
}

/** Lets the mutating plug-ins have a body of kind `kind`; in the namespace of the path, as they know it. */
export function admitBody(
  resource: ResourceRequest,
  kind: CatalogEntry,
  body: KubeObject,
  settings: WriteSettings,
): AdmittedBody {
  const {core, entry, info, call} = resource
  const placed = freezeDeep({...body, metadata: {...body.metadata, namespace: info.namespace}})
  const asked: AdmissionRequest = {
    operation: 'CREATE',
    entry,
    body: kind,
    subresource: info.subresource,
    object: placed,
    old: undefined,
    call,
    dryRun: settings.dryRun,
    name: info.name || (body.metadata.name ?? ''),
    options: optionsOf('CreateOptions', settings.given),
  }
  return {
    object: core.admission.admit(asked),
    validate: (object) => core.admission.validate({...asked, object: freezeDeep(object)}),
  }
}
