import {goUrlIn} from './go-url.js'
import {inIpRange} from './ip-range.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The SOCKS proxy that ALL_PROXY names for what is not HTTP, as Go's golang.org/x/net/proxy reads it, whose rules of NO_PROXY are other
 * ones than those for HTTP: hosts as they are written, `*.domain` with the domain itself, addresses and ranges; no ports, no `*` alone,
 * and nothing is said of this machine. Undefined: none, which a proxy of another scheme means as well.
 */
export function allProxy(host: string, env: Environment): string | undefined {
  const proxy = env['ALL_PROXY'] || env['all_proxy'] || ''
  if (!/^socks5h?$/.test(goUrlIn(proxy)?.scheme ?? '')) return undefined
  const direct = (env['NO_PROXY'] || env['no_proxy'] || '').split(',')
  return direct.some((entry) => matches(entry.trim(), host)) ? undefined : proxy
}

function matches(entry: string, host: string): boolean {
  if (entry === '') return false
  if (entry === host || inIpRange(host, entry)) return true
  return entry.startsWith('*.') && (host === entry.slice(2) || host.endsWith(entry.slice(1)))
}
