import {FluxError} from '../errors/flux-error.js'

interface SocketError extends Error {
  readonly code?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
  readonly errors?: readonly SocketError[]
}

/** What Go's net package says for the failures of a connection, by node's code. */
const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ECONNRESET: 'read: connection reset by peer',
}
const CERTIFICATES: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
}

/** The API server cannot be reached; `dial` is the reason without the request. */
export class UnreachableError extends FluxError {
  override readonly name = 'UnreachableError'

  constructor(
    readonly server: string,
    readonly dial: string,
    cause: unknown,
  ) {
    super('unreachable', `failed to get server groups: Get "${server}/api": ${dial}`, {cause})
  }
}

/** An UnreachableError for a failed connection, with the words that flux's users know; any other error as it is. */
export function dialError(error: unknown, server: string): unknown {
  const found = socketError(error)
  if (!found?.code) return error
  const host = new URL(server).hostname
  if (TEXTS[found.code]) {
    const place = found.address ? `${found.address.includes(':') ? `[${found.address}]` : found.address}:${found.port}` : host
    return new UnreachableError(server, `dial tcp ${place}: ${TEXTS[found.code]}`, error)
  }
  if (found.code === 'ENOTFOUND' || found.code === 'EAI_AGAIN') {
    return new UnreachableError(server, `dial tcp: lookup ${found.hostname ?? host}: no such host`, error)
  }
  const certificate = CERTIFICATES[found.code]
  if (certificate) return new UnreachableError(server, `tls: failed to verify certificate: x509: ${certificate}`, error)
  if (found.code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new UnreachableError(server, `tls: failed to verify certificate: x509: ${found.message}`, error)
  }
  return error
}

/** Both address families may have been tried: the IPv4 one is what Go reports. */
function socketError(error: unknown): SocketError | undefined {
  if (!(error instanceof Error) || error instanceof FluxError) return undefined
  const {errors} = error as SocketError
  if (!errors) return error as SocketError
  return errors.find((one) => one.address && !one.address.includes(':')) ?? errors[0]
}
