import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {FieldError} from '../hooks.js'
import {type AdmissionRequest, type Core, lookup, type User} from '../rest/core.js'
import {invalid} from '../status.js'
import {MASTERS} from './authenticator.js'
import type {Rbac} from './rbac.js'

const API = 'admissionregistration.k8s.io/v1'
const POLICIES: Readonly<Record<string, string>> = {
  ValidatingAdmissionPolicyBinding: 'ValidatingAdmissionPolicy',
  MutatingAdmissionPolicyBinding: 'MutatingAdmissionPolicy',
}

/** Nobody lets a policy read parameters that he could not read himself. */
export function checkParamAccess(core: Core, rbac: Rbac, request: AdmissionRequest): void {
  const {entry, operation, subresource, call, object} = request
  if (entry.apiVersion !== API || operation === 'DELETE' || subresource !== '' || call.user.groups.includes(MASTERS)) return
  const fault = POLICIES[entry.kind] ? bindingFault(core, rbac, request) : policyFault(core, rbac, request)
  if (fault) throw invalid({group: entry.group, kind: entry.kind}, object.metadata.name ?? '', [fault])
}

const specOf = (object: {readonly [key: string]: unknown} | undefined): JsonObject =>
  isObject(object?.spec as JsonValue) ? (object!.spec as JsonObject) : {}

/** What must be readable for a paramKind: everything when nobody serves it. */
function readable(core: Core, paramKind: JsonValue | undefined): {group: string; resource: string; resolved: boolean} {
  if (!isObject(paramKind)) return {group: '*', resource: '*', resolved: true}
  const apiVersion = String(paramKind.apiVersion)
  const found = core.catalog.kind(apiVersion, String(paramKind.kind))
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : ''
  return {group, resource: found?.resource ?? '*', resolved: found !== undefined}
}

function policyFault(core: Core, rbac: Rbac, {object, old, call}: AdmissionRequest): FieldError | undefined {
  const {paramKind} = specOf(object)
  if (!isObject(paramKind) || sameValue(specOf(old).paramKind, paramKind)) return undefined
  const {group, resource} = readable(core, paramKind)
  if (rbac.authorize(call.user, {verb: 'get', group, resource, subresource: '', namespace: '*', name: '*'}).allowed)
    return undefined
  const about = `(kind=${String(paramKind.kind)}, apiVersion=${String(paramKind.apiVersion)})`
  return forbidden(
    'spec.paramKind',
    `user ${goUser(call.user)} must have "get" permission on all objects of the referenced paramKind ${about}`,
  )
}

function bindingFault(core: Core, rbac: Rbac, {entry, object, old, call}: AdmissionRequest): FieldError | undefined {
  const {paramRef, policyName} = specOf(object)
  const before = specOf(old)
  if (!isObject(paramRef)) return undefined
  if (before.policyName === policyName && sameValue(before.paramRef, paramRef)) return undefined
  const policy = lookup(core, API, POLICIES[entry.kind]!, undefined, String(policyName))
  const {paramKind} = specOf(policy)
  const {group, resource, resolved} = readable(core, paramKind)
  const name = typeof paramRef.name === 'string' ? paramRef.name : ''
  const namespace = typeof paramRef.namespace === 'string' ? paramRef.namespace : ''
  const verb = name === '' ? 'list' : 'get'
  if (rbac.authorize(call.user, {verb, group, resource, subresource: '', namespace, name}).allowed) return undefined
  const user = goUser(call.user)
  const all = `to determine minimum required permissions and user ${user} does not have "${verb}" permission for all groups, versions and resources`
  if (!policy) return forbidden('spec.paramRef', `unable to get policy ${String(policyName)} ${all}`)
  if (!resolved && isObject(paramKind)) {
    return forbidden(
      'spec.paramRef',
      `unable to resolve paramKind &{${String(paramKind.apiVersion)} ${String(paramKind.kind)}} ${all}`,
    )
  }
  return forbidden('spec.paramRef', `user ${user} does not have "${verb}" permission on the object referenced by paramRef`)
}

function forbidden(field: string, text: string): FieldError {
  return {reason: 'FieldValueForbidden', field, message: `Forbidden: ${text}`}
}

/** A user as Go prints the struct. */
function goUser({name, uid = '', groups, extra = {}}: User): string {
  const pairs = Object.entries(extra)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, values]) => `${key}:[${values.join(' ')}]`)
  return `&{${name} ${uid} [${groups.join(' ')}] map[${pairs.join(' ')}]}`
}
