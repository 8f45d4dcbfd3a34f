/** What Node tells about a connection that failed. */
interface SocketError extends Error {
  readonly code?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
  readonly errors?: readonly SocketError[]
}

/** What Go's net package says, by node's code. */
const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ECONNRESET: 'read: connection reset by peer',
}

/**
 * A failed connection in the words of Go's net package: `dial tcp 127.0.0.1:1: connect: connection refused`; undefined for
 * what is no such failure. `host` is named where the error names none.
 */
export function goDialText(error: unknown, host: string): string | undefined {
  const {code = '', address, port, hostname} = socketError(error) ?? {}
  if (TEXTS[code]) {
    const place = address ? `${address.includes(':') ? `[${address}]` : address}:${port}` : host
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
