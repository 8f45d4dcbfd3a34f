import {FluxError} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'

/** Named as the flags of `flux trigger receiver`. */
export interface TriggerOptions {
  readonly name: string
  readonly namespace: string
  /** release of flux, without `v` */
  readonly version: string
  readonly url?: string | undefined
  readonly type: string
  readonly token?: string | undefined
  readonly payload: string
  readonly 'oidc-provider'?: string | undefined
  readonly 'oidc-token'?: string | undefined
  readonly 'oidc-audience'?: string | undefined
  readonly retries: number
  /** milliseconds */
  readonly 'retry-delay': number
}

const TYPES = ['generic', 'generic-hmac', 'generic-oidc']
const PROVIDERS = ['github', 'forgejo']

const usage = (words: string) => new FluxError('usage', words)

/**
 * Refuses flags that do not go together.
 * @throws FluxError in flux's words
 */
export function checkTrigger(options: TriggerOptions): void {
  const {type, token, 'oidc-provider': provider, 'oidc-token': identity, 'oidc-audience': audience} = options
  if (!options.url) throw usage('--url is required')
  if (!TYPES.includes(type)) throw usage(`invalid --type ${goQuote(type)}, must be one of: ${TYPES.join(', ')}`)
  if (type !== 'generic-oidc') {
    if (!token) throw usage(`--token is required for --type=${type}`)
    if (provider || identity || audience) {
      throw usage('--oidc-provider, --oidc-token and --oidc-audience can only be set for --type=generic-oidc')
    }
    return
  }
  if (token) throw usage('--token must not be set for --type=generic-oidc, the Receiver of this type has no secret')
  if (provider && identity) throw usage('--oidc-provider and --oidc-token are mutually exclusive')
  if (provider && !PROVIDERS.includes(provider)) {
    throw usage(`invalid --oidc-provider ${goQuote(provider)}, must be one of: ${PROVIDERS.join(', ')}`)
  }
  if (audience && !provider) throw usage('--oidc-audience can only be set together with --oidc-provider')
}
