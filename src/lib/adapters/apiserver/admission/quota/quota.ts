import {isObject, type JsonObject} from '../../../../formats/json/value.js'
import {parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {InternalClient} from '../../control/local-client.js'
import type {AdmissionRequest, Core} from '../../rest/core.js'
import {forbidden} from '../../status.js'
import {type Amounts, quantities, sum} from '../pod-amounts.js'
import {inScopes} from './quota-scopes.js'
import {matchingResources, missingCompute, quantityText, type Usage, usageOf} from './quota-usage.js'

const QUOTAS = '/resourcequotas'
const ZERO = parseQuantity('0')
/** Kinds whose updates count; all others are counted when they are created. */
const GROWING = new Set(['/services', '/persistentvolumeclaims'])

interface Charge {
  readonly quota: KubeObject
  readonly used: JsonObject
}

/** The admission plug-in ResourceQuota: a write that would pass a quota is refused, others are counted at once. */
export class QuotaAdmission {
  constructor(
    private readonly core: () => Core,
    private readonly client: () => InternalClient,
  ) {}

  /** Throws the 403 of a write that would use too much. */
  check(request: AdmissionRequest): void {
    this.charges(request)
  }

  /** Counts a write in the quotas' status. */
  charge(request: AdmissionRequest): void {
    for (const {quota, used} of this.charges(request)) {
      const status = isObject(quota.status) ? quota.status : {}
      this.client().updateNow({...quota, status: {...status, used}}, {subresource: 'status'})
    }
  }

  private charges(request: AdmissionRequest): readonly Charge[] {
    const {entry, object, old} = request
    if (!entry.namespaced || !counts(request)) return []
    const collection = this.core().store.collection(QUOTAS)
    if (collection.size === 0) return []
    const keys = collection.sortedKeys(object.metadata.namespace ?? '')
    if (keys.length === 0) return []
    const usage = usageOf(entry.collection, object)
    const concerned = keys.flatMap((key) => {
      const quota = collection.get(key)!
      const names = resourcesOf(quota, usage, request)
      return names.length === 0 ? [] : [{quota, names}]
    })
    const more = old ? grown(usage, usageOf(entry.collection, old)) : usage
    return concerned.flatMap(({quota, names}) => chargeOf(quota, names, more, request) ?? [])
  }
}

function counts({operation, entry, subresource}: AdmissionRequest): boolean {
  if (subresource !== '') return operation === 'UPDATE' && entry.collection === '/pods' && subresource === 'resize'
  return operation === 'CREATE' || (operation === 'UPDATE' && GROWING.has(entry.collection))
}

/** What an update adds; what it gives back is counted by the controller. */
function grown(now: Usage, before: Usage): Usage {
  const more: Amounts = new Map()
  for (const [name, {nanos, format}] of now) {
    const added = nanos - (before.get(name)?.nanos ?? 0n)
    if (added > 0n) more.set(name, {nanos: added, format})
  }
  return more
}

/** What a quota limits of an object's resources. Throws the 403 of a pod that does not say all of it. */
function resourcesOf(quota: KubeObject, usage: Usage, {entry, object}: AdmissionRequest): readonly string[] {
  const status = isObject(quota.status) ? quota.status : {}
  const hard = quantities(status.hard)
  const names = matchingResources(entry.collection, usage, hard.keys())
  if (names.length === 0 || !inScopes(quota, entry.collection, object)) return []
  const refuse = (text: string) => forbidden(entry, object.metadata.name ?? '', text)
  const missing = entry.collection === '/pods' ? missingCompute(object, names) : undefined
  if (missing !== undefined) throw refuse(`failed quota: ${quota.metadata.name}: must specify ${missing}`)
  const used = quantities(status.used)
  if (names.some((name) => !used.has(name)))
    throw refuse(`status unknown for quota: ${quota.metadata.name}, resources: ${names.join(',')}`)
  return names
}

function chargeOf(quota: KubeObject, names: readonly string[], usage: Usage, request: AdmissionRequest): Charge | undefined {
  const {entry, object} = request
  const status = isObject(quota.status) ? quota.status : {}
  const hard = quantities(status.hard)
  const before = quantities(status.used)
  const touched = names.filter((name) => (usage.get(name)?.nanos ?? 0n) !== 0n)
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
