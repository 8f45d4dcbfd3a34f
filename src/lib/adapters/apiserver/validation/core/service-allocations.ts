import type {KubeObject} from '../../../../ports/kube.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {ObjectIndex} from '../../hooks.js'

/** The address of the Service `default/kubernetes`: nobody else's, whether that exists yet or not. */
const RESERVED = {address: '10.96.0.1', key: 'default/kubernetes'}

/** Which Service (`namespace/name`) has which address and port of its own; follows every change. */
export class ServiceAllocations implements ObjectIndex {
  readonly #addresses = new Map<string, string>()
  readonly #ports = new Map<number, string>()
  /** All addresses below are taken. */
  #offset = 1

  change(old: KubeObject | undefined, now: KubeObject | undefined): void {
    const after = now as unknown as Go['Service'] | undefined
    if (old) this.#release(old as unknown as Go['Service'], after)
    if (after) this.#take(after)
  }

  /** Whether another Service than `key` has the address. */
  addressTaken(address: string, key: string): boolean {
    const owner = address === RESERVED.address ? RESERVED.key : this.#addresses.get(address)
    return owner !== undefined && owner !== key
  }

  /** Whether another Service than `key` has the port of nodes. */
  portTaken(port: number, key: string): boolean {
    const owner = this.#ports.get(port)
    return owner !== undefined && owner !== key
  }

  /** The lowest free one: a rehearsal gives the same addresses each time. */
  firstAddress(key: string): string {
    while (this.#addresses.has(addressAt(this.#offset))) this.#offset += 1
    let offset = this.#offset
    while (this.addressTaken(addressAt(offset), key)) offset += 1
    return addressAt(offset)
  }

  #take(service: Go['Service']): void {
    const key = keyOf(service)
    for (const address of addressesOf(service)) this.#addresses.set(address, key)
    for (const port of portsOf(service)) this.#ports.set(port, key)
  }

  #release(service: Go['Service'], after: Go['Service'] | undefined): void {
    const key = keyOf(service)
    const kept = after ? addressesOf(after) : []
    for (const address of addressesOf(service)) {
      if (kept.includes(address) || this.#addresses.get(address) !== key) continue
      this.#addresses.delete(address)
      this.#offset = 1
    }
    for (const port of portsOf(service)) if (this.#ports.get(port) === key) this.#ports.delete(port)
  }
}

export function keyOf({metadata}: Go['Service']): string {
  return `${metadata.namespace}/${metadata.name}`
}

function addressesOf({spec}: Go['Service']): string[] {
  return (spec.clusterIPs ?? []).filter((address) => address !== 'None')
}

function portsOf({spec}: Go['Service']): number[] {
  return [...(spec.ports ?? []).map((port) => port.nodePort), spec.healthCheckNodePort].filter((port) => port !== undefined)
}

function addressAt(offset: number): string {
  return `10.96.${offset >> 8}.${offset & 255}`
}
