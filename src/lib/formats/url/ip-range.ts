import {ipBytes} from './ip-bytes.js'

/**
 * Whether an IP address is the one that `entry` names, or in its range (`10.0.0.0/8`, `fd00::/8`). False where either is
 * none: names are compared by those who know them.
 */
export function inIpRange(address: string, entry: string): boolean {
  const [start = '', length] = entry.split('/')
  const [own, first] = [ipBits(address), ipBits(start)]
  if (own === undefined || first === undefined || own.length !== first.length) return false
  const count = length === undefined ? own.length : /^\d+$/.test(length) ? Number(length) : Number.NaN
  return count <= own.length && own.slice(0, count) === first.slice(0, count)
}

/** The bits of an address as text: 32 or 128 of them. */
const ipBits = (text: string) =>
  ipBytes(text)
    ?.map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
