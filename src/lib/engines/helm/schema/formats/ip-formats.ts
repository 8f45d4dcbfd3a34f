import {goQuote} from '../../../../errors/go-quote.js'
import {addressFault} from '../../../gotemplate/sprig/other/net-address.js'

/** Four decimals, as Helm's validator reads them. */
export function ipv4(text: string): string | undefined {
  const groups = text.split('.')
  if (groups.length !== 4) return 'expected four decimals'
  for (const group of groups) {
    if (group.length > 1 && group.startsWith('0')) return 'leading zeros'
    if (!/^[+-]?\d+$/.test(group)) return `strconv.Atoi: parsing ${goQuote(group)}: invalid syntax`
    if (Math.abs(Number(group)) > Number.MAX_SAFE_INTEGER) return `strconv.Atoi: parsing ${goQuote(group)}: value out of range`
    if (Number(group) < 0 || Number(group) > 255) return 'decimal must be between 0 and 255'
  }
  return undefined
}

/** An address of Go's net/netip with a colon and without a zone. */
export function ipv6(text: string): string | undefined {
  if (!text.includes(':')) return 'missing colon'
  const fault = addressFault(text)
  if (fault !== undefined) return fault
  return text.includes('%') ? 'zone id is not a part of ipv6 address' : undefined
}
