import {goUrlIn} from './go-url.js'
import {inIpRange} from './ip-range.js'

/**
 * The proxy that environment variables name for a URL, as Go reads them: HTTPS_PROXY or HTTP_PROXY and NO_PROXY, in
 * capitals or not; never one for this machine itself. Undefined: none.
 */
export function envProxy(target: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const {protocol, hostname, port} = new URL(target)
  const proxy = proxyUrl(read(env, protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'))
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (proxy === undefined || isThisMachine(host)) return undefined
  const place = `${host}:${port || (protocol === 'https:' ? 443 : 80)}`
  const direct = read(env, 'NO_PROXY').split(',')
  if (direct.some((entry) => matches(entry.trim().toLowerCase(), host, place))) return undefined
  return proxy
}

/** What has no scheme or no host is taken for a host, as long as that makes a URL; what is none either way for nothing. */
function proxyUrl(text: string): string | undefined {
  if (text === '') return undefined
  const own = goUrlIn(text)
  if (own?.scheme && own.host) return text
  return goUrlIn(`http://${text}`) ? `http://${text}` : own && text
}

function read(env: Readonly<Record<string, string | undefined>>, name: string): string {
  return env[name] || env[name.toLowerCase()] || ''
}

const isThisMachine = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** `*`, a host, `host:port`, an address or a range of them, a domain (with all below it), `.domain` (only what is below it). */
function matches(entry: string, host: string, place: string): boolean {
  if (entry === '') return false
  if (entry === '*' || entry === host || entry === place) return true
  if (inIpRange(host, entry)) return true
  const domain = entry.replace(/^\*(?=\.)/, '')
  return host.endsWith(domain.startsWith('.') ? domain : `.${domain}`)
}
