/** What Node tells about a connection that failed. */
interface SocketError extends Error {
  readonly code?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
  readonly syscall?: string
  readonly errors?: readonly SocketError[]
}

/**
 * The way through a proxy failed. The message is what Go's net/http says of it, ready to be shown: nothing about it has to be
 * looked up, and no other server was dialled. `code` is node's, of a socket that failed.
 */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
  readonly code: string | undefined

  constructor(words: string, cause?: unknown) {
    super(words, {cause})
    const {code, syscall} = (cause ?? {}) as {code?: string; syscall?: string}
    this.code = syscall === undefined ? undefined : code
  }
}

/** What Go's net package says, by node's code. */
const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ECONNRESET: 'connect: connection reset by peer',
}

/** What Node says of a connection that the other end closed before it answered, and the word for it. */
const ENDED = /^(?:EOF$|socket hang up$|Client network socket disconnected before secure TLS)/

/** The same once there is a connection, by node's code. */
const BROKEN: Readonly<Record<string, string>> = {
  ECONNRESET: 'connection reset by peer',
  EPIPE: 'broken pipe',
}

/**
 * A failed connection in the words of Go's net package: `dial tcp 127.0.0.1:1: connect: connection refused`; undefined for
 * what is no such failure. `host` is named where the error names none; Go names both ends of a connection that breaks, node
 * neither.
 */
export function goDialText(error: unknown, host: string): string | undefined {
  if (error instanceof ProxyError) return error.message
  const {code = '', address, port, hostname, syscall, message = ''} = socketError(error) ?? {}
  if (ENDED.test(message)) return 'EOF'
  if (BROKEN[code] && (syscall === 'read' || syscall === 'write')) return `${syscall} tcp ${host}: ${syscall}: ${BROKEN[code]}`
  if (TEXTS[code]) {
    const place = address !== undefined ? `${address.includes(':') ? `[${address}]` : address}:${port ?? 0}` : host
    return `dial tcp ${place}: ${TEXTS[code]}`
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${hostname ?? host}: no such host`
  return undefined
}

/** Both address families may have been tried: the IPv4 one is what Go reports. */
export function socketError(error: unknown): SocketError | undefined {
  if (!(error instanceof Error)) return undefined
  const {errors} = error as SocketError
  if (!errors) return error as SocketError
  return errors.find((one) => one.address && !one.address.includes(':')) ?? errors[0]
}

/** Methods that Go's net/http sends again by itself (its `Request.isReplayable`). */
const REPLAYABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Of a request of node:http. */
interface SentRequest {
  readonly method: string
  readonly reusedSocket: boolean
}

/**
 * Whether a request without a body failed only because its kept-alive connection had ended meanwhile, which nobody knew when it
 * was taken: it is then sent again on another one, as Go's net/http does. A connection that breaks on its first request tells of
 * the server, and a request that changes something may have arrived: both are failures.
 */
export function isStaleConnection(client: SentRequest, error: SocketError): boolean {
  return client.reusedSocket && REPLAYABLE.has(client.method) && BROKEN[error.code ?? ''] !== undefined
}

/** What the ssh2 package says of a handshake that breaks, in the words of Go's ssh package. */
const SSH_WORDS: ReadonlyMap<string, string> = new Map([
  ['Connection lost before handshake', 'EOF'],
  // Go reads on for a line that it knows, until the server gives up
  ['Invalid identification string', 'EOF'],
  ['Bad packet length', 'ssh: invalid packet length, packet too large'],
])

/** Go's words for an error of ssh2; undefined for what has no words of its own. */
export function goSshText(error: unknown): string | undefined {
  return error instanceof Error ? SSH_WORDS.get(error.message) : undefined
}
