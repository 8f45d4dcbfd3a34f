import {FluxError} from '../errors/flux-error.js'
import {goDialText, ProxyError, socketError} from '../errors/go-dial.js'
import {goAnswerFault} from '../errors/go-http.js'
import {goCertificateText, goTlsText, isNoTls, otherNamesOf} from '../errors/go-tls.js'
import {type Asked, requestWords} from './words/request-words.js'

/** True when a server was refused for its certificate, and a look at that may tell more. */
export function isAboutCertificate(error: unknown): boolean {
  const words = goCertificateText(error)
  // Go looks at those before anything else
  if (words === 'unhandled critical extension') return false
  return words !== undefined || socketError(error)?.code === 'ERR_TLS_CERT_ALTNAME_INVALID'
}

/** What a second look at a server told. */
export interface Seen {
  /** what is wrong with its certificate */
  readonly certificate?: string | undefined
  /** whether what it speaks in place of TLS is HTTP */
  readonly isHttp?: boolean | undefined
}

/** The API server cannot be reached; `dial` is the reason without the request. */
export class UnreachableError extends FluxError {
  override readonly name = 'UnreachableError'

  constructor(
    readonly server: string,
    readonly dial: string,
    cause: unknown,
    asked: Asked,
  ) {
    super('unreachable', wordsFor(server, asked, dial), {cause})
  }
}

/** The server does not tell this caller what it serves; `plain` is its reason without what flux was about. */
export class RefusedError extends FluxError {
  override readonly name = 'RefusedError'

  constructor(
    readonly plain: string,
    code: string,
    asked: Asked,
    /** what is known beside that: client-go has words for few answers, and none for why */
    readonly known?: string | undefined,
  ) {
    super(code, isDiscovery(asked) ? `failed to get server groups: ${plain}` : plain)
  }
}

const ABOUT_THE_SERVER = /^\/(version|api|apis|api\/v1|apis\/[^/]+\/[^/]+)$/

/** True for what flux finds out about a server before it asks for objects. */
export function asksAboutTheServer(path: string): boolean {
  return ABOUT_THE_SERVER.test(path)
}

const PASSWORD = /(\/\/[^/:@]*):[^/@]*@/

/** The URL of a server with `***` in place of its password. */
export const withoutPassword = (url: string): string => url.replace(PASSWORD, '$1:***@')

/** flux asks what a server serves before it asks for anything else, but for its version. */
const isDiscovery = ({path, reached}: Asked) => path !== '/version' && (asksAboutTheServer(path) || !reached)

function wordsFor(server: string, asked: Asked, dial: string): string {
  if (!isDiscovery(asked)) return `${requestWords(server, asked)}: ${dial}`
  return `failed to get server groups: Get "${server}${asked.path === '/apis' ? '/apis' : '/api'}": ${dial}`
}

/** True for a connection that came about and broke, or brought what cannot be read: that may be so for one request alone. */
export function isAboutTheAnswer(error: unknown): boolean {
  const found = socketError(error)
  if (found === undefined || isNoTls(error)) return false
  return BROKEN.test(found.message) || ['read', 'write'].includes(found.syscall ?? '')
}
const BROKEN = /^(?:socket hang up|aborted|Parse Error: )/

/** An UnreachableError for a failed connection, with the words that flux's users know; any other error as it is. */
export function dialError(error: unknown, server: string, asked: Asked, seen: Seen = {}): unknown {
  // as long as nothing but the server itself was asked about, that it does not answer is all there is to say
  const late = error instanceof Error && error.name === 'TimeoutError' && asksAboutTheServer(asked.path)
  const known = error instanceof FluxError ? refusalOfProxy(error) : dialWords(error, placeOf(error, server), seen)
  const reason = late ? 'context deadline exceeded' : known
  if (reason === CUT_OFF && !(error instanceof ProxyError)) return new RefusedError(`${UNREAD} ${reason}`, 'unreachable', asked)
  return reason === undefined ? error : new UnreachableError(withoutPassword(server), reason, error, asked)
}

/** Who is named where the error names nobody: a connection that breaks is one to a port. */
function placeOf(error: unknown, server: string): string {
  const {hostname, port, protocol} = new URL(server)
  const broken = ['read', 'write'].includes(socketError(error)?.syscall ?? '')
  return broken ? `${hostname}:${port || (protocol === 'http:' ? '80' : '443')}` : hostname
}

/** A proxy that does not let through says why in its status line, of which Go tells the words. */
function refusalOfProxy(error: FluxError): string | undefined {
  return error.code === 'proxy-refused' ? (error as {statusText?: string}).statusText : undefined
}

/** An answer that ends before its body does, and what client-go says of that. */
const CUT_OFF = 'unexpected EOF'
const UNREAD = 'unexpected error when reading response body. Please retry. Original error:'

/** What Node tells of a request that it could not send or read, in Go's words. */
const REQUESTS: readonly (readonly [RegExp, string])[] = [
  [/^Invalid character in header content \["authorization"\]/, 'net/http: invalid header field value for "Authorization"'],
  [/^aborted$/, CUT_OFF],
]

const NO_TLS = 'tls: first record does not look like a TLS handshake'

/** Why a connection failed, in the words of Go; undefined for what is no such failure. */
export function dialWords(error: unknown, host: string, seen: Seen = {}): string | undefined {
  if (error instanceof Error && error.name === 'CredentialError') return error.message
  const found = socketError(error)
  if (found?.code === 'EGREETINGTIMEOUT') return 'net/http: TLS handshake timeout'
  const request = REQUESTS.find(([words]) => words.test(found?.message ?? ''))?.[1]
  if (request !== undefined) return request
  if (found?.message.startsWith('Parse Error: ')) return `net/http: HTTP/1.x transport connection broken: ${parseFault(found)}`
  if (isNoTls(error)) return seen.isHttp === false ? NO_TLS : 'http: server gave HTTP response to HTTPS client'
  const certificate = seen.certificate ?? otherNamesOf(found)
  if (certificate !== undefined) return `tls: failed to verify certificate: x509: ${certificate}`
  return goTlsText(error) ?? goDialText(error, host)
}

/** Node keeps the bytes that it could not read. */
function parseFault(error: Error): string {
  const {rawPacket} = error as {readonly rawPacket?: unknown}
  return (rawPacket instanceof Uint8Array ? goAnswerFault(rawPacket) : undefined) ?? 'malformed HTTP response'
}
