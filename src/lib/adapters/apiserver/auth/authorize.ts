import {isObject} from '../../../formats/json/value.js'
import type {RequestInfo} from '../request/request-info.js'
import type {User} from '../rest/core.js'
import type {Query} from '../rest/options.js'
import {statusError} from '../status.js'
import type {Rbac} from './rbac.js'
import type {Attributes} from './rules.js'

const BY_NAME = /^metadata\.name==?([^,=!]+)$/

/** What a request needs to be allowed; a list of one name counts as that name. */
export function attributesOf(info: RequestInfo, query: Query): Attributes {
  const {verb, group, resource, subresource, namespace} = info
  const selected = info.name === '' ? BY_NAME.exec(query.get('fieldSelector')?.[0] ?? '')?.[1] : undefined
  const name = selected ?? info.name
  return info.isResource
    ? {verb, group, resource, subresource, namespace, name}
    : {verb, path: info.path, group: '', resource: '', subresource: '', namespace: '', name: ''}
}

/** Throws the 403 of a request that its user may not make. */
export function checkAuthorized(rbac: Rbac, user: User, wanted: Attributes): void {
  const decision = rbac.authorize(user, wanted)
  if (decision.allowed) return
  throw forbiddenRequest(user, wanted, decision.error === '' ? '' : `RBAC: ${decision.error}`)
}

/** 403 with the apiserver library's text. */
export function forbiddenRequest(user: User, wanted: Attributes, reason: string): Error {
  const suffix = reason === '' ? '' : `: ${reason}`
  if (wanted.path !== undefined) {
    const text = `forbidden: User ${JSON.stringify(user.name)} cannot ${wanted.verb} path ${JSON.stringify(wanted.path)}${suffix}`
    return statusError(403, 'Forbidden', text, {})
  }
  const {verb, group, resource, subresource, namespace, name} = wanted
  const full = subresource === '' ? resource : `${resource}/${subresource}`
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`
  const what = group === '' ? resource : `${resource}.${group}`
  const subject = name === '' ? what : `${what} ${JSON.stringify(name)}`
  const text = `${subject} is forbidden: User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${scope}${suffix}`
  return statusError(403, 'Forbidden', text, {
    ...(name === '' ? {} : {name}),
    ...(group === '' ? {} : {group}),
    kind: resource,
  })
}

/** Reads ResourceAttributes or NonResourceAttributes of a review. */
export function reviewAttributes(spec: unknown): Attributes | undefined {
  if (!isObject(spec)) return undefined
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  if (isObject(spec.resourceAttributes)) {
    const wanted = spec.resourceAttributes
    return {
      verb: text(wanted.verb),
      group: text(wanted.group),
      resource: text(wanted.resource),
      subresource: text(wanted.subresource),
      namespace: text(wanted.namespace),
      name: text(wanted.name),
    }
  }
  if (!isObject(spec.nonResourceAttributes)) return undefined
  const {path, verb} = spec.nonResourceAttributes
  return {verb: text(verb), path: text(path), group: '', resource: '', subresource: '', namespace: '', name: ''}
}
