import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {nameRef, omitEmpty} from '../spec-parts.js'

export interface VerifyOptions {
  readonly 'verify-provider'?: string | undefined
  readonly 'verify-secret-ref'?: string | undefined
  readonly 'verify-issuer'?: string | undefined
  readonly 'verify-subject'?: string | undefined
}

/**
 * `spec.verify`, undefined when nothing is to be verified.
 * @throws FluxError when something about verification is said without a provider
 */
export function verification(options: VerifyOptions): JsonObject | undefined {
  const {'verify-provider': provider, 'verify-secret-ref': secret} = options
  const {'verify-issuer': issuer = '', 'verify-subject': subject = ''} = options
  const identity = issuer !== '' || subject !== ''
  const needed = (what: string) => new FluxError('usage', `a verification provider must be specified when ${what} is specified`)
  if (!provider) {
    if (secret) throw needed('a secret')
    if (identity) throw needed('OIDC issuer/subject')
    return undefined
  }
  return {provider, ...omitEmpty({secretRef: nameRef(secret), matchOIDCIdentity: identity ? [{issuer, subject}] : []})}
}
