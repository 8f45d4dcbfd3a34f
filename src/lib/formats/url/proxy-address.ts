import {FluxError} from '../../errors/flux-error.js'
import {goUrlIn} from './go-url.js'

/** How a proxy is spoken to. */
type ProxyKind = 'http' | 'https' | 'socks'

export interface ProxyAddress {
  readonly kind: ProxyKind
  /** without brackets; '' means this machine */
  readonly host: string
  readonly port: number
  /** what the URL says before its `@`, as bytes; undefined when it has none */
  readonly login: {readonly name: Uint8Array; readonly password: Uint8Array} | undefined
}

const KINDS: Readonly<Record<string, ProxyKind>> = {https: 'https', socks5: 'socks', socks5h: 'socks'}
const PORTS: Readonly<Record<string, number>> = {http: 80, https: 443, socks5: 1080, socks5h: 1080}

/**
 * What the URL of a proxy says, read as Go's net/http does: any scheme that it does not know means HTTP, without a port of its own.
 * @throws FluxError `bad-proxy` for what is no URL
 */
export function proxyAddress(text: string): ProxyAddress {
  const url = goUrlIn(text)
  // Go's words about what is none have the password
  if (!url) throw new FluxError('bad-proxy', `the proxy ${JSON.stringify(withoutPassword(text))} is no URL`)
  const {scheme, host, user} = url
  const [, bracketed, plain = '', port = ''] = /^(?:\[(.*)\]|([^:]*))(?::(\d*))?$/.exec(host) ?? []
  return {
    kind: KINDS[scheme] ?? 'http',
    host: unescaped(bracketed ?? plain).toString(),
    port: Number(port || (PORTS[scheme] ?? 0)),
    login: user === undefined ? undefined : loginOf(user),
  }
}

/** The same text with `***` where a password may stand, whether it is a URL or not. */
export function withoutPassword(text: string): string {
  return text.replace(/(?<=^[^:@]*|:\/\/[^/:@]*):(?!\/\/).*@/s, ':***@')
}

/** The URL of a proxy with a name and a password in place of those that it may have. */
export function proxyWithLogin(url: string, name: string, password: string): string {
  const login = [name, password].map(encodeURIComponent).join(':')
  return url.replace(/^([^:/?#]+:\/\/)(?:[^/?#]*@)?/, (_, start: string) => `${start}${login}@`)
}

function loginOf(user: string) {
  const colon = user.indexOf(':')
  const [name, password] = colon < 0 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)]
  return {name: unescaped(name), password: unescaped(password)}
}

/** An escape may stand for any byte, also for one that is no UTF-8. */
function unescaped(text: string): Buffer {
  const bytes = Buffer.from(text).toString('latin1')
  return Buffer.from(
    bytes.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  )
}
