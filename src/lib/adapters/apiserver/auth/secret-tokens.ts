import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {User} from '../rest/core.js'
import {AUTHENTICATED} from './authenticator.js'
import type {FindObject} from './find-object.js'
import {serviceAccountGroups} from './impersonation.js'

const ISSUER = 'kubernetes/serviceaccount'
const CLAIM = 'kubernetes.io/serviceaccount/'

/** What the token of a Secret of type kubernetes.io/service-account-token claims: no end and no audience, only whose it is. */
export function secretClaims(account: KubeObject, secret: KubeObject): JsonObject {
  const {name = '', namespace = '', uid = ''} = account.metadata
  return {
    iss: ISSUER,
    [`${CLAIM}namespace`]: namespace,
    [`${CLAIM}secret.name`]: secret.metadata.name ?? '',
    [`${CLAIM}service-account.name`]: name,
    [`${CLAIM}service-account.uid`]: uid,
    sub: accountUser(namespace, name),
  }
}

export function isOfSecret({iss}: JsonObject): boolean {
  return iss === ISSUER
}

/** Whose the token is; undefined when the account or the Secret is gone or another one, or the Secret holds another token. */
export function secretTokenUser(claims: JsonObject, token: string, find: FindObject): User | undefined {
  const claim = (name: string) => String(claims[CLAIM + name])
  const [namespace, name, uid] = [claim('namespace'), claim('service-account.name'), claim('service-account.uid')]
  const secret = find('v1', 'Secret', namespace, claim('secret.name'))
  const held = isObject(secret?.data) ? secret.data.token : undefined
  if (secret?.metadata.deletionTimestamp !== undefined || held !== Buffer.from(token).toString('base64')) return undefined
  const account = find('v1', 'ServiceAccount', namespace, name)
  if (account?.metadata.uid !== uid || account.metadata.deletionTimestamp !== undefined) return undefined
  return {name: accountUser(namespace, name), uid, groups: [...serviceAccountGroups(namespace), AUTHENTICATED]}
}

const accountUser = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`
