import {createSign} from 'node:crypto'
import {messageOf} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {Context} from '../../ports/context.js'
import type {HttpRequest} from '../../ports/http.js'
import type {SecretData} from './secrets.js'

/** How requests of one app reach GitHub. */
export interface GitHubRoute {
  readonly proxy?: string | undefined
  readonly ca?: string | undefined
  readonly signal: AbortSignal
}

interface Token {
  readonly value: string
  readonly until: number
}

const DEFAULT_API = 'https://api.github.com'
/** A token is renewed after this part of its life, and after an hour at the latest (source-controller 8.5). */
const USED_LIFE = 0.8
const LONGEST_LIFE_MS = 3_600_000

/**
 * Installation tokens of GitHub Apps, kept until they get old (source-controller 8.3).
 * One per reconciler: tokens never outlive it.
 */
export class GitHubApps {
  readonly #tokens = new Map<string, Token>()

  constructor(private readonly context: Pick<Context, 'http' | 'clock'>) {}

  /** @throws Error in the words of Flux's githubapp package */
  async token(data: SecretData, route: GitHubRoute): Promise<string> {
    const key = JSON.stringify(Object.entries(data).filter(([name]) => name.startsWith('githubApp')))
    const now = this.context.clock.now()
    const known = this.#tokens.get(key)
    if (known && known.until > now) return known.value
    const answer = await this.#create(data, route)
    const life = Math.min(Date.parse(String(answer['expires_at'])) - now, LONGEST_LIFE_MS)
    const value = String(answer['token'] ?? '')
    if (life > 0) this.#tokens.set(key, {value, until: now + life * USED_LIFE})
    return value
  }

  async #create(data: SecretData, route: GitHubRoute): Promise<JsonObject> {
    const appId = Number.parseInt(data['githubAppID'] ?? '', 10)
    if (!appId) throw new Error('app ID must be provided to use github app authentication')
    const jwt = this.#jwt(appId, data['githubAppPrivateKey'] ?? '')
    const base = (data['githubAppBaseURL'] || DEFAULT_API).replace(/\/+$/, '')
    const call = (method: 'GET' | 'POST', path: string): Promise<JsonObject> => this.#call(method, `${base}/${path}`, jwt, route)
    const id = await installation(data, (path) => call('GET', path))
    return call('POST', `app/installations/${id}/access_tokens`)
  }

  async #call(method: 'GET' | 'POST', url: string, jwt: string, route: GitHubRoute): Promise<JsonObject> {
    const {proxy, ca, signal} = route
    const request: HttpRequest = {
      method,
      url,
      headers: {authorization: `Bearer ${jwt}`, accept: 'application/vnd.github+json', 'user-agent': 'flux-toolkit'},
      maxBytes: 1024 ** 2,
      signal,
      ...(proxy ? {proxy} : {}),
      ...(ca ? {tls: {ca}} : {}),
    }
    const response = await this.context.http.request(request)
    const body = jsonObject(await response.text())
    if (response.status >= 200 && response.status < 300) return body
    throw new Error(`${method} ${url}: ${response.status} ${String(body['message'] ?? '')} []`)
  }

  /** Signed by the app's key, good for two minutes, with half a minute for clocks that differ. */
  #jwt(appId: number, privateKey: string): string {
    const issued = Math.floor(this.context.clock.now() / 1000) - 30
    const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({alg: 'RS256', typ: 'JWT'})}.${part({iss: String(appId), exp: issued + 120, iat: issued})}`
    try {
      return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
    } catch (error) {
      const reason = 'invalid key: Key must be a PEM encoded PKCS1 or PKCS8 key'
      throw new Error(`could not parse private key: ${reason}`, {cause: error})
    }
  }
}

/**
 * What is wrong with a Secret that is there for an app: `none` when it has no app's keys (complete), else the text
 * of an error that is told as it is.
 */
export function appDataFault(data: SecretData, ref: string): 'none' | string | undefined {
  if (!data['githubAppID'] || data['githubAppPrivateKey'] === undefined) return 'none'
  const ways = ['githubAppInstallationOwner', 'githubAppInstallationID'].filter((name) => data[name] !== undefined)
  if (ways.length === 1) return undefined
  return `secret '${ref}' must contain exactly one of 'githubAppInstallationOwner' or 'githubAppInstallationID'`
}

async function installation(data: SecretData, get: (path: string) => Promise<JsonObject>): Promise<string> {
  const owner = data['githubAppInstallationOwner']
  if (!owner) return data['githubAppInstallationID'] ?? ''
  const faults: string[] = []
  for (const [path, what] of [
    ['orgs', 'organization'],
    ['users', 'user'],
  ]) {
    try {
      return String((await get(`${path}/${encodeURIComponent(owner)}/installation`))['id'])
    } catch (error) {
      faults.push(`failed to find ${what} installation: ${messageOf(error)}`)
    }
  }
  throw new Error(faults.join('\n'))
}

function jsonObject(text: string): JsonObject {
  try {
    const value = parseJson(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
