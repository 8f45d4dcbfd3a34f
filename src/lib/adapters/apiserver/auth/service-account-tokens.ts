import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {Clock, Random} from '../../../ports/clock.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {User} from '../rest/core.js'
import {AUTHENTICATED} from './authenticator.js'
import {serviceAccountGroups} from './impersonation.js'
import type {TokenSigner} from './token-signer.js'

export const AUDIENCE = 'https://kubernetes.default.svc.cluster.local'

export type FindObject = (apiVersion: string, kind: string, namespace: string, name: string) => KubeObject | undefined

export interface TokenWish {
  readonly account: KubeObject
  readonly audiences: readonly string[]
  readonly seconds: number
  readonly bound?: KubeObject | undefined
}

/** Issues and reads service account tokens. A token ends with its account, its bound object, or its time. */
export class ServiceAccountTokens {
  constructor(
    private readonly signer: TokenSigner,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly find: FindObject,
  ) {}

  issue({account, audiences, seconds, bound}: TokenWish): string {
    const now = Math.floor(this.clock.now() / 1000)
    const {name, namespace, uid} = account.metadata
    const claims = {
      aud: audiences,
      exp: now + seconds,
      iat: now,
      nbf: now,
      iss: AUDIENCE,
      jti: this.random.uuid(),
      sub: `system:serviceaccount:${namespace}:${name}`,
      'kubernetes.io': {
        namespace,
        serviceaccount: {name, uid},
        ...(bound
          ? {bound: {apiVersion: bound.apiVersion, kind: bound.kind, name: bound.metadata.name, uid: bound.metadata.uid}}
          : {}),
      },
    }
    return this.signer.sign(claims as unknown as JsonObject)
  }

  /** The user of a valid token that is meant for one of `audiences`. */
  read(token: string, audiences: readonly string[] = [AUDIENCE]): {user: User; audiences: readonly string[]} | undefined {
    const claims = this.signer.claims(token)
    if (!claims) return undefined
    const meant = (claims.aud as string[]).filter((audience) => audiences.includes(audience))
    if (meant.length === 0 || (claims.exp as number) * 1000 <= this.clock.now()) return undefined
    const user = this.userOf(claims)
    return user && {user, audiences: meant}
  }

  private userOf(claims: JsonObject): User | undefined {
    const own = claims['kubernetes.io'] as JsonObject
    const account = own.serviceaccount as {name: string; uid: string}
    const namespace = String(own.namespace)
    const live = this.find('v1', 'ServiceAccount', namespace, account.name)
    if (!live || live.metadata.uid !== account.uid) return undefined
    if (isObject(own.bound)) {
      const {apiVersion, kind, name, uid} = own.bound
      const bound = this.find(String(apiVersion), String(kind), namespace, String(name))
      if (!bound || bound.metadata.uid !== uid) return undefined
    }
    return {
      name: `system:serviceaccount:${namespace}:${account.name}`,
      uid: account.uid,
      groups: [...serviceAccountGroups(namespace), AUTHENTICATED],
      extra: {'authentication.kubernetes.io/credential-id': [`JTI=${String(claims.jti)}`]},
    }
  }
}
