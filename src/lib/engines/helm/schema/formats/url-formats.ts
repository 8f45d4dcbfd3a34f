import {messageOf} from '../../../../errors/flux-error.js'
import {parseUrl} from '../../../gotemplate/sprig/other/urls.js'
import {ipv6} from './ip-formats.js'

/** What Go's net/url takes for a URL with a scheme. */
export function uri(text: string): string | undefined {
  const parsed = parsedUrl(text)
  if (typeof parsed === 'string') return parsed
  return parsed.scheme === '' ? 'relative url' : undefined
}

export function uriReference(text: string): string | undefined {
  if (text.includes('\\')) return 'contains \\'
  const parsed = parsedUrl(text)
  return typeof parsed === 'string' ? parsed : undefined
}

/** A URL whose path has its braces in pairs. */
export function uriTemplate(text: string): string | undefined {
  const parsed = parsedUrl(text)
  if (typeof parsed === 'string') return parsed
  const path = rawPath(text, parsed.scheme)
  // a path in its plain form is not kept beside the decoded one, and not looked at
  if (!/[^A-Za-z0-9\-_.~$&+,/:;=@%]/.test(path)) return undefined
  for (const part of path.split('/')) {
    const braces = decodeURIComponent(part.replaceAll(/%[89a-fA-F][0-9a-fA-F]/g, '')).replaceAll(/[^{}]/g, '')
    if (!/^(?:\{\})*\{?$/.test(braces)) return 'nested curly braces'
    if (braces.endsWith('{')) return 'no matching closing brace'
  }
  return undefined
}

function rawPath(text: string, scheme: string): string {
  const rest = text.slice(scheme === '' ? 0 : scheme.length + 1).replace(/[?#].*$/su, '')
  if (scheme !== '' && !rest.startsWith('/')) return ''
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///'))) return rest
  const slash = rest.indexOf('/', 2)
  return slash < 0 ? '' : rest.slice(slash)
}

function parsedUrl(text: string): {scheme: string} | string {
  try {
    const url = parseUrl(text)
    const host = /^\[(.*)\]/su.exec(url.host)?.[1] ?? url.host.replace(/:\d*$/, '')
    if (!host.includes(':')) return url
    if (!/[[\]].*\]/su.test(url.host)) return 'ipv6 address not enclosed in brackets'
    const fault = ipv6(host)
    return fault === undefined ? url : `invalid ipv6 address: ${fault}`
  } catch (error) {
    return messageOf(error)
  }
}
