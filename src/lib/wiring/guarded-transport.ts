import {portFault} from '../adapters/kube/access/server-fault.js'
import {FluxError} from '../errors/flux-error.js'
import {isNoTls} from '../errors/go-tls.js'
import {lateError} from '../errors/late-error.js'
import type {KubeRequest, KubeResponse, KubeTransport} from '../ports/kube.js'
import {
  asksAboutTheServer,
  dialError,
  isAboutCertificate,
  isAboutTheAnswer,
  RefusedError,
  UnreachableError,
} from './dial-error.js'
import {refusalWords, unsaidWords} from './words/refusal-words.js'
import type {Asked} from './words/request-words.js'

export interface GuardOptions {
  /** deadline that is already over: nothing is asked any more */
  readonly expired: boolean
  /** why the rate limiter lets nothing through, in Go's words */
  readonly refused?: string | undefined
  /** sent with each request (impersonation extras) */
  readonly headers: Readonly<Record<string, readonly string[]>>
  /** ends requests that have no signal of their own: a shared one must not outlive the command */
  readonly signal?: AbortSignal | undefined
  /** what is wrong with the certificate that the server shows, but for who signed it; asked when it was refused */
  readonly certificateFault?: (() => Promise<string | undefined>) | undefined
  /** what the server answers to a TLS greeting; asked when that is no TLS */
  readonly firstAnswer?: (() => Promise<string | undefined>) | undefined
  /** told when a server that answered cannot be reached any more (the reason), and when it answers again (undefined) */
  readonly onReach?: ((lost: string | undefined) => void) | undefined
}

/** A transport whose failures to connect and to log in read as flux's do. */
export function guardedTransport(inner: KubeTransport, options: GuardOptions): KubeTransport {
  return guarded(inner, options, {state: 'new'})
}

interface Reach {
  state: 'new' | 'reached' | 'lost'
}

function guarded(inner: KubeTransport, options: GuardOptions, reach: Reach): KubeTransport {
  const reached = () => {
    if (reach.state === 'lost') options.onReach?.(undefined)
    reach.state = 'reached'
  }
  const failed = async (error: unknown, request: KubeRequest): Promise<unknown> => {
    if (reach.state === 'new' && !asksAboutTheServer(request.path) && isAboutTheAnswer(error)) {
      const fault = await discoveryFault(request.signal)
      if (fault !== undefined) return fault
    }
    return told(error, {...request, reached: reach.state !== 'new'})
  }
  /** What flux says who asks first what a server serves; undefined when that is answered. */
  const discoveryFault = async (signal: AbortSignal | undefined): Promise<unknown> => {
    for (const path of ['/api', '/apis']) {
      try {
        const response = await inner.request({
          method: 'GET',
          path,
          headers: {accept: 'application/json', ...options.headers},
          signal,
        })
        // a server without the oldest group is one, too
        const refusal = path === '/api' && response.status === 404 ? undefined : refusalOf(response, path)
        if (refusal) return refusal
      } catch (error) {
        return told(error, {path})
      }
    }
    reached()
    return undefined
  }
  const told = async (error: unknown, asked: Asked): Promise<unknown> => {
    const certificate = isAboutCertificate(error) ? await options.certificateFault?.() : undefined
    const answer = isNoTls(error) ? await options.firstAnswer?.() : undefined
    const known = dialError(error, inner.server, asked, {certificate, isHttp: answer?.startsWith('HTTP/')})
    if (known instanceof UnreachableError && reach.state === 'reached') {
      reach.state = 'lost'
      options.onReach?.(known.dial)
    }
    return known
  }
  const send = async <T>(request: KubeRequest, how: (request: KubeRequest) => Promise<T>): Promise<T> => {
    if (options.refused !== undefined) {
      const words = `client rate limiter Wait returned an error: ${options.refused}`
      throw new FluxError('rate-limit', `failed to get server groups: ${words}`)
    }
    if (options.expired) throw lateError()
    if (!/^https?:/i.test(inner.server)) throw new UnreachableError(inner.server, unsupported(inner.server), undefined, request)
    const port = portFault(inner.server)
    if (port !== undefined) throw new UnreachableError(inner.server, port, undefined, request)
    const signal = request.signal ?? options.signal
    const sent = {...request, ...(signal && {signal}), headers: {...request.headers, ...options.headers}}
    try {
      const answer = await how(sent)
      reached()
      return answer
    } catch (error) {
      throw await failed(error, sent)
    }
  }
  const allowed = <T>(answer: T, response: KubeResponse | undefined, path: string): T => {
    const refusal = response && refusalOf(response, path)
    if (refusal) throw refusal
    return answer
  }
  return {
    server: inner.server,
    request: async (request) => {
      const response = await send(request, (own) => inner.request(own))
      return allowed(response, response, request.path)
    },
    watch: async (request) => {
      const answer = await send(request, (own) => inner.watch(own))
      return allowed(answer, 'response' in answer ? answer.response : undefined, request.path)
    },
    stream: async (request) => {
      const answer = await send(request, (own) => inner.stream(own))
      return allowed(answer, 'response' in answer ? answer.response : undefined, request.path)
    },
    impersonate: (user) => guarded(inner.impersonate(user), options, reach),
    close: () => inner.close(),
  }
}

/** A URL of the embedded API has none of these. */
function unsupported(server: string): string {
  return `unsupported protocol scheme ${JSON.stringify(server.split(':')[0])}`
}

/** Why the caller is not told what the server serves; undefined when it is, or when objects were asked for. */
function refusalOf(response: KubeResponse, path: string): RefusedError | undefined {
  const words = asksAboutTheServer(path) ? refusalWords(response, path) : undefined
  if (words === undefined) return undefined
  const unread = response.status === 200 && path === '/version'
  const plain = unread ? `unable to parse the server version: ${words}` : words
  return new RefusedError(plain, codeOf(response.status), {path}, unsaidWords(words, response))
}

/** A login that is refused, rights that lack, or something that is no API server. */
function codeOf(status: number): string {
  return status === 401 ? 'unauthorized' : status === 400 || status === 403 ? 'forbidden' : 'no-api'
}
