import {FluxError} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'

/** The parts of a URL that callers look at. */
export interface GoUrl {
  /** lower case, without `:`; `''` when there is none */
  readonly scheme: string
  /** host and port as they were written */
  readonly host: string
  /** what stands before the `@`, as it was written; undefined when there is none */
  readonly user?: string
}

/**
 * Parts of a URL after Go's `url.Parse`, which takes almost any text for a relative reference.
 * @throws FluxError `bad-url` with Go's words: `parse "://x": missing protocol scheme`
 */
export function parseGoUrl(text: string): GoUrl {
  const [main, fragment] = cut(text, '#')
  const url = read(main, main)
  if (fragment !== undefined) checkEscapes(fragment, text)
  return url
}

/** The same; undefined for what is no URL. */
export function goUrlIn(text: string): GoUrl | undefined {
  try {
    return parseGoUrl(text)
  } catch {
    return undefined
  }
}

function read(text: string, whole: string): GoUrl {
  if (/[\x00-\x1f\x7f]/.test(text)) throw fault(whole, 'net/url: invalid control character in URL')
  const {scheme, rest} = splitScheme(text, whole)
  const [path] = cut(rest, '?')
  if (!path.startsWith('/')) {
    if (scheme !== '') return {scheme, host: ''}
    if (path.split('/')[0]!.includes(':')) throw fault(whole, 'first path segment in URL cannot contain colon')
  }
  if (!path.startsWith('//') || (scheme === '' && path.startsWith('///'))) {
    checkEscapes(path, whole)
    return {scheme, host: ''}
  }
  const slash = path.indexOf('/', 2)
  const authority = readAuthority(slash < 0 ? path.slice(2) : path.slice(2, slash), scheme, whole)
  if (slash >= 0) checkEscapes(path.slice(slash), whole)
  return {scheme, ...authority}
}

function splitScheme(text: string, whole: string): {scheme: string; rest: string} {
  if (text.startsWith(':')) throw fault(whole, 'missing protocol scheme')
  const found = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)
  return found ? {scheme: found[1]!.toLowerCase(), rest: text.slice(found[0].length)} : {scheme: '', rest: text}
}

function readAuthority(authority: string, scheme: string, whole: string): Pick<GoUrl, 'host' | 'user'> {
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  checkHost(host, scheme, whole)
  if (at < 0) return {host}
  const user = authority.slice(0, at)
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw fault(whole, 'net/url: invalid userinfo')
  checkEscapes(user, whole)
  return {host, user}
}

function checkHost(host: string, scheme: string, whole: string): void {
  // Go takes the first colon for http and https alone
  const colon = /^https?$/.test(scheme) ? host.indexOf(':') : host.lastIndexOf(':')
  let port = colon < 0 ? '' : host.slice(colon)
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']')
    if (end < 0) throw fault(whole, "missing ']' in host")
    port = host.slice(end + 1)
  }
  if (!/^(:\d*)?$/.test(port)) throw fault(whole, `invalid port ${goQuote(port)} after host`)
  for (let index = 0; index < host.length; index++) {
    const char = host[index]!
    // a host may hide nothing but `%` and what is not ASCII
    if (char === '%') {
      if (!/^%(25|[89A-Fa-f][0-9A-Fa-f])/.test(host.slice(index))) throw badEscape(host.slice(index, index + 3), whole)
    } else if (/[ \\^`{|}/?@]/.test(char)) {
      throw fault(whole, `invalid character ${goQuote(char)} in host name`)
    }
  }
}

function checkEscapes(text: string, whole: string): void {
  const bad = /%(?![0-9A-Fa-f]{2})/.exec(text)
  if (bad) throw badEscape(text.slice(bad.index, bad.index + 3), whole)
}

const badEscape = (code: string, whole: string) => fault(whole, `invalid URL escape ${goQuote(code)}`)

const fault = (url: string, words: string) => new FluxError('bad-url', `parse ${goQuote(url)}: ${words}`)

function cut(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
