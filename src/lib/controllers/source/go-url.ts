import {goQuote} from '../../errors/go-quote.js'

/**
 * What Go's url.Parse has against a URL, in its words, or undefined. Only what can pass the CRD's pattern
 * (`^(http|https|ssh)://`) is looked at.
 */
export function urlFault(url: string): string | undefined {
  const reason = faultOf(url)
  return reason && `parse ${goQuote(url)}: ${reason}`
}

function faultOf(url: string): string | undefined {
  if (/[\u0000-\u001f\u007f]/.test(url)) return 'net/url: invalid control character in URL'
  const [, authority = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? []
  const at = authority.lastIndexOf('@')
  const user = at < 0 ? '' : authority.slice(0, at)
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) return 'net/url: invalid userinfo'
  return escapeFault(user) ?? hostFault(authority.slice(at + 1)) ?? escapeFault(rest.split('?')[0] ?? '')
}

function hostFault(host: string): string | undefined {
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']')
    if (end < 0) return "missing ']' in host"
    return portFault(host.slice(end + 1))
  }
  const colon = host.indexOf(':')
  const port = colon < 0 ? undefined : portFault(host.slice(colon))
  if (port) return port
  // Go allows an escape in a host only for non-ASCII bytes.
  const escaped = /%(?![89a-fA-F][0-9a-fA-F]).{0,2}/.exec(host)
  if (escaped) return `invalid URL escape ${goQuote(escaped[0])}`
  const bad = /[ \\^`{|}]/.exec(host)
  return bad ? `invalid character ${goQuote(bad[0])} in host name` : undefined
}

function portFault(text: string): string | undefined {
  return text === '' || /^:\d*$/.test(text) ? undefined : `invalid port ${goQuote(text)} after host`
}

function escapeFault(text: string): string | undefined {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text)
  return bad ? `invalid URL escape ${goQuote(bad[0])}` : undefined
}
