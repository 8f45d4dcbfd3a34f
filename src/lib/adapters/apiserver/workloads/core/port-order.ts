import type {JsonObject} from '../../../../formats/json/value.js'

const OFFSET = 0x6c62272e07bb014262b821756295c58dn
const PRIME = (1n << 88n) + 0x13bn

/** FNV-1a over 128 bits. */
function fnv128a(text: string): bigint {
  let hash = OFFSET
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * PRIME)
  return hash
}

const pointer = (value: unknown) => (value === undefined ? '<nil>' : String(value))

/** Go's text of a port of an EndpointSlice, by which the real controller puts them in order. */
function sliceText({name, protocol, port, appProtocol}: JsonObject): string {
  const parts = `Name:(*string)${pointer(name)} Protocol:(*v1.Protocol)${pointer(protocol)} Port:(*int32)${pointer(port)}`
  return `(v1.EndpointPort){${parts} AppProtocol:(*string)${pointer(appProtocol)}}`
}

/** The same of a port of Endpoints, which is another type. */
function endpointsText({name, protocol, port, appProtocol}: JsonObject): string {
  const parts = `Name:(string)${name ?? ''} Port:(int32)${String(port)} Protocol:(v1.Protocol)${String(protocol)}`
  return `(v1.EndpointPort){${parts} AppProtocol:(*string)${pointer(appProtocol)}}`
}

/** Ports in the order of kube-controller-manager: by the hash of their Go text, whatever the order in the Service. */
export function portsInOrder(ports: readonly JsonObject[], of: 'EndpointSlice' | 'Endpoints'): JsonObject[] {
  if (ports.length < 2) return [...ports]
  const text = of === 'EndpointSlice' ? sliceText : endpointsText
  return ports
    .map((port) => ({port, hash: fnv128a(text(port))}))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({port}) => port)
}
