import {goQuote} from '../../../../errors/go-quote.js'
import {checkJson} from '../../../../formats/json/go-check.js'
import {goKind} from '../../../../formats/json/go-kind.js'
import {parseJson} from '../../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'

/** What an identity provider answered. */
export interface IdentityAnswer {
  readonly status: number
  readonly reason: string
  /** its media type */
  readonly type: string
  readonly text: string
}

/** Asks an identity provider; an error names the request and what became of it, in Go's words. */
export type AskIdentity = (request: {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM of the authorities to trust */
  readonly ca?: string | undefined
}) => Promise<IdentityAnswer>

export interface Tokens {
  readonly idToken: string
  readonly refreshToken: string
}

/** A client of an identity provider, as a kubeconfig names it. */
export interface IdentityClient {
  readonly issuer: string
  readonly id: string
  readonly secret: string
  readonly ca: string | undefined
}

/** The longest part of an answer that an error shows. */
const SHOWN = 80
const NO_ID_TOKEN =
  'token response did not contain an id_token, either the scope "openid" wasn\'t requested upon login, or the provider doesn\'t support id_tokens as part of the refresh response'

/**
 * New tokens for a refresh token (OpenID Connect Core 12): the provider's metadata say where.
 * @throws Error in client-go's words
 */
export async function refreshed(client: IdentityClient, refreshToken: string, ask: AskIdentity): Promise<Tokens> {
  const url = await tokenEndpoint(client, ask)
  const grant = {grant_type: 'refresh_token', refresh_token: refreshToken}
  const send = async (headers: Record<string, string>, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields)
    body.sort()
    const form = {'content-type': 'application/x-www-form-urlencoded', ...headers}
    return tokensIn(await ask({method: 'POST', url, headers: form, body: body.toString(), ca: client.ca}))
  }
  const basic = Buffer.from(`${formText(client.id)}:${formText(client.secret)}`).toString('base64')
  // some providers take the secret in a header, some in the form
  const secret: Record<string, string> = client.secret === '' ? {} : {client_secret: client.secret}
  const tokens = await send({authorization: `Basic ${basic}`}, grant)
    .catch(() => send({}, {...grant, client_id: client.id, ...secret}))
    .catch((error: Error) => {
      throw new Error(`failed to refresh token: ${error.message}`)
    })
  const idToken = tokens['id_token']
  if (typeof idToken !== 'string') throw new Error(NO_ID_TOKEN)
  const next = tokens['refresh_token']
  return {idToken, refreshToken: typeof next === 'string' && next !== '' ? next : refreshToken}
}

async function tokenEndpoint({issuer, ca}: IdentityClient, ask: AskIdentity): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const {status, reason, text} = await ask({method: 'GET', url, ca})
  if (status !== 200) {
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text
    throw new Error(`oidc: failed to query metadata endpoint ${status} ${reason}: ${goQuote(shown)}`)
  }
  const metadata = objectIn(text, String.raw`struct { TokenURL string "json:\"token_endpoint\"" }`)
  if (typeof metadata === 'string') throw new Error(`oidc: failed to decode provider discovery object: ${metadata}`)
  const name = Object.keys(metadata).findLast((key) => key.toLowerCase() === 'token_endpoint')
  const endpoint = name === undefined ? '' : (metadata[name] ?? '')
  if (typeof endpoint !== 'string') {
    const why = `json: cannot unmarshal ${goKind(endpoint)} into Go struct field .token_endpoint of type string`
    throw new Error(`oidc: failed to decode provider discovery object: ${why}`)
  }
  if (endpoint === '') throw new Error("oidc: discovery object doesn't contain a token_endpoint")
  return endpoint
}

/** The fields of an answer with tokens, which is JSON or, from old providers, a form. */
function tokensIn({status, reason, type, text}: IdentityAnswer): JsonObject {
  const isForm = type === 'application/x-www-form-urlencoded' || type === 'text/plain'
  const found = isForm ? Object.fromEntries(new URLSearchParams(text)) : objectIn(text, 'oauth2.tokenJSON')
  const fields = typeof found === 'string' ? {} : found
  const isGood = status >= 200 && status < 300
  const wrong = isGood ? (typeof found === 'string' ? found : typeFault(fields, isForm)) : undefined
  if (wrong !== undefined) throw new Error(`oauth2: cannot parse json: ${wrong}`)
  const error = fields['error']
  if (typeof error === 'string' && error !== '') throw new Error(`oauth2: ${refusal(error, fields)}`)
  if (!isGood) throw new Error(`oauth2: cannot fetch token: ${status} ${reason}\nResponse: ${text}`)
  if (!fields['access_token']) throw new Error('oauth2: server response missing access_token')
  return fields
}

function refusal(error: string, fields: JsonObject): string {
  const more = [fields['error_description'], fields['error_uri']].filter((part) => typeof part === 'string' && part !== '')
  return [error, ...(more as string[])].map(goQuote).join(' ')
}

function typeFault(fields: JsonObject, isForm: boolean): string | undefined {
  if (isForm) return undefined
  for (const name of ['access_token', 'token_type', 'refresh_token']) {
    const type = goKind(fields[name])
    if (type !== 'string' && type !== 'null')
      return `json: cannot unmarshal ${type} into Go struct field tokenJSON.${name} of type string`
  }
  const lasts = fields['expires_in']
  if (typeof lasts === 'string' && !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(lasts))
    return `json: invalid number literal, trying to unmarshal ${goQuote(JSON.stringify(lasts))} into Number`
  return undefined
}

/** An object in JSON, or Go's words about what is none. */
function objectIn(text: string, type: string): JsonObject | string {
  const {error} = checkJson(text)
  if (error !== undefined) return error
  const value: JsonValue = parseJson(text)
  if (value === null) return {}
  return isObject(value) ? value : `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`
}

/** A part of a form: names and secrets of clients are in this form in a header, too (RFC 6749 2.3.1). */
const formText = (text: string) => new URLSearchParams({'': text}).toString().slice(1)
