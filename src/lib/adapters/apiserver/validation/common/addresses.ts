import {BlockList, isIP} from 'node:net'
import {invalid} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {canonicalAddress, isMapped, maskedAddress, plainAddress} from './ip-text.js'

const ADDRESS = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
const CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

/** `must be a valid IP address`. */
export function ipFaults(path: string, address: string): FieldError[] {
  if (isIP(address) === 0)
    return [invalid(path, address, plainAddress(address) === undefined ? ADDRESS : 'must not have leading 0s')]
  return isMapped(address) ? [invalid(path, address, 'must not be an IPv4-mapped IPv6 address')] : []
}

export function isCidr(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  return family !== 0 && rest.length === 0 && /^[0-9]{1,3}$/.test(bits ?? '') && Number(bits) <= (family === 4 ? 32 : 128)
}

export function cidrFaults(path: string, text: string): FieldError[] {
  const [address = '', bits = '', ...rest] = text.split('/')
  const plain = plainAddress(address)
  const sloppy = plain !== undefined && rest.length === 0 && /^0*[0-9]{1,3}$/.test(bits)
  if (!sloppy || Number(bits) > (isIP(plain) === 4 ? 32 : 128)) return [invalid(path, text, CIDR)]
  if (address !== plain || (bits.length > 1 && bits.startsWith('0')))
    return [invalid(path, text, 'must not have leading 0s in IP or prefix length')]
  if (isMapped(address)) return [invalid(path, text, 'must not have an IPv4-mapped IPv6 address')]
  if (maskedAddress(address, Number(bits)) !== canonicalAddress(address))
    return [invalid(path, text, 'must not have bits set beyond the prefix length')]
  return []
}

/** Whether one range lies in another. */
export function cidrWithin(inner: string, outer: string): boolean {
  const [address = '', bits = ''] = inner.split('/')
  const [base = '', width = ''] = outer.split('/')
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4')
  if (isIP(address) !== isIP(base)) return false
  const list = new BlockList()
  list.addSubnet(base, Number(width), family(base))
  return Number(bits) >= Number(width) && list.check(address, family(address))
}

type Range = readonly [address: string, prefix: number]

const ranges: readonly (readonly [text: string, v4: Range | undefined, v6: Range | undefined])[] = [
  ['may not be unspecified (0.0.0.0)', ['0.0.0.0', 32], undefined],
  ['may not be unspecified (::)', undefined, ['::', 128]],
  ['may not be in the loopback range (127.0.0.0/8, ::1/128)', ['127.0.0.0', 8], ['::1', 128]],
  ['may not be in the link-local range (169.254.0.0/16, fe80::/10)', ['169.254.0.0', 16], ['fe80::', 10]],
  ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)', ['224.0.0.0', 24], ['ff02::', 16]],
]

/** Addresses that no endpoint may have. */
export function endpointAddressFaults(path: string, address: string): FieldError[] {
  const plain = plainAddress(address)
  const version = plain === undefined ? 0 : isIP(plain)
  if (plain === undefined || version === 0) return [invalid(path, address, 'must be a valid IP address')]
  return ranges
    .filter(([, v4, v6]) => {
      const range = version === 4 ? v4 : v6
      if (!range) return false
      const [list, family] = [new BlockList(), version === 4 ? 'ipv4' : 'ipv6'] as const
      list.addSubnet(...range, family)
      return list.check(plain, family)
    })
    .map(([text]) => invalid(path, address, text))
}
