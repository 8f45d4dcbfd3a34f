import {FluxError, messageOf} from '../../errors/flux-error.js'

export interface ListenAddress {
  /** absent: every address of this machine */
  readonly host?: string
  readonly port: number
}

/**
 * An address to listen on, as Go writes it: `:8080`, `127.0.0.1:8080`, `[::1]:8080`; undefined for `0` and `''`, which turn
 * a server off. Throws FluxError `bad-address` in Go's words for anything else: `address x: missing port in address`.
 */
export function listenAddress(text: string): ListenAddress | undefined {
  if (text === '' || text === '0') return undefined
  const {host, port: digits} = splitAddress(text)
  if (!/^\d*$/.test(digits)) throw bad(`lookup tcp/${digits}: unknown port`)
  const port = Number(digits)
  if (port > 65_535) throw bad(`address ${digits}: invalid port`)
  return host === '' ? {port} : {host, port}
}

/** Host and port of an address, whatever the port is. Throws as above. */
export function splitAddress(text: string): {readonly host: string; readonly port: string} {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(text)
  if (!match) {
    const colons = text.includes(':') && !/^\[[^\]]*\]$/.test(text)
    throw bad(`address ${text}: ${colons ? 'too many colons in address' : 'missing port in address'}`)
  }
  const [, bracketed, bare = '', port = ''] = match
  return {host: bracketed ?? bare, port}
}

const bad = (words: string) => new FluxError('bad-address', words)

const BIND: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EACCES: 'permission denied',
  EAFNOSUPPORT: 'address family not supported by protocol',
}

/** Why nobody can listen there, in the words of Go's net package; `text` is the address as it was given. */
export function listenText(error: unknown, text: string): string {
  if (error instanceof FluxError) return `listen tcp: ${error.message}`
  const {code = '', hostname, address, port} = error as {code?: string; hostname?: string; address?: string; port?: number}
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `listen tcp: lookup ${hostname}: no such host`
  const named = address !== undefined && !text.startsWith(':')
  const place = named ? `${address.includes(':') ? `[${address}]` : address}:${port}` : text
  return BIND[code] === undefined ? messageOf(error) : `listen tcp ${place}: bind: ${BIND[code]}`
}
