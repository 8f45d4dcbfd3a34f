import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import {items, part} from '../parts.js'

/** Whether a quota is about an object at all: its `scopes` and `scopeSelector` (registry of evaluators in pkg/quota/v1). */
export function inScopes(quota: KubeObject, collection: string, object: KubeObject): boolean {
  const spec = part(quota, 'spec')
  const scopes = Array.isArray(spec.scopes) ? spec.scopes.map((name): JsonObject => ({scopeName: name, operator: 'Exists'})) : []
  const wanted = [...scopes, ...items(part(spec, 'scopeSelector').matchExpressions)]
  return wanted.every((one) => inScope(one, collection, object))
}

function inScope(wanted: JsonObject, collection: string, object: KubeObject): boolean {
  const spec = part(object, 'spec')
  if (collection === '/persistentvolumeclaims') {
    if (wanted.scopeName !== 'VolumeAttributesClass') return false
    const {currentVolumeAttributesClassName, modifyVolumeStatus} = part(object, 'status')
    const target = part({modifyVolumeStatus}, 'modifyVolumeStatus').targetVolumeAttributesClassName
    const names = [spec.volumeAttributesClassName, currentVolumeAttributesClassName, target].filter(isName)
    return names.length === 0 ? fits(wanted, undefined) : names.some((name) => fits(wanted, name))
  }
  return collection === '/pods' && podInScope(wanted, spec)
}

function podInScope(wanted: JsonObject, spec: JsonObject): boolean {
  switch (wanted.scopeName) {
    case 'Terminating':
      return isTerminating(spec)
    case 'NotTerminating':
      return !isTerminating(spec)
    case 'BestEffort':
      return isBestEffort(spec)
    case 'NotBestEffort':
      return !isBestEffort(spec)
    case 'PriorityClass':
      return fits(wanted, isName(spec.priorityClassName) ? spec.priorityClassName : undefined)
    case 'CrossNamespacePodAffinity':
      return looksElsewhere(part(spec, 'affinity'))
    default:
      return false
  }
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** A selector about a name that may be absent. */
function fits({operator, values}: JsonObject, name: string | undefined): boolean {
  const listed = name !== undefined && Array.isArray(values) && values.includes(name)
  if (operator === 'In') return listed
  if (operator === 'NotIn') return !listed
  return operator === 'DoesNotExist' ? name === undefined : name !== undefined
}

const isTerminating = ({activeDeadlineSeconds}: JsonObject) =>
  typeof activeDeadlineSeconds === 'number' && activeDeadlineSeconds >= 0

function isBestEffort(spec: JsonObject): boolean {
  const holders = spec.resources === undefined ? [...items(spec.containers), ...items(spec.initContainers)] : [spec]
  return !holders.some((holder) =>
    ['requests', 'limits'].some((kind) => {
      const amounts = part(part(holder, 'resources'), kind)
      return ['cpu', 'memory'].some((name) => amounts[name] !== undefined && !/^0+[A-Za-z]*$/.test(String(amounts[name])))
    }),
  )
}

/** Affinity to pods of other namespaces. */
function looksElsewhere(affinity: JsonObject): boolean {
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((name) => {
    const rules = part(affinity, name)
    const preferred = items(rules.preferredDuringSchedulingIgnoredDuringExecution).map((one) => part(one, 'podAffinityTerm'))
    return [...items(rules.requiredDuringSchedulingIgnoredDuringExecution), ...preferred]
  })
  return terms.some(
    (term) =>
      items([term.namespaceSelector ?? null]).length > 0 || (Array.isArray(term.namespaces) && term.namespaces.length > 0),
  )
}
