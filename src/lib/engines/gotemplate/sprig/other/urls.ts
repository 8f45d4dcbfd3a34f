import {messageOf} from '../../../../errors/flux-error.js'
import {GoError} from '../../error.js'
import {quote} from '../../fmt/quote.js'
import type {Functions} from '../../functions.js'
import {byteSlice, fromBytes, toBytes} from '../../go/bytes.js'
import {type Dict, entriesOf, type GoValue, hasKey, kindOf} from '../../go/value.js'
import {addressFault} from './net-address.js'

type Mode = 'path' | 'host' | 'zone' | 'user' | 'fragment'

/** Signs that a part of a URL shows as they are, beside letters, digits and `-_.~`. */
const PLAIN: Readonly<Record<Exclude<Mode, 'zone'>, string>> = {
  path: '$&+,/:;=@',
  host: '!$&\'()*+,;=:[]<>"',
  user: '$&+,;=',
  fragment: '$&+,/:;=?@!()*',
}

export interface Url {
  scheme: string
  opaque: string
  user: {readonly name: string; readonly password: string | undefined} | undefined
  host: string
  path: string
  query: string
  fragment: string
}

/** net/url's Parse. @throws GoError `parse "x": ...` */
export function parseUrl(raw: string): Url {
  const hash = raw.indexOf('#')
  const text = hash < 0 ? raw : raw.slice(0, hash)
  const url = named(text, () => parseBody(text))
  if (hash >= 0) url.fragment = named(raw, () => unescapePart(raw.slice(hash + 1), 'fragment'))
  return url
}

function named<T>(text: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new GoError(`parse ${quote(text)}: ${messageOf(error)}`)
  }
}

function parseBody(raw: string): Url {
  if (/[\0-\x1f\x7f]/.test(raw)) throw new GoError('net/url: invalid control character in URL')
  const url: Url = {scheme: '', opaque: '', user: undefined, host: '', path: '', query: '', fragment: ''}
  if (raw.startsWith(':')) throw new GoError('missing protocol scheme')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(raw)?.[1]
  url.scheme = scheme?.toLowerCase() ?? ''
  let rest = scheme === undefined ? raw : raw.slice(scheme.length + 1)
  const mark = rest.indexOf('?')
  if (mark >= 0) {
    url.query = rest.slice(mark + 1)
    rest = rest.slice(0, mark)
  }
  if (!rest.startsWith('/')) {
    if (url.scheme !== '') return {...url, opaque: rest}
    if (rest.split('/')[0]!.includes(':')) throw new GoError('first path segment in URL cannot contain colon')
  }
  if ((url.scheme !== '' || !rest.startsWith('///')) && rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2)
    parseAuthority(url, slash < 0 ? rest.slice(2) : rest.slice(2, slash))
    rest = slash < 0 ? '' : rest.slice(slash)
  }
  return {...url, path: unescapePart(rest, 'path')}
}

function parseAuthority(url: Url, authority: string): void {
  const at = authority.lastIndexOf('@')
  url.host = parseHost(url.scheme, authority.slice(at + 1))
  if (at < 0) return
  const info = authority.slice(0, at)
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(info)) throw new GoError('net/url: invalid userinfo')
  const colon = info.indexOf(':')
  url.user = {
    name: unescapePart(colon < 0 ? info : info.slice(0, colon), 'user'),
    password: colon < 0 ? undefined : unescapePart(info.slice(colon + 1), 'user'),
  }
}

function parseHost(scheme: string, host: string): string {
  const open = host.lastIndexOf('[')
  if (open > 0) throw new GoError('invalid IP-literal')
  if (open === 0) return parseLiteral(host)
  const [first, last] = [host.indexOf(':'), host.lastIndexOf(':')]
  // only the web's own addresses are as strict as they ought to be
  if (first >= 0) demandPort(host.slice(scheme === 'http' || scheme === 'https' ? first : last))
  return unescapePart(host, 'host')
}

function demandPort(port: string): void {
  if (!/^(:\d*)?$/.test(port)) throw new GoError(`invalid port ${quote(port)} after host`)
}

/** An IPv6 address in brackets, with `%25` before its zone. */
function parseLiteral(host: string): string {
  const close = host.lastIndexOf(']')
  if (close < 0) throw new GoError("missing ']' in host")
  const port = host.slice(close + 1)
  demandPort(port)
  const inner = host.slice(1, close)
  const zone = inner.indexOf('%25')
  const name =
    zone < 0 ? unescapePart(inner, 'host') : unescapePart(inner.slice(0, zone), 'host') + unescapePart(inner.slice(zone), 'zone')
  const fault = addressFault(name)
  if (fault !== undefined) throw new GoError(`invalid host: ${fault}`)
  if (!name.includes(':')) throw new GoError('invalid IP-literal')
  return `[${name}]${port}`
}

