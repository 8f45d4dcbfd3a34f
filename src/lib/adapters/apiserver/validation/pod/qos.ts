import {parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'

const resources = ['cpu', 'memory'] as const

/** Guaranteed, Burstable or BestEffort. */
export function qosClassOf(spec: Go['PodSpec']): string {
  const parts = spec.resources
    ? [spec.resources]
    : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((one) => one.resources)
  let any = false
  let guaranteed = true
  const requests = new Map<string, bigint>()
  const limits = new Map<string, bigint>()
  for (const part of parts) {
    for (const name of resources) {
      any = sum(requests, name, part.requests?.[name]) || any
      const limited = sum(limits, name, part.limits?.[name])
      any ||= limited
      guaranteed &&= limited
    }
  }
  if (!any) return 'BestEffort'
  const equal = requests.size === limits.size && [...requests].every(([name, value]) => limits.get(name) === value)
  return guaranteed && equal ? 'Guaranteed' : 'Burstable'
}

/** Adds a positive amount; false for none. */
function sum(totals: Map<string, bigint>, name: string, amount: string | undefined): boolean {
  const nanos = amount === undefined ? 0n : parseQuantity(amount).nanos
  if (nanos <= 0n) return false
  totals.set(name, (totals.get(name) ?? 0n) + nanos)
  return true
}
