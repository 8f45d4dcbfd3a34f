import {goDialText, ProxyError} from '../../../errors/go-dial.js'
import {goNameText, goTlsText, isNoTls} from '../../../errors/go-tls.js'
import {GitError} from '../git-error.js'

type NodeError = Error & {
  code?: string
  address?: string
  port?: number
  hostname?: string
  errors?: NodeError[]
  /** what a proxy said that let nobody through */
  statusText?: string
}

/** A network failure in the words of Go's net package, which Flux's users see in status messages. */
export function networkText(error: unknown, signal?: AbortSignal): string {
  const failure = (signal?.aborted ? signal.reason : error) as NodeError
  return failure.statusText || failureText(failure)
}

function failureText(failure: NodeError): string {
  if (failure.name === 'TimeoutError') return 'context deadline exceeded'
  if (failure.name === 'AbortError') return 'context canceled'
  if (failure instanceof ProxyError) return failure.message
  const first = failure.errors?.[0] ?? failure
  const code = first.code ?? ''
  if (code === 'ETIMEDOUT') return `dial tcp ${addressOf(first)}: connect: connection timed out`
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return ['socket hang up', 'aborted'].includes(failure.message) ? 'EOF' : 'read: connection reset by peer'
  const dial = goDialText(first, addressOf(first))
  if (dial !== undefined) return dial
  const name = goNameText(first)
  if (name !== undefined) return name
  // no TLS at all, which mostly means HTTP
  if (isNoTls(first)) return 'http: server gave HTTP response to HTTPS client'
  const tls = goTlsText(first)
  if (tls !== undefined) return tls
  return first.message || code || String(failure)
}

/** A request that never got an answer, as Go's http client puts it: `Get "URL": reason`. */
export function requestError(method: 'Get' | 'Post', url: string, error: unknown, signal?: AbortSignal): GitError {
  const text = networkText(error, signal)
  const code = text === 'context deadline exceeded' ? 'git-timeout' : 'git-network'
  return new GitError(code, `${method} "${maskUrl(url)}": ${text}`, {cause: error})
}

/** The URL without the password that may stand in it. */
export function maskUrl(url: string): string {
  return url.replace(/^([a-z+]+:\/\/[^/@:]*):[^/@]*@/i, '$1:***@')
}

function addressOf(error: NodeError): string {
  const address = error.address ?? 'unknown'
  return error.port === undefined ? address : `${address.includes(':') ? `[${address}]` : address}:${error.port}`
}
