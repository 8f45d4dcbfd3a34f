import {createPrivateKey, X509Certificate} from 'node:crypto'
import type {GitAuth} from '../../../ports/git.js'
import type {Http, HttpRequest, HttpResponse} from '../../../ports/http.js'
import {asGitError, GitError} from '../git-error.js'
import {PktReader} from '../protocol/pkt-line.js'
import {readAdvertisement} from '../protocol/upload-pack.js'
import {maskUrl, networkText, requestError} from './go-errors.js'
import type {GitService, ServiceName} from './transport.js'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MAX_REDIRECTS = 10

/**
 * Smart HTTP. A redirect of the first request moves the whole repository there (same scheme or better, credentials
 * stay behind when the host changes); later requests may not be redirected.
 */
export function httpService(http: Http, url: string, auth: GitAuth, tls: HttpRequest['tls'], service: ServiceName): GitService {
  let base = stripUser(url)
  let trusted = true

  /** A pooled connection may be closed by the server just when it is used again: one more try, as Go's client does. */
  const send = (request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> =>
    once(request, signal).catch((error: NodeJS.ErrnoException) => {
      if (signal?.aborted || (error.code !== 'ECONNRESET' && error.code !== 'EPIPE')) throw error
      return once(request, signal)
    })
  const once = (request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> =>
    http.request({
      ...request,
      maxRedirects: 0,
      headers: {'user-agent': 'git/flux-toolkit', ...(trusted ? authorization(auth) : {}), ...request.headers},
      ...(tls ? {tls: trusted ? tls : publicPart(tls)} : {}),
      ...(auth.proxy ? {proxy: auth.proxy} : {}),
      ...(signal ? {signal} : {}),
    })

  async function firstRequest(signal?: AbortSignal): Promise<HttpResponse> {
    for (let hops = 0; ; hops++) {
      const address = `${base}/info/refs?service=${service}`
      refuseAddress(address)
      let response: HttpResponse
      try {
        response = await send({url: address}, signal)
      } catch (error) {
        throw requestError('Get', address, error, signal)
      }
      const location = response.headers.location
      if (!REDIRECTS.has(response.status) || !location) return response
      await response.bytes()
      if (hops >= MAX_REDIRECTS) throw new GitError('git-network', `Get "${address}": http redirect: too many redirects`)
      const from = base
      base = redirectedBase(from, address, location)
      if (new URL(base).host !== new URL(from).host) trusted = false
    }
  }

  return {
    async advertise(signal) {
      checkKeyPair(tls)
      const response = await firstRequest(signal)
      await refuse(response, `${base}/info/refs?service=${service}`)
      const mayBeEmpty = service === 'git-receive-pack'
      return guarded(response, signal, '', (reader) => readAdvertisement(reader, {smartHttp: true, mayBeEmpty}))
    },
    async exchange(body, read, signal) {
      const address = `${base}/${service}`
      const headers = {'content-type': `application/x-${service}-request`, accept: `application/x-${service}-result`}
      let response: HttpResponse
      try {
        response = await send({method: 'POST', url: address, body, headers}, signal)
      } catch (error) {
        throw requestError('Post', address, error, signal).prefixed('unexpected client error')
      }
      await refuse(response, address)
      return guarded(response, signal, `error decoding ${service.slice('git-'.length)} response: `, read)
    },
    close() {},
  }
}

/** Addresses that Go's client takes for addresses and cannot dial. */
function refuseAddress(address: string): void {
  if (/^https?:\/\/(\/|$)/i.test(address)) throw new GitError('git-network', `Get "${address}": http: no Host in request URL`)
  const port = /^https?:\/\/[^/?#]*:(\d+)(?=[/?#])/i.exec(address)?.[1]
  if (Number(port) > 65_535) throw new GitError('git-network', `Get "${address}": dial tcp: address ${port}: invalid port`)
}

/** A client certificate that cannot be used, in Go's words. */
function checkKeyPair(tls: HttpRequest['tls']): void {
  if (!tls?.cert || !tls.key) return
  if (!tls.cert.includes('-----BEGIN ')) throw new GitError('git-auth', 'tls: failed to find any PEM data in certificate input')
  if (!tls.key.includes('-----BEGIN ')) throw new GitError('git-auth', 'tls: failed to find any PEM data in key input')
  if (!belongTogether(tls.cert, tls.key)) throw new GitError('git-auth', 'tls: private key does not match public key')
}

function belongTogether(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    // what cannot be read is told when it is used
    return true
  }
}

/** Reads an answer; what breaks on the way is told in Go's words, and the socket is given back. */
async function guarded<T>(
  response: HttpResponse,
  signal: AbortSignal | undefined,
  prefix: string,
  read: (reader: PktReader) => Promise<T>,
): Promise<T> {
  const reader = new PktReader(response.body)
  try {
    return await read(reader)
  } catch (error) {
    if (error instanceof GitError) throw error
    const text = networkText(error, signal)
    if (text.startsWith('context ')) throw asGitError(signal?.reason ?? error)
    const broken = reader.betweenLines && prefix === '' ? 'invalid pkt-len found' : `${prefix}unexpected EOF`
    throw new GitError('git-network', text === 'EOF' ? broken : text, {cause: error})
  } finally {
    await reader.close()
  }
}

/** Throws for any status that is not 2xx, in go-git's words. */
async function refuse(response: HttpResponse, url: string): Promise<void> {
  if (response.status >= 200 && response.status < 300) return
  const body = await response.text().catch(() => '')
  const reason = body.slice(0, 4096)
  if (response.status === 401) throw new GitError('git-auth', `authentication required: ${reason}`, {hints: authHints})
  if (response.status === 403) throw new GitError('git-auth', `authorization failed: ${reason}`, {hints: authHints})
  if (response.status === 404) throw new GitError('git-not-found', `repository not found: ${reason}`)
  throw new GitError(
    'git-network',
    `unexpected client error: unexpected requesting "${maskUrl(url)}" status code: ${response.status}`,
  )
}

const authHints = ['Check the username and password, or the token, in the Secret that spec.secretRef names.']

function redirectedBase(from: string, address: string, location: string): string {
  const target = new URL(location, address)
  const suffix = '/info/refs'
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new GitError('git-network', `Get "${address}": http redirect: unsupported scheme "${target.protocol.replace(':', '')}"`)
  }
  if (!target.pathname.endsWith(suffix)) {
    throw new GitError('git-network', `http redirect: target "${target.pathname}" does not end with ${suffix}`)
  }
  const old = new URL(from).protocol
  if (old === 'https:' && target.protocol === 'http:') {
    throw new GitError('git-network', 'http redirect: changes scheme from "https" to "http"')
  }
  return stripUser(target.origin + target.pathname.slice(0, -suffix.length))
}

function authorization(auth: GitAuth): Record<string, string> {
  if (auth.bearerToken) return {authorization: `Bearer ${auth.bearerToken}`}
  if (!auth.username && !auth.password) return {}
  return {authorization: `Basic ${Buffer.from(`${auth.username ?? ''}:${auth.password ?? ''}`).toString('base64')}`}
}

function publicPart(tls: NonNullable<HttpRequest['tls']>): NonNullable<HttpRequest['tls']> {
  return tls.ca === undefined ? {} : {ca: tls.ca}
}

/** Credentials travel in headers only. */
function stripUser(url: string): string {
  const bare = url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1').replace(/(?<!:\/?)\/+$/, '')
  return bare.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text))
}
