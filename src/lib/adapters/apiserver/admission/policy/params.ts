import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {matchLabelSelector, type ObjectSelector} from '../../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {type Core, listAll, lookup} from '../../rest/core.js'

/** Why a policy cannot be used at all: its paramKind is not served. */
export function paramKindFault(core: Core, paramKind: JsonValue | undefined): string | undefined {
  if (!isObject(paramKind)) return undefined
  const {apiVersion, kind} = paramKind
  if (core.catalog.kind(String(apiVersion), String(kind))) return undefined
  return `failed to find resource referenced by paramKind: '${String(apiVersion)}, Kind=${String(kind)}'`
}

/**
 * The parameters with which a binding runs its policy; [undefined] when it has none to name.
 * @throws Error with the server's words when they cannot be told or must be there
 */
export function paramsOf(
  core: Core,
  paramKind: JsonValue | undefined,
  paramRef: JsonValue | undefined,
  namespace: string,
): readonly (KubeObject | undefined)[] {
  if (!isObject(paramKind) || !isObject(paramRef)) return [undefined]
  const entry = core.catalog.kind(String(paramKind.apiVersion), String(paramKind.kind))
  if (!entry) throw new Error(`paramKind kind \`${String(paramKind.kind)}\` not known`)
  const own = typeof paramRef.namespace === 'string' ? paramRef.namespace : ''
  if (entry.namespaced && own === '' && namespace === '') {
    throw new Error('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources')
  }
  if (!entry.namespaced && own !== '') {
    throw new Error('paramRef.namespace must not be provided for a cluster-scoped `paramKind`')
  }
  const place = entry.namespaced ? own || namespace : undefined
  const params = named(core, entry.apiVersion, entry.kind, place, paramRef)
  if (params.length === 0 && paramRef.parameterNotFoundAction === 'Deny') {
    throw new Error('no params found for policy binding with `Deny` parameterNotFoundAction')
  }
  return params
}

function named(
  core: Core,
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  ref: JsonObject,
): readonly KubeObject[] {
  if (typeof ref.name === 'string' && ref.name !== '') {
    const found = lookup(core, apiVersion, kind, namespace, ref.name)
    return found ? [found] : []
  }
  const selector = (isObject(ref.selector) ? ref.selector : {}) as ObjectSelector
  return listAll(core, apiVersion, kind, namespace).filter(({metadata}) => matchLabelSelector(selector, metadata.labels))
}
