import {goQuote} from '../../../../errors/go-quote.js'
import {isIP} from '../../../../schema/ip.js'
import {canonicalAddress} from '../common/ip-text.js'

const FORM = 'should be in RFC 5952 canonical format'

/** What the server says of an IPv6 address that is written in another way than Go writes it. */
export function ipWarnings(path: string, text: string | undefined): string[] {
  if (text === undefined || isIP(text) !== 6) return []
  const canonical = canonicalAddress(text)!
  return canonical === text ? [] : [`${path}: IPv6 address ${goQuote(text)} ${FORM} (${goQuote(canonical)})`]
}

/** The same of a range. */
export function cidrWarnings(path: string, text: string | undefined): string[] {
  const [address = '', bits = ''] = text?.split('/') ?? []
  if (isIP(address) !== 6) return []
  const canonical = `${canonicalAddress(address)}/${bits}`
  return canonical === text ? [] : [`${path}: IPv6 CIDR value ${goQuote(text!)} ${FORM} (${goQuote(canonical)})`]
}
