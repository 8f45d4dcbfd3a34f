import {compareQuantities, countsWhole, parseQuantity} from '../../../../formats/quantity/quantity.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notSupported, required} from '../../../../schema/field-error.js'
import {inMemory} from '../../../../schema/go/given-empty.js'
import {qualifiedName} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, label, subdomain} from '../common/checks.js'

const standardContainer = new Set(['cpu', 'memory', 'ephemeral-storage'])
const standard = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu'],
  ...['limits.memory', 'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets'],
  ...['configmaps', 'persistentvolumeclaims', 'storage', 'requests.storage', 'services.nodeports', 'services.loadbalancers'],
])

export const isHugePages = (name: string) => name.startsWith('hugepages-')

/** Name of a resource anywhere. */
export function resourceName(path: string, name: string): FieldError[] {
  const errors = complain(path, name, qualifiedName(name))
  if (errors.length > 0 || name.includes('/')) return errors
  const known = standard.has(name) || isHugePages(name) || /^requests\.hugepages-/.test(name)
  return known ? [] : [invalid(path, name, 'must be a standard resource type or fully qualified')]
}

/** Name of a resource that a container may ask for. */
export function containerResourceName(path: string, name: string): FieldError[] {
  const errors = resourceName(path, name)
  if (!name.includes('/')) {
    if (!standardContainer.has(name) && !isHugePages(name))
      errors.push(invalid(path, name, 'must be a standard resource for containers'))
  } else if (!isNative(name) && !isExtended(name))
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"))
  return errors
}

function isNative(name: string): boolean {
  return !name.includes('/') || /(^|\.)kubernetes\.io\//.test(name)
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0
}

/** Resources that may be asked for in part or promised twice. */
const mayOvercommit = (name: string) => isNative(name) && !isHugePages(name)

/** A quantity of a resource: not negative, whole where it must be. */
export function resourceQuantity(path: string, name: string, amount: string): FieldError[] {
  const quantity = parseQuantity(amount)
  const errors = quantity.nanos < 0n ? [invalid(path, amount, 'must be greater than or equal to 0')] : []
  const whole =
    isExtended(name) ||
    [
      'pods',
      'services',
      'replicationcontrollers',
      'resourcequotas',
      'secrets',
      'configmaps',
      'persistentvolumeclaims',
      'services.nodeports',
      'services.loadbalancers',
    ].includes(name)
  if (whole && !countsWhole(quantity)) errors.push(invalid(path, amount, 'must be an integer'))
  return errors
}

/** Limits and requests of a container. */
export function validateResources(
  resources: Go['ResourceRequirements'],
  path: string,
  claims: ReadonlySet<string>,
): FieldError[] {
  const errors: FieldError[] = []
  const {limits = {}, requests = {}} = resources
  for (const [name, amount] of Object.entries(limits)) {
    errors.push(
      ...containerResourceName(`${path}.limits[${name}]`, name),
      ...resourceQuantity(`${path}.limits[${name}]`, name, amount),
    )
  }
  for (const [name, amount] of Object.entries(requests)) {
    errors.push(
      ...containerResourceName(`${path}.requests[${name}]`, name),
      ...resourceQuantity(`${path}.requests[${name}]`, name, amount),
    )
    errors.push(...againstLimit(path, name, amount, limits[name]))
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    errors.push(forbidden(path, 'HugePages require cpu or memory'))
  }
  return [...errors, ...claimNames(resources.claims, `${path}.claims`, claims)]
}

const podResourceNames = ['cpu', 'hugepages-', 'memory']

/** What the pod as a whole asks for. */
export function validatePodResources({resources, resourceClaims, os}: Go['PodSpec'], path: string): FieldError[] {
  if (!resources) return []
  if (os?.name === 'windows') return [forbidden(path, 'may not be set for a windows pod')]
  const {limits = {}, requests = {}} = resources
  const known = new Set((resourceClaims ?? []).map(({name}) => name))
  const claimed = inMemory(resources, 'claims') !== null
  const named = (field: string, name: string, amount: string): FieldError[] => [
    ...podResourceName(`${path}.${field}[${name}]`, name),
    ...resourceQuantity(`${path}.${field}[${name}]`, name, amount),
  ]
  return [
    ...(claimed ? [forbidden(`${path}.claims`, 'claims may not be set for Resources at pod-level')] : []),
    ...Object.entries(limits).flatMap(([name, amount]) => named('limits', name, amount)),
    ...Object.entries(requests).flatMap(([name, amount]) => [
      ...named('requests', name, amount),
      ...(name === 'cpu' || name === 'memory' || isHugePages(name) ? againstLimit(path, name, amount, limits[name]) : []),
    ]),
    ...claimNames(resources.claims, `${path}.claims`, known),
  ]
}

function podResourceName(path: string, name: string): FieldError[] {
  const errors = resourceName(path, name)
  if (errors.length > 0 || name === 'cpu' || name === 'memory' || isHugePages(name)) return errors
  return [notSupported(path, name, podResourceNames)]
}

/** Claims of devices that containers may refer to. */
export function validateResourceClaims(claims: readonly Go['PodResourceClaim'][] | undefined, path: string): FieldError[] {
  const seen = new Set<string>()
  return (claims ?? []).flatMap((claim, at) => {
    const field = `${path}[${at}]`
    const {name, resourceClaimName: own, resourceClaimTemplateName: template} = claim
    const errors =
      name === ''
        ? [required(`${field}.name`)]
        : seen.has(name)
          ? [duplicate(`${field}.name`, name)]
          : label(`${field}.name`, name)
    seen.add(name)
    const shown = {Name: name, ResourceClaimName: own ?? null, ResourceClaimTemplateName: template ?? null}
    if (own !== undefined && template !== undefined)
      errors.push(invalid(field, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'))
    if (own === undefined && template === undefined)
      errors.push(invalid(field, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'))
    if (own !== undefined) errors.push(...subdomain(`${field}.resourceClaimName`, own))
    if (template !== undefined) errors.push(...subdomain(`${field}.resourceClaimTemplateName`, template))
    return errors
  })
}

function againstLimit(path: string, name: string, amount: string, limit: string | undefined): FieldError[] {
  if (limit === undefined) {
    return mayOvercommit(name) ? [] : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')]
  }
  const order = compareQuantities(parseQuantity(amount), parseQuantity(limit))
  if (order !== 0 && !mayOvercommit(name))
    return [invalid(`${path}.requests`, amount, `must be equal to ${name} limit of ${limit}`)]
  return order > 0 ? [invalid(`${path}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`)] : []
}

function claimNames(
  claims: readonly Go['core.v1.ResourceClaim'][] | undefined,
  path: string,
  known: ReadonlySet<string>,
): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, {name, request}] of (claims ?? []).entries()) {
    const field = `${path}[${at}]`
    if (name === '') {
      errors.push(required(field))
      continue
    }
    const key = request ? `${name}/${request}` : name
    if (request) errors.push(...label(`${field}.request`, request))
    if (seen.has(key)) errors.push(duplicate(field, key))
    seen.add(key)
    if (known.has(name)) continue
    const names = [...known].sort()
    const which = names.length === 0 ? ' which is empty' : `: ${names.join(', ')}`
    errors.push({
      reason: 'FieldValueNotFound',
      field,
      message: `Not found: "${name}": must be one of the names in pod.spec.resourceClaims${which}`,
    })
  }
  return errors
}
