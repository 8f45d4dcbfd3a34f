import {messageOf} from '../../../../errors/flux-error.js'
import type {KubeAccess} from '../access.js'
import {CredentialError} from '../credential-error.js'
import {type AskIdentity, refreshed, type Tokens} from './id-provider.js'
import {isOver} from './id-token.js'

export interface OidcNeeds {
  readonly ask: AskIdentity
  /** Writes new tokens to where the old ones came from: a provider may take a refresh token once only. */
  readonly keep: (tokens: Tokens) => Promise<void>
  /** ms since 1970 */
  readonly now: () => number
  /** PEM of the authorities of the provider */
  readonly ca: string | undefined
}

/** The headers of a user of OpenID Connect: the ID token of the kubeconfig, or a new one once that is over. */
export function oidcHeaders(config: Readonly<Record<string, unknown>>, needs: OidcNeeds): KubeAccess['headers'] {
  const text = (name: string) => (typeof config[name] === 'string' ? (config[name] as string) : '')
  const client = {issuer: text('idp-issuer-url'), id: text('client-id'), secret: text('client-secret'), ca: needs.ca}
  let tokens: Tokens = {idToken: text('id-token'), refreshToken: text('refresh-token')}
  let renewing: Promise<void> | undefined

  const renew = async () => {
    if (tokens.refreshToken === '') throw new Error('No valid id-token, and cannot refresh without refresh-token')
    const next = await refreshed(client, tokens.refreshToken, needs.ask)
    await needs.keep(next).catch((error: unknown) => {
      throw new Error(`could not persist new tokens: ${messageOf(error)}`)
    })
    tokens = next
  }
  const current = async (): Promise<string> => {
    if (tokens.idToken === '' || isOver(tokens.idToken, needs.now())) {
      renewing ??= renew().finally(() => {
        renewing = undefined
      })
      await renewing
    }
    return tokens.idToken
  }
  return async () => {
    const token = await current().catch((error: unknown) => {
      throw new CredentialError(messageOf(error))
    })
    return {authorization: `Bearer ${token}`}
  }
}
