import {createHash} from 'node:crypto'
import {FluxError} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {ChartAccess} from '../../ports/charts.js'
import type {Http, HttpRequest, HttpResponse} from '../../ports/http.js'
import {type Credentials, parseChallenge} from './registry-auth.js'

const MAX_MANIFEST = 4 * 1024 * 1024
const MAX_PAGES = 1000
const MANIFESTS = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'

/** One repository of a registry, with the tokens that it gave out. */
export class Registry {
  #authorization: string | undefined
  #scheme: 'https' | 'http' | undefined

  constructor(
    private readonly http: Http,
    private readonly host: string,
    private readonly repository: string,
    private readonly access: ChartAccess,
    private readonly credentials: Credentials | undefined,
  ) {}

  /** `oci://host/repository` */
  get place(): string {
    return `oci://${this.host}/${this.repository}`
  }

  /** All tags, page by page. */
  async tags(): Promise<string[]> {
    const tags: string[] = []
    let path: string | undefined = `/v2/${this.repository}/tags/list`
    for (let page = 0; path !== undefined && page < MAX_PAGES; page++) {
      const response: HttpResponse = await this.#get(path, 'application/json', MAX_MANIFEST)
      const body = this.#json(await response.text(), 'the list of tags')
      if (isObject(body) && Array.isArray(body.tags)) tags.push(...body.tags.map(String))
      path = this.#next(response.headers.link)
    }
    return tags
  }

  /** A manifest by tag or digest; with what it says of itself checked against the digest that was asked for. */
  async manifest(reference: string): Promise<{manifest: JsonObject; digest: string}> {
    const response = await this.#get(`/v2/${this.repository}/manifests/${reference}`, MANIFESTS, MAX_MANIFEST)
    const bytes = await response.bytes()
    const digest = digestOf(bytes)
    if (reference.startsWith('sha256:') && reference !== digest) throw this.#differs(`manifest ${reference}`)
    const manifest = this.#json(Buffer.from(bytes).toString('utf8'), `the manifest ${reference}`)
    if (!isObject(manifest)) throw new FluxError('fetch-failed', `${this.place}: the manifest ${reference} is no object`)
    return {manifest, digest}
  }

  async blob(digest: string, maxBytes: number): Promise<Uint8Array> {
    const response = await this.#get(`/v2/${this.repository}/blobs/${digest}`, '*/*', maxBytes)
    const bytes = await response.bytes()
    if (digestOf(bytes) !== digest) throw this.#differs(`blob ${digest}`)
    return bytes
  }

  get #tls(): HttpRequest['tls'] | undefined {
    return this.access.tls ?? (this.access.insecure === 'either' ? {insecure: true} : undefined)
  }

  #json(text: string, what: string): JsonValue {
    try {
      return parseJson(text)
    } catch (error) {
      throw new FluxError('fetch-failed', `${this.place}: ${what} is no JSON`, {
        hints: [`is ${this.host} a registry?`],
        cause: error,
      })
    }
  }

  #differs(what: string): FluxError {
    return new FluxError('bad-digest', `${this.place}: the ${what} that came is another one: its digest differs`)
  }

  async #get(path: string, accept: string, maxBytes: number): Promise<HttpResponse> {
    const first = await this.#send(path, accept, maxBytes)
    if (first.status !== 401) return this.#checked(first, path)
    await first.bytes()
    this.#authorization = await this.#login(first.headers['www-authenticate'] ?? '')
    return this.#checked(await this.#send(path, accept, maxBytes), path)
  }

  async #send(path: string, accept: string, maxBytes: number): Promise<HttpResponse> {
    const {signal, insecure, proxy} = this.access
    const send = (scheme: 'https' | 'http') =>
      this.http.request({
        url: `${scheme}://${this.host}${path}`,
        headers: {accept, ...(this.#authorization !== undefined && {authorization: this.#authorization})},
        maxBytes,
        ...(this.#tls && {tls: this.#tls}),
        ...(proxy !== undefined && {proxy}),
        ...(signal && {signal}),
      })
    if (insecure !== 'either') return send(insecure ? 'http' : 'https')
    if (this.#scheme !== undefined) return send(this.#scheme)
    try {
      const response = await send('https')
      this.#scheme = 'https'
      return response
    } catch {
      signal?.throwIfAborted()
      this.#scheme = 'http'
      return send('http')
    }
  }

  #checked(response: HttpResponse, path: string): HttpResponse {
    if (response.status === 200) return response
    const reason = `${response.status} ${response.reason ?? ''}`.trim()
    throw new FluxError('fetch-failed', `GET ${this.host}${path}: ${reason}`, {
      hints: response.status === 401 || response.status === 403 ? ['check the credentials of the registry'] : [],
    })
  }

  async #login(header: string): Promise<string> {
    const challenge = parseChallenge(header)
    if (challenge.scheme === 'basic') {
      if (!this.credentials?.username) {
        throw new FluxError('fetch-failed', `${this.host} asks for credentials and there are none`, {
          hints: ['secretRef of the source names a Secret with them; without one the login is that of `docker login`'],
        })
      }
      return basic(this.credentials)
    }
    const url = new URL(challenge.realm)
    if (url.protocol !== 'https:' && !this.access.insecure) {
      throw new FluxError('fetch-failed', `${this.host} wants credentials sent to ${url.origin}, which is not encrypted`)
    }
    const {service, scope} = challenge
    const response = await this.#askToken(url, {service, scope: scope || `repository:${this.repository}:pull`})
    const body = response.status === 200 ? this.#json(await response.text(), `the token of ${url.host}`) : undefined
    const token = isObject(body) ? (body.token ?? body.access_token) : undefined
    if (typeof token !== 'string') {
      throw new FluxError('fetch-failed', `${url.host} gives no token for ${this.repository}: ${response.status}`, {
        hints: ['check the credentials of the registry'],
      })
    }
    return `Bearer ${token}`
  }

  /** A token for a scope: for a name and a password, or for a token of the identity (RFC 6749 6). */
  #askToken(url: URL, {service, scope}: {service: string; scope: string}): Promise<HttpResponse> {
    const {signal, proxy} = this.access
    const way = {...(this.#tls && {tls: this.#tls}), ...(proxy !== undefined && {proxy})}
    const common = {maxBytes: MAX_MANIFEST, ...way, ...(signal && {signal})}
    const identity = this.credentials?.identity
    if (identity !== undefined) {
      const form = {grant_type: 'refresh_token', refresh_token: identity, client_id: 'flux', service, scope}
      const headers = {'content-type': 'application/x-www-form-urlencoded'}
      return this.http.request({...common, url: url.href, method: 'POST', headers, body: new URLSearchParams(form).toString()})
    }
    if (service !== '') url.searchParams.set('service', service)
    url.searchParams.set('scope', scope)
    return this.http.request({
      ...{...common, url: url.href},
      ...(this.credentials && {headers: {authorization: basic(this.credentials)}}),
    })
  }

  /** The path of the next page, which must be of the same registry. */
  #next(link: string | undefined): string | undefined {
    const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1]
    if (target === undefined) return undefined
    const url = new URL(target, `https://${this.host}`)
    return url.host === this.host ? url.pathname + url.search : undefined
  }
}

function basic({username, password}: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