function unescapePart(text: string, mode: Mode): string {
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 3)) {
    const code = byteSlice(text.slice(at, at + 6), 0, 3)
    if (!/^%[0-9a-fA-F]{2}$/.test(code)) throw new GoError(`invalid URL escape ${quote(code)}`)
    if (!mayStand(code, mode)) throw new GoError(`invalid URL escape ${quote(code)}`)
  }
  if (mode === 'host' || mode === 'zone') {
    const bad = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\x80-\u{10ffff}]/u.exec(text)
    if (bad) throw new GoError(`invalid character ${quote(bad[0])} in host name`)
  }
  if (!text.includes('%')) return text
  const bytes: number[] = []
  const raw = toBytes(text)
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] !== 0x25) bytes.push(raw[at]!)
    else {
      bytes.push(Number.parseInt(String.fromCharCode(raw[at + 1]!, raw[at + 2]!), 16))
      at += 2
    }
  }
  return fromBytes(Uint8Array.from(bytes))
}

/** Hosts have only escapes that they need, zones none that would hide what no host has. */
function mayStand(code: string, mode: Mode): boolean {
  if ((mode !== 'host' && mode !== 'zone') || code === '%25') return true
  const byte = Number.parseInt(code.slice(1), 16)
  return mode === 'host' ? byte >= 0x80 : /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>" ]/.test(String.fromCharCode(byte))
}

function escapePart(text: string, mode: Exclude<Mode, 'zone'>): string {
  let out = ''
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte)
    const plain = byte < 0x80 && (/[A-Za-z0-9\-_.~]/.test(char) || PLAIN[mode].includes(char))
    out += plain ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

function userText({name, password}: NonNullable<Url['user']>): string {
  return escapePart(name, 'user') + (password === undefined ? '' : `:${escapePart(password, 'user')}`)
}

/** net/url's String. */
export function formatUrl(url: Url): string {
  let out = url.scheme === '' ? '' : `${url.scheme}:`
  if (url.opaque !== '') out += url.opaque
  else {
    const authority = url.host !== '' || url.user !== undefined
    if (authority || (url.scheme !== '' && url.path !== '')) out += '//'
    if (url.user) out += `${userText(url.user)}@`
    out += escapePart(url.host, 'host')
    const path = url.path === '*' ? '*' : escapePart(url.path, 'path')
    if (path !== '' && !path.startsWith('/') && url.host !== '') out += '/'
    // a colon before the first slash would read as a scheme
    if (out === '' && path.split('/')[0]!.includes(':')) out += './'
    out += path
  }
  if (url.query !== '') out += `?${url.query}`
  return url.fragment === '' ? out : `${out}#${escapePart(url.fragment, 'fragment')}`
}

function urlParse(text: string): Dict {
  try {
    const url = parseUrl(text)
    return {
      scheme: url.scheme,
      host: url.host,
      hostname: hostname(url.host),
      path: url.path,
      query: url.query,
      opaque: url.opaque,
      fragment: url.fragment,
      userinfo: url.user ? userText(url.user) : '',
    }
  } catch (error) {
    throw new GoError(`unable to parse url: ${messageOf(error)}`)
  }
}

/** Without port and brackets. */
function hostname(host: string): string {
  const bare = host.replace(/:\d*$/, '')
  return host.startsWith('[') ? (/^\[(.*)\]/.exec(host)?.[1] ?? bare) : bare
}

function textUnder(entries: Dict, key: string): string {
  if (!hasKey(entries, key)) return ''
  const value: GoValue = entries[key]
  if (typeof value === 'string') return value
  throw new GoError(`unable to parse ${key} key, must be of type string, but ${kindOf(value)} found`)
}

function urlJoin(map: Dict): string {
  const entries = entriesOf(map)!
  const [scheme = '', host = '', path = '', query = '', opaque = '', fragment = ''] = [
    'scheme',
    'host',
    'path',
    'query',
    'opaque',
    'fragment',
  ].map((key) => textUnder(entries, key))
  const info = textUnder(entries, 'userinfo')
  let user: Url['user']
  if (info !== '') {
    try {
      user = parseUrl(`proto://${info}@host`).user
    } catch (error) {
      throw new GoError(`unable to parse userinfo in dict: ${messageOf(error)}`)
    }
  }
  return formatUrl({scheme, host, path, query, opaque, fragment, user})
}

export const URL_FUNCTIONS: Functions = {
  urlParse: ['string', urlParse],
  urlJoin: ['dict', urlJoin],
  /** There is no network in here; Helm answers the same unless it is told to ask. */
  getHostByName: ['string', () => ''],
}
