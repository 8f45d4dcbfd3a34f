import {goQuote} from '../../../errors/go-quote.js'
import {type ApiRequest, header} from '../request/api-request.js'
import type {User} from '../rest/core.js'
import {badRequest} from '../status.js'
import {ANONYMOUS, AUTHENTICATED} from './authenticator.js'
import {forbiddenRequest} from './authorize.js'
import type {Rbac} from './rbac.js'

const EXTRA = 'impersonate-extra-'
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/

/** Groups of a service account, without `system:authenticated`. */
export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
}

/** The user that a request wants to be; each part of the wish needs the verb `impersonate`. */
export function impersonated(rbac: Rbac, requestor: User, request: ApiRequest): User {
  const name = header(request, 'impersonate-user')
  const groups = values(request, 'impersonate-group')
  const uid = header(request, 'impersonate-uid')
  const extra = extraOf(request)
  if (name === '') {
    if (groups.length > 0 || uid !== '' || extra) throw badRequest(nameless(groups, uid, extra))
    return requestor
  }
  const check = (group: string, resource: string, wanted: string, namespace = '', subresource = ''): void => {
    const attributes = {verb: 'impersonate', group, resource, subresource, namespace, name: wanted}
    const decision = rbac.authorize(requestor, attributes)
    if (!decision.allowed) throw forbiddenRequest(requestor, attributes, decision.error === '' ? '' : `RBAC: ${decision.error}`)
  }
  const account = SERVICE_ACCOUNT.exec(name)
  if (account) check('', 'serviceaccounts', account[2]!, account[1]!)
  else check('', 'users', name)
  for (const group of groups) check('', 'groups', group)
  if (uid !== '') check('authentication.k8s.io', 'uids', uid)
  for (const [key, items] of Object.entries(extra ?? {})) {
    for (const item of items) check('authentication.k8s.io', 'userextras', item, '', key)
  }
  const own = groups.length === 0 && account ? serviceAccountGroups(account[1]!) : groups
  const everybody = name === ANONYMOUS.name ? 'system:unauthenticated' : AUTHENTICATED
  return {
    name,
    ...(uid === '' ? {} : {uid}),
    groups: own.includes(AUTHENTICATED) || own.includes('system:unauthenticated') ? own : [...own, everybody],
    ...(extra ? {extra} : {}),
  }
}

function values(request: ApiRequest, name: string): readonly string[] {
  const value = request.headers[name]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

function extraOf(request: ApiRequest): Record<string, readonly string[]> | undefined {
  const extra: Record<string, readonly string[]> = {}
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith(EXTRA)) extra[decodeURIComponent(name.slice(EXTRA.length))] = values(request, name)
  }
  return Object.keys(extra).length > 0 ? extra : undefined
}

function nameless(groups: readonly string[], uid: string, extra: Readonly<Record<string, readonly string[]>> = {}): string {
  const list = (items: readonly string[]) => `[]string{${items.map(goQuote).join(', ')}}`
  const shown = groups.length === 0 ? '[]string(nil)' : list(groups)
  const keys = Object.keys(extra).sort()
  const pairs = keys.map((key) => `${goQuote(key)}:${list(extra[key]!)}`).join(', ')
  const more = keys.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${pairs}}`
  return `requested &user.DefaultInfo{Name:"", UID:${goQuote(uid)}, Groups:${shown}, Extra:${more}} without impersonating a user name`
}
