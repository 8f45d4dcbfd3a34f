import {AUDIENCE} from '../auth/service-account-tokens.js'
import type {TokenSigner} from '../auth/token-signer.js'
import {checkProduced} from '../request/acceptable.js'
import {type ApiAnswer, type ApiRequest, header, respond} from '../request/api-request.js'
import {methodNotAllowed} from '../status.js'

const KEYS = 'application/jwk-set+json'
const CACHED = 'public, max-age=3600'

/** What lets others check tokens of service accounts: OpenID discovery and the public key; undefined for other paths. */
export function serveIssuer(signer: TokenSigner, request: ApiRequest): ApiAnswer | undefined {
  const discovery = request.path === '/.well-known/openid-configuration'
  if (!discovery && request.path !== '/openid/v1/jwks') return undefined
  if (request.method !== 'GET') throw methodNotAllowed()
  if (!discovery) {
    const accept = header(request, 'accept')
    if (accept !== '') checkProduced(accept, [KEYS])
    const headers = {'content-type': KEYS, 'cache-control': CACHED}
    return respond({status: 200, body: signer.keySet(), headers})
  }
  const body = {
    issuer: AUDIENCE,
    jwks_uri: `https://${header(request, 'host') || '127.0.0.1:443'}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  }
  return respond({status: 200, body, headers: {'content-type': 'application/json', 'cache-control': CACHED}})
}
