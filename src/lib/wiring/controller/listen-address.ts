import {FluxError} from '../../errors/flux-error.js'

export interface ListenAddress {
  /** absent: every address of this machine */
  readonly host?: string
  readonly port: number
}

/**
 * An address to listen on, as Go writes it: `:8080`, `127.0.0.1:8080`, `[::1]:8080`; undefined for `0` and `''`, which turn
 * a server off. Throws FluxError `bad-setup` for anything else.
 */
export function listenAddress(text: string): ListenAddress | undefined {
  if (text === '' || text === '0') return undefined
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(text)
  const port = Number(match?.[3])
  if (!match) throw new FluxError('bad-setup', `error listening on ${text}: listen tcp: address ${text}: missing port in address`)
  if (port > 65_535) throw new FluxError('bad-setup', `error listening on ${text}: listen tcp: address ${port}: invalid port`)
  const host = match[1] ?? match[2] ?? ''
  return host === '' ? {port} : {host, port}
}
