/** Where a tunnel leads. */
export interface Target {
  /** an IPv6 address without brackets */
  readonly host: string
  readonly port: number
}

/** `host:port`, as Go writes it. */
export const placeOf = ({host, port}: Target): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)
