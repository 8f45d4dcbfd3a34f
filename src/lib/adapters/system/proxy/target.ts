import type {Socket} from 'node:net'

/** Where a tunnel leads. */
export interface Target {
  /** an IPv6 address without brackets */
  readonly host: string
  readonly port: number
}

/** `host:port`, as Go writes it. */
export const placeOf = ({host, port}: Target): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

/** Both ends of a connection, which Go names when it breaks; node forgets them then. */
export function endsOf({localAddress, localPort, remoteAddress, remotePort}: Socket): string {
  const end = (host = '', port = 0) => placeOf({host, port})
  return `${end(localAddress, localPort)}->${end(remoteAddress, remotePort)}`
}
