import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goTexts} from '../../formats/json/go-texts.js'
import {parseGoUrl} from '../../formats/url/go-url.js'
import {yamlText} from '../../formats/yaml/reader.js'
import type {TriggerOptions} from './check-trigger.js'
import {send, type TriggerContext} from './send.js'

const REQUEST_URL = 'ACTIONS_ID_TOKEN_REQUEST_URL'
const REQUEST_TOKEN = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'
const TOKEN = 'FLUX_TRIGGER_RECEIVER_OIDC_TOKEN'

const failed = (words: string, cause?: unknown) => new FluxError('no-token', words, cause === undefined ? {} : {cause})

/** The token that says who calls: given, or asked of the runner of a GitHub or Forgejo Actions job. */
export async function identityToken(ctx: TriggerContext, options: TriggerOptions): Promise<string> {
  if (options['oidc-provider']) return fetchToken(ctx, options['oidc-audience'] || 'notification-controller')
  const token = options['oidc-token'] || ctx.env[TOKEN]
  if (!token) throw failed(`no OIDC token provided: set --oidc-provider, --oidc-token or the ${TOKEN} environment variable`)
  return token
}

async function fetchToken(ctx: TriggerContext, audience: string): Promise<string> {
  const {[REQUEST_URL]: address, [REQUEST_TOKEN]: bearer} = ctx.env
  if (!address || !bearer) {
    const advice = "ensure the Actions job has the 'id-token: write' permission"
    throw failed(`${REQUEST_URL} and ${REQUEST_TOKEN} must be set in the environment; ${advice}`)
  }
  const url = withAudience(address, audience)
  const headers = {Authorization: `bearer ${bearer}`, 'User-Agent': 'Go-http-client/1.1'}
  const answer = await send(ctx, {method: 'GET', url, headers}).catch((error: unknown) => {
    if (error === ctx.signal.reason) throw error
    throw failed(`OIDC token request failed: ${messageOf(error)}`, error)
  })
  if (answer.status !== 200) {
    throw failed(`OIDC token request failed with status ${answer.status} ${answer.reason}: ${answer.text.trim()}`)
  }
  const value = tokenIn(answer.bytes)
  if (value === '') throw failed('the OIDC token response did not contain a token')
  ctx.hide(value)
  return value
}

/** The query is sorted, as Go writes it. */
function withAudience(address: string, audience: string): string {
  try {
    parseGoUrl(address)
  } catch (error) {
    throw failed(`invalid ${REQUEST_URL}: ${messageOf(error)}`, error)
  }
  const [bare = '', fragment] = address.split('#')
  const [base = '', query = ''] = bare.split(/\?(.*)/s)
  const params = new URLSearchParams(query)
  params.set('audience', audience)
  params.sort()
  return `${base}?${params}${fragment === undefined ? '' : `#${fragment}`}`
}

/** What flux takes of the answer. */
const ANSWER = {type: 'struct { Value string "json:\\"value\\"" }', name: '', fields: ['value']}

function tokenIn(bytes: Uint8Array): string {
  const found = goTexts(yamlText(bytes), ANSWER)
  if ('fault' in found) throw failed(`failed to decode OIDC token response: ${found.fault}`)
  return found.texts['value'] ?? ''
}
