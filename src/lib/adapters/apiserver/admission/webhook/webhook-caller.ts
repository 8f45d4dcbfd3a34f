import type {IncomingMessage} from 'node:http'
import {request as httpsRequest} from 'node:https'
import {isIP} from 'node:net'
import {checkServerIdentity, type TLSSocket} from 'node:tls'
import {messageOf} from '../../../../errors/flux-error.js'
import {goQuote} from '../../../../errors/go-quote.js'
import {goTlsText} from '../../../../errors/go-tls.js'
import {printJson} from '../../../../formats/json/print.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import {knowingAddresses} from '../../../../formats/pem/server-identity.js'
import type {Clock, Tasks} from '../../../../ports/clock.js'

const checkIdentity = knowingAddresses(checkServerIdentity)

/** Where a webhook listens. */
export interface Address {
  /** as errors name it: `https://name.namespace.svc:443/path` */
  readonly url: string
  /** where to connect instead of the URL's host */
  readonly connect?: {readonly host: string; readonly port: number}
  /** PEM; '' = the system's authorities */
  readonly ca: string
}

export interface Answered {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** An answer, or why there is none, in Go's words. */
export type CallResult = Answered | {readonly fault: string}

const LONGEST_ANSWER = 10 * 1024 * 1024

/** Posts reviews to webhooks. */
export class WebhookCaller {
  constructor(private readonly env: {readonly clock: Clock; readonly tasks: Tasks}) {}

  /** Never rejects; gives up after `seconds`. */
  post(address: Address, review: JsonObject, seconds: number): Promise<CallResult> {
    const {url} = address
    return this.env.tasks.run(`webhook ${url}`, async () => {
      try {
        return await this.#send(address, printJson(review), seconds)
      } catch (error) {
        const full = `${url}${url.includes('?') ? '&' : '?'}timeout=${seconds}s`
        return {fault: `failed to call webhook: Post ${goQuote(full)}: ${faultText(error, address)}`}
      }
    })
  }

  async #send(address: Address, body: string, seconds: number): Promise<Answered> {
    const abort = new AbortController()
    // the server's own time, and real time in case that one stands still
    const timer = this.env.clock.timer(seconds * 1000, () => abort.abort(new Error('context deadline exceeded')))
    try {
      let next: Sent = {method: 'POST', url: `${address.url}?timeout=${seconds}s`, body}
      for (let hops = 0; ; hops++) {
        const response = await exchange(address, next, seconds * 1000, abort)
        const moved = redirected(response, next)
        if (!moved) return await answered(response)
        response.resume()
        if (hops === MOST_HOPS) throw new Error(`stopped after ${MOST_HOPS} redirects`)
        next = moved
      }
    } finally {
      timer.cancel()
    }
  }
}

/** As many as Go's client follows. */
const MOST_HOPS = 10

interface Sent {
  readonly method: 'POST' | 'GET'
  readonly url: string
  readonly body: string
}

/** Where a review is to be taken instead; only 307 and 308 keep what is in it. */
function redirected({statusCode = 0, headers: {location}}: IncomingMessage, sent: Sent): Sent | undefined {
  if (location === undefined || ![301, 302, 303, 307, 308].includes(statusCode)) return undefined
  const url = new URL(location, sent.url).href
  return statusCode < 307 ? {method: 'GET', url, body: ''} : {...sent, url}
}

function exchange({url: own, connect, ca}: Address, sent: Sent, ms: number, abort: AbortController): Promise<IncomingMessage> {
  const {hostname, port, pathname, search, host: place} = new URL(sent.url)
  const host = hostname.replace(/^\[|\]$/g, '')
  // only the Service itself is where its Pods are
  const to = place === new URL(own).host ? connect : undefined
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      {
        method: sent.method,
        host: to?.host ?? host,
        port: to?.port ?? (port === '' ? 443 : Number(port)),
        ...(isIP(host) === 0 ? {servername: host} : {}),
        checkServerIdentity: checkIdentity,
        path: `${pathname}${search}`,
        ...(ca === '' ? {} : {ca, allowPartialTrustChain: true}),
        agent: false,
        timeout: ms,
        signal: abort.signal,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, */*',
          'user-agent': 'kube-apiserver-admission',
          ...(sent.body === '' ? {} : {'content-length': Buffer.byteLength(sent.body)}),
        },
      },
      resolve,
    )
    outgoing.on('timeout', () => abort.abort(new Error('context deadline exceeded')))
    outgoing.on('error', (error) => reject(abort.signal.aborted ? abort.signal.reason : error))
    outgoing.end(sent.body)
  })
}

async function answered(response: IncomingMessage): Promise<Answered> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > LONGEST_ANSWER) throw new Error('http: response body too large')
  }
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? '',
    text: Buffer.concat(chunks).toString(),
  }
}

interface NodeFault {
  readonly code?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
  readonly cert?: ReturnType<TLSSocket['getPeerCertificate']>
  readonly host?: string
}

/** A connection's fault as Go words it. */
function faultText(error: unknown, {url}: Address): string {
  const {code = '', address, port, hostname, cert, host} = error as NodeFault
  if (code === 'ECONNREFUSED') return `dial tcp ${address}:${port}: connect: connection refused`
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname}: no such host`
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return `dial tcp ${address}:${port}: connect: no route to host`
  if (code === 'ETIMEDOUT') return `dial tcp ${address}:${port}: i/o timeout`
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'EOF'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = (cert?.subjectaltname ?? '').split(', ').flatMap((name) => /^DNS:(.*)$/.exec(name)?.[1] ?? [])
    return `tls: failed to verify certificate: x509: certificate is valid for ${names.join(', ')}, not ${host ?? new URL(url).hostname}`
  }
  return goTlsText(error) ?? messageOf(error)
}
