import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {parseQuantity} from '../../../formats/quantity/quantity.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {InternalClient} from '../control/local-client.js'
import type {AdmissionRequest, Core} from '../rest/core.js'
import {forbidden} from '../status.js'
import {missingCompute, quantities, quantityText, sum, type Usage, usageOf} from './quota-usage.js'

const QUOTAS = '/resourcequotas'
const ZERO = parseQuantity('0')

interface Charge {
  readonly quota: KubeObject
  readonly used: JsonObject
}

/** The admission plug-in ResourceQuota: a create that would pass a quota is refused, others are counted at once. */
export class QuotaAdmission {
  constructor(
    private readonly core: () => Core,
    private readonly client: () => InternalClient,
  ) {}

  /** Throws the 403 of a create that would use too much. */
  check(request: AdmissionRequest): void {
    this.charges(request)
  }

  /** Counts a create in the quotas' status. */
  charge(request: AdmissionRequest): void {
    for (const {quota, used} of this.charges(request)) {
      const status = isObject(quota.status) ? quota.status : {}
      this.client().updateNow({...quota, status: {...status, used}}, {subresource: 'status'})
    }
  }

  private charges(request: AdmissionRequest): readonly Charge[] {
    const {operation, entry, object, subresource} = request
    if (operation !== 'CREATE' || subresource !== '' || !entry.namespaced) return []
    const collection = this.core().store.collection(QUOTAS)
    if (collection.size === 0) return []
    const keys = collection.sortedKeys(object.metadata.namespace ?? '')
    if (keys.length === 0) return []
    const usage = usageOf(entry.collection, object)
    return keys.flatMap((key) => chargeOf(collection.get(key)!, usage, request) ?? [])
  }
}

function chargeOf(quota: KubeObject, usage: Usage, {entry, object}: AdmissionRequest): Charge | undefined {
  const status = isObject(quota.status) ? quota.status : {}
  const hard = quantities(status.hard)
  const missing = entry.collection === '/pods' ? missingCompute(object, hard.keys()) : undefined
  if (missing !== undefined) {
    throw forbidden(entry, object.metadata.name ?? '', `failed quota: ${quota.metadata.name}: must specify ${missing}`)
  }
  const before = quantities(status.used)
  const touched = [...usage.keys()].filter((name) => hard.has(name)).sort()
  if (touched.length === 0) return undefined
  const used: JsonObject = {...(isObject(status.used) ? status.used : {})}
  const exceeded: string[] = []
  for (const name of touched) {
    const total = sum(before.get(name) ?? ZERO, usage.get(name)!)
    if (total.nanos > hard.get(name)!.nanos) exceeded.push(name)
    used[name] = quantityText(total)
  }
  if (exceeded.length > 0) {
    const list = (of: (name: string) => string) => exceeded.map((name) => `${name}=${of(name)}`).join(',')
    throw forbidden(
      entry,
      object.metadata.name ?? '',
      `exceeded quota: ${quota.metadata.name}, requested: ${list((name) => quantityText(usage.get(name)!))}, used: ${list((name) => quantityText(before.get(name) ?? ZERO))}, limited: ${list((name) => quantityText(hard.get(name)!))}`,
    )
  }
  return {quota, used}
}
