import type {JsonObject} from '../../../formats/json/value.js'
import {formatQuantity, type Quantity} from '../../../formats/quantity/quantity.js'
import type {AdmissionRequest, Core} from '../rest/core.js'
import {forbidden} from '../status.js'
import {items, part} from './parts.js'
import {podAmounts, quantities} from './pod-amounts.js'

const RANGES = '/limitranges'
const NANO = 1_000_000_000n
/** Beyond this the server compares whole numbers (resource.MaxMilliValue). */
const MAX_WHOLE = (2n ** 63n - 1n) / 1000n

type Amounts = ReadonlyMap<string, Quantity>

/** Something of a limit's type: a container, a pod, a claim. */
interface Asked {
  readonly requests: Amounts
  readonly limits: Amounts
  /** claims have no limits */
  readonly isClaim?: boolean
}

/** The admission plug-in LimitRanger's second half: throws the 403 of what a LimitRange does not allow. */
export function limitRanges(core: Core, {operation, entry, subresource, object}: AdmissionRequest): void {
  const isPod = entry.collection === '/pods'
  if (!isPod && entry.collection !== '/persistentvolumeclaims') return
  const wanted = isPod ? (operation === 'CREATE' ? '' : 'resize') : ''
  if (operation === 'DELETE' || subresource !== wanted) return
  const ranges = core.store.collection(RANGES)
  if (ranges.size === 0) return
  for (const key of ranges.sortedKeys(object.metadata.namespace ?? '')) {
    const limits = items(part(ranges.get(key)!, 'spec').limits)
    const spec = part(object, 'spec')
    const faults = new Set(limits.flatMap((limit) => (isPod ? podFaults(limit, spec) : claimFaults(limit, spec))))
    const [first] = faults
    if (first === undefined) continue
    throw forbidden(entry, object.metadata.name ?? '', faults.size === 1 ? first : `[${[...faults].join(', ')}]`)
  }
}

function podFaults(limit: JsonObject, spec: JsonObject): string[] {
  const asks = (holder: JsonObject): Asked => {
    const resources = part(holder, 'resources')
    return {requests: quantities(resources.requests), limits: quantities(resources.limits)}
  }
  if (limit.type === 'Pod') {
    return faultsOf(limit, {requests: podAmounts(spec, 'requests'), limits: podAmounts(spec, 'limits')})
  }
  if (limit.type !== 'Container') return []
  return [...items(spec.containers), ...items(spec.initContainers)].flatMap((container) => faultsOf(limit, asks(container)))
}

function claimFaults(limit: JsonObject, spec: JsonObject): string[] {
  if (limit.type !== 'PersistentVolumeClaim') return []
  const requests = quantities(part(spec, 'resources').requests)
  return faultsOf({...limit, maxLimitRequestRatio: undefined}, {requests, limits: new Map(), isClaim: true})
}

function faultsOf(limit: JsonObject, asked: Asked): string[] {
  const type = String(limit.type)
  const each = (bounds: Amounts, check: (name: string, bound: Quantity) => string | undefined) =>
    [...bounds].flatMap(([name, bound]) => check(name, bound) ?? [])
  const usage = (word: string, name: string, bound: Quantity) => `${word} ${name} usage per ${type} is ${formatQuantity(bound)}`
  return [
    ...each(quantities(limit.min), (name, bound) => below(usage('minimum', name, bound), name, bound, asked)),
    ...each(quantities(limit.max), (name, bound) => above(usage('maximum', name, bound), name, bound, asked)),
    ...each(quantities(limit.maxLimitRequestRatio), (name, bound) => tooFar(type, name, bound, asked)),
  ]
}

function below(text: string, name: string, bound: Quantity, {requests, limits}: Asked): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)]
  if (!request) return `${text}.  No request is specified`
  if (request.nanos < bound.nanos) return `${text}, but request is ${formatQuantity(request)}`
  return limit && limit.nanos < bound.nanos ? `${text}, but limit is ${formatQuantity(limit)}` : undefined
}

function above(text: string, name: string, bound: Quantity, {requests, limits, isClaim}: Asked): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)]
  const first = isClaim ? request : limit
  if (!first) return `${text}.  No ${isClaim ? 'request' : 'limit'} is specified`
  if (limit && limit.nanos > bound.nanos) return `${text}, but limit is ${formatQuantity(limit)}`
  return request && request.nanos > bound.nanos ? `${text}, but request is ${formatQuantity(request)}` : undefined
}

/** A limit that is too many times the request. */
function tooFar(type: string, name: string, bound: Quantity, {requests, limits}: Asked): string | undefined {
  const text = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}`
  const [request, limit] = [requests.get(name), limits.get(name)]
  const isFine = [request, limit, bound].every((one) => !one || one.nanos <= MAX_WHOLE * NANO)
  const value = ({nanos}: Quantity) => Number((nanos * (isFine ? 1000n : 1n) + NANO - 1n) / NANO)
  if (!request || request.nanos === 0n) return `${text}, but no request is specified or request is 0`
  if (!limit || limit.nanos === 0n) return `${text}, but no limit is specified or limit is 0`
  const ratio = value(limit) / value(request)
  const most = Number((bound.nanos * 1000n + NANO - 1n) / NANO)
  return ratio * 1000 > most ? `${text}, but provided ratio is ${ratio.toFixed(6)}` : undefined
}
