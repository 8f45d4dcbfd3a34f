import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {Clock, Random} from '../../../ports/clock.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {User} from '../rest/core.js'
import type {TokenReader} from './authenticator.js'
import {AUTHENTICATED} from './authenticator.js'
import type {FindObject} from './find-object.js'
import {serviceAccountGroups} from './impersonation.js'
import {isOfSecret, secretClaims, secretTokenUser} from './secret-tokens.js'
import type {TokenSigner} from './token-signer.js'

export const AUDIENCE = 'https://kubernetes.default.svc.cluster.local'

const EXTRA = 'authentication.kubernetes.io/'
/** Kinds whose objects a token can be bound to. */
const BINDABLE = ['Pod', 'Node', 'Secret'] as const

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
        ...this.boundTo(bound),
      },
    }
    return this.signer.sign(claims as unknown as JsonObject)
  }

  /** The token that a Secret of the account holds: it ends with either of them. */
  issueForSecret(account: KubeObject, secret: KubeObject): string {
    return this.signer.sign(secretClaims(account, secret))
  }

  /** What a token ends with; one of a pod also says on which node that runs. */
  private boundTo(bound: KubeObject | undefined): JsonObject {
    if (!bound) return {}
    const said = ({metadata: {name, uid}}: KubeObject) => ({name, uid})
    const {nodeName} = isObject(bound.spec) ? bound.spec : {}
    const node = bound.kind === 'Pod' && typeof nodeName === 'string' ? this.find('v1', 'Node', '', nodeName) : undefined
    return {[bound.kind.toLowerCase()]: said(bound), ...(node ? {node: said(node)} : {})}
  }

  /** The user of a valid token that is meant for one of `audiences`. */
  read(token: string, audiences: readonly string[] = [AUDIENCE]): ReturnType<TokenReader> {
    const claims = this.signer.claims(token)
    if (!claims) return undefined
    if (isOfSecret(claims)) {
      if (!audiences.includes(AUDIENCE)) return {meantFor: [AUDIENCE]}
      const user = secretTokenUser(claims, token, this.find)
      return user && {user, audiences: [AUDIENCE]}
    }
    const meant = (claims.aud as string[]).filter((audience) => audiences.includes(audience))
    if ((claims.exp as number) * 1000 <= this.clock.now()) return undefined
    if (meant.length === 0) return {meantFor: claims.aud as string[]}
    const user = this.userOf(claims)
    return user && {user, audiences: meant}
  }

  private userOf(claims: JsonObject): User | undefined {
    const own = claims['kubernetes.io'] as JsonObject
    const account = own.serviceaccount as {name: string; uid: string}
    const namespace = String(own.namespace)
    const live = this.find('v1', 'ServiceAccount', namespace, account.name)
    if (!live || live.metadata.uid !== account.uid) return undefined
    const extra: Record<string, string[]> = {[`${EXTRA}credential-id`]: [`JTI=${String(claims.jti)}`]}
    for (const kind of BINDABLE) {
      const bound = own[kind.toLowerCase()]
      if (!isObject(bound)) continue
      const [name, uid] = [String(bound.name), String(bound.uid)]
      if (kind !== 'Secret') {
        extra[`${EXTRA}${kind.toLowerCase()}-name`] = [name]
        extra[`${EXTRA}${kind.toLowerCase()}-uid`] = [uid]
      }
      // the node of a pod may go before it
      if (kind === 'Node' && isObject(own.pod)) continue
      if (this.find('v1', kind, kind === 'Node' ? '' : namespace, name)?.metadata.uid !== uid) return undefined
    }
    return {
      name: `system:serviceaccount:${namespace}:${account.name}`,
      uid: account.uid,
      groups: [...serviceAccountGroups(namespace), AUTHENTICATED],
      extra,
    }
  }
}
