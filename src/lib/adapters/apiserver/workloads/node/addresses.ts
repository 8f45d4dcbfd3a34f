import type {KubeObject} from '../../../../ports/kube.js'
import {statusOf} from '../runtime/objects.js'

/** Gives pods their addresses: the lowest free ones of 10.244.0.0/16, from 10.244.0.2 on. */
export class PodAddresses {
  readonly #free: number[] = []
  readonly #taken = new Map<string, number>()
  #next = 2

  /** The address of a pod: the one it has, or a new one. */
  of(pod: KubeObject): string {
    const uid = pod.metadata.uid ?? ''
    const known = this.#taken.get(uid)
    if (known !== undefined) return text(known)
    const stored = numberOf(String(statusOf(pod).podIP ?? ''))
    const number = stored ?? this.#free.pop() ?? this.#next++
    if (stored !== undefined && stored >= this.#next) this.#next = stored + 1
    this.#taken.set(uid, number)
    return text(number)
  }

  release(uid: string): void {
    const number = this.#taken.get(uid)
    if (number === undefined) return
    this.#taken.delete(uid)
    this.#free.push(number)
  }
}

function text(number: number): string {
  return `10.244.${(number >> 8) & 0xff}.${number & 0xff}`
}

function numberOf(address: string): number | undefined {
  const parts = /^10\.244\.(\d+)\.(\d+)$/.exec(address)
  return parts ? Number(parts[1]) * 256 + Number(parts[2]) : undefined
}
