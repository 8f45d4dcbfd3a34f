import {FluxError} from '../errors/flux-error.js'
import type {KubeRequest, KubeResponse, KubeTransport} from '../ports/kube.js'
import {dialError, UnreachableError} from './dial-error.js'

export interface GuardOptions {
  /** deadline that is already over: nothing is asked any more */
  readonly expired: boolean
  /** why the rate limiter lets nothing through, in Go's words */
  readonly refused?: string | undefined
  /** sent with each request (impersonation extras) */
  readonly headers: Readonly<Record<string, readonly string[]>>
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
  const failed = (error: unknown, path: string): unknown => {
    const told = dialError(error, inner.server, path)
    if (told instanceof UnreachableError && reach.state === 'reached') {
      reach.state = 'lost'
      options.onReach?.(told.dial)
    }
    return told
  }
  const send = async <T>(request: KubeRequest, how: (request: KubeRequest) => Promise<T>): Promise<T> => {
    if (options.refused !== undefined) {
      const words = `client rate limiter Wait returned an error: ${options.refused}`
      throw new FluxError('rate-limit', `failed to get server groups: ${words}`)
    }
    if (options.expired) throw new FluxError('deadline', 'client rate limiter Wait returned an error: context deadline exceeded')
    try {
      const answer = await how({...request, headers: {...request.headers, ...options.headers}})
      reached()
      return answer
    } catch (error) {
      throw failed(error, request.path)
    }
  }
  const loggedIn = <T>(answer: T, response: KubeResponse | undefined): T => {
    if (response?.status !== 401) return answer
    throw new FluxError('unauthorized', 'failed to get server groups: the server has asked for the client to provide credentials')
  }
  return {
    server: inner.server,
    request: async (request) => {
      const response = await send(request, (own) => inner.request(own))
      return loggedIn(response, response)
    },
    watch: async (request) => {
      const answer = await send(request, (own) => inner.watch(own))
      return loggedIn(answer, 'response' in answer ? answer.response : undefined)
    },
    stream: async (request) => {
      const answer = await send(request, (own) => inner.stream(own))
      return loggedIn(answer, 'response' in answer ? answer.response : undefined)
    },
    impersonate: (user) => guarded(inner.impersonate(user), options, reach),
    close: () => inner.close(),
  }
}
