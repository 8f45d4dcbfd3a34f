import {CelError} from '../../formats/cel/errors.js'
import type {Registry} from '../../formats/cel/registry.js'
import {Opaque} from '../../formats/cel/values.js'
import {isIP} from '../ip.js'
import {addressFault, prefixFault} from './address-fault.js'

const IP = 'net.IP'
const CIDR = 'net.CIDR'

/** Bits of an address as one number, and its canonical text. */
function bitsOf(text: string): {bits: bigint; family: 4 | 6} | undefined {
  const family = isIP(text)
  if (family === 4) return {bits: text.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n), family}
  if (family !== 6) return undefined
  const embedded = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text)
  const plain = embedded ? `${embedded[1]}${hex(embedded[2]!, embedded[3]!)}:${hex(embedded[4]!, embedded[5]!)}` : text
  const [head = '', tail] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0')
  return {bits: [...left, ...zeros, ...right].reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n), family}
}

function hex(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16)
}

function textOf(bits: bigint, family: 4 | 6): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.')
  const groups = Array.from({length: 8}, (_, at) => ((bits >> BigInt(16 * (7 - at))) & 0xffffn).toString(16))
  const runs = [...groups.join(':').matchAll(/(^|:)0(:0)+(:|$)/g)].sort((a, b) => b[0].length - a[0].length)
  const longest = runs[0]
  if (!longest) return groups.join(':')
  const all = groups.join(':')
  return `${all.slice(0, longest.index)}::${all.slice(longest.index + longest[0].length)}`
}

class Address extends Opaque {
  override readonly typeName = IP

  constructor(
    readonly bits: bigint,
    readonly family: 4 | 6,
  ) {
    super()
  }

  override equals(other: Opaque): boolean {
    return other instanceof Address && other.bits === this.bits && other.family === this.family
  }
}

class Network extends Opaque {
  override readonly typeName = CIDR

  constructor(
    readonly address: Address,
    readonly length: number,
  ) {
    super()
  }

  override equals(other: Opaque): boolean {
    return other instanceof Network && other.length === this.length && other.address.equals(this.address)
  }
}

function readAddress(text: string): Address {
  const found = bitsOf(text)
  if (!found) {
    const fault = addressFault(text)
    if (fault === undefined) throw new CelError(`IP address ${JSON.stringify(text)} with zone value is not allowed`)
    throw new CelError(`IP Address ${JSON.stringify(text)} parse error during conversion from string: ${fault}`)
  }
  if (found.family === 6 && found.bits >> 32n === 0xffffn) {
    throw new CelError(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`)
  }
  return new Address(found.bits, found.family)
}

const NETWORK_FAULT = 'network address parse error during conversion from string'

function readNetwork(text: string): Network {
  const [, address = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const found = bitsOf(address)
  if (!found || Number(length) > (found.family === 4 ? 32 : 128)) {
    throw new CelError(`${NETWORK_FAULT}: ${NETWORK_FAULT}: ${prefixFault(text)}`)
  }
  return new Network(new Address(found.bits, found.family), Number(length))
}

function canRead(read: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      read(text)
      return true
    } catch {
      return false
    }
  }
}

function masked(network: Network): Network {
  const {bits, family} = network.address
  const rest = BigInt((family === 4 ? 32 : 128) - network.length)
  return new Network(new Address((bits >> rest) << rest, family), network.length)
}

function contains(network: Network, address: Address): boolean {
  const {bits, family} = network.address
  if (family !== address.family) return false
  const rest = BigInt((family === 4 ? 32 : 128) - network.length)
  return bits >> rest === address.bits >> rest
}

function inNetwork(address: Address, v4: string, v6: string): boolean {
  const [net = '', length] = (address.family === 4 ? v4 : v6).split('/')
  const rest = BigInt((address.family === 4 ? 32 : 128) - Number(length))
  return (bitsOf(net)?.bits ?? 0n) >> rest === address.bits >> rest
}

const isLoopback = (a: Address) => inNetwork(a, '127.0.0.0/8', '::1/128')
const isLinkLocalUnicast = (a: Address) => inNetwork(a, '169.254.0.0/16', 'fe80::/10')
const isMulticast = (a: Address) => inNetwork(a, '224.0.0.0/4', 'ff00::/8')
const isBroadcast = (a: Address) => a.family === 4 && a.bits === 0xffffffffn

/** Kubernetes' `ip()` and `cidr()` and their methods. */
export function addNet(registry: Registry): void {
  registry
    .add('ip', `(string): ${IP}`, readAddress)
    .add('ip', `${CIDR}.(): ${IP}`, (network: Network) => network.address)
    .add('isIP', '(string): bool', canRead(readAddress))
    .add('ip.isCanonical', '(string): bool', (text: string) => {
      const address = readAddress(text)
      return textOf(address.bits, address.family) === text
    })
    .add('family', `${IP}.(): int`, (address: Address) => BigInt(address.family))
    .add('isUnspecified', `${IP}.(): bool`, (address: Address) => address.bits === 0n)
    .add('isLoopback', `${IP}.(): bool`, isLoopback)
    .add('isLinkLocalMulticast', `${IP}.(): bool`, (a: Address) => inNetwork(a, '224.0.0.0/24', 'ff02::/16'))
    .add('isLinkLocalUnicast', `${IP}.(): bool`, isLinkLocalUnicast)
    .add('isGlobalUnicast', `${IP}.(): bool`, (a: Address) => {
      return a.bits !== 0n && !isBroadcast(a) && !isLoopback(a) && !isMulticast(a) && !isLinkLocalUnicast(a)
    })
    .add('string', `(${IP}): string`, (address: Address) => textOf(address.bits, address.family))
    .add('cidr', `(string): ${CIDR}`, readNetwork)
    .add('isCIDR', '(string): bool', canRead(readNetwork))
    .add('containsIP', `${CIDR}.(string): bool`, (network: Network, text: string) => {
      if (!bitsOf(text)) throw new CelError('no such overload')
      return contains(network, readAddress(text))
    })
    .add('containsIP', `${CIDR}.(${IP}): bool`, contains)
    .add('containsCIDR', `${CIDR}.(string): bool`, (network: Network, text: string) =>
      containsNetwork(network, readNetwork(text)),
    )
    .add('containsCIDR', `${CIDR}.(${CIDR}): bool`, containsNetwork)
    .add('prefixLength', `${CIDR}.(): int`, (network: Network) => BigInt(network.length))
    .add('masked', `${CIDR}.(): ${CIDR}`, masked)
    .add('string', `(${CIDR}): string`, ({address, length}: Network) => `${textOf(address.bits, address.family)}/${length}`)
}

function containsNetwork(network: Network, other: Network): boolean {
  return other.length >= network.length && contains(network, other.address)
}
