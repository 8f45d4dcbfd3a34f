import {goJson} from '../engines/kustomize/go/json.js'
import {FluxError} from '../errors/flux-error.js'
import {isObject, type JsonObject} from '../formats/json/value.js'

/** Throws Flux's text for what was built and is no object of Kubernetes. */
export function refuseIncomplete(object: JsonObject): void {
  const {apiVersion, kind, metadata} = object
  if (typeof apiVersion === 'string' && apiVersion !== '' && kind && isObject(metadata) && metadata.name) return
  throw new FluxError('build-failed', `failed to decode Kubernetes apiVersion, kind and name from: ${goJson(object)}`)
}

/** Throws Go's text for an object whose kind is none, or is lost behind an apiVersion that is none. */
export function refuseKindless(object: JsonObject): void {
  const {apiVersion, kind} = object
  if (typeof kind === 'string' && kind !== '' && String(apiVersion).split('/').length <= 2) return
  throw new FluxError(
    'build-failed',
    `error unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in '${goJson(object)}'`,
  )
}
