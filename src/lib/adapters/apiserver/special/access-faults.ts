import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseLabelSelector} from '../../../formats/selector/label-selector.js'
import type {ObjectMeta} from '../../../ports/kube.js'
import {forbidden, invalid, required} from '../../../schema/field-error.js'
import {labelValue, qualifiedName} from '../../../schema/names.js'
import type {FieldError} from '../hooks.js'

const RESOURCE = 'spec.resourceAttributes'
const PATH = 'spec.nonResourceAttributes'
const SELECTORS = ['fieldSelector', 'labelSelector'] as const

/** What is wrong with a question about access rights. Source: apis/authorization/validation. */
export function accessFaults(kind: string, metadata: ObjectMeta, spec: JsonObject, namespace: string): FieldError[] {
  const local = kind === 'LocalSubjectAccessReview'
  const resource = isObject(spec.resourceAttributes) ? spec.resourceAttributes : undefined
  const path = isObject(spec.nonResourceAttributes) ? spec.nonResourceAttributes : undefined
  const shown = path && {Path: path.path ?? '', Verb: path.verb ?? ''}
  const errors: FieldError[] = []
  if (resource && path) errors.push(invalid(PATH, shown, 'cannot be specified in combination with resourceAttributes'))
  if (!resource && !path)
    errors.push(invalid(RESOURCE, null, 'exactly one of nonResourceAttributes or resourceAttributes must be specified'))
  const nobody = !spec.user && !(Array.isArray(spec.groups) && spec.groups.length > 0)
  if (kind !== 'SelfSubjectAccessReview' && nobody)
    errors.push(invalid('spec.user', '', 'at least one of user or group must be specified'))
  errors.push(...selectorsFaults(resource ?? {}))
  errors.push(...metadataFaults(metadata, local))
  if (!local) return errors
  const own = resource?.namespace ?? ''
  if (resource && own !== namespace) errors.push(invalid(`${RESOURCE}.namespace`, own, 'must match metadata.namespace'))
  return path ? [...errors, invalid(PATH, shown, 'disallowed on this kind of request')] : errors
}

function selectorsFaults(resource: JsonObject): FieldError[] {
  return SELECTORS.flatMap((name) => {
    const selector = resource[name]
    return isObject(selector) ? selectorFaults(selector, `${RESOURCE}.${name}`, name === 'labelSelector') : []
  })
}

function metadataFaults(metadata: ObjectMeta, local: boolean): FieldError[] {
  const {namespace, managedFields: _, ...said} = metadata
  if (Object.keys(said).length === 0 && (namespace === undefined || local)) return []
  return [invalid('metadata', {...metadata} as JsonValue, 'must be empty')]
}

function selectorFaults({rawSelector, requirements}: JsonObject, path: string, labels: boolean): FieldError[] {
  const list = Array.isArray(requirements) ? requirements.filter(isObject) : []
  if (rawSelector && list.length > 0)
    return [invalid(`${path}.rawSelector`, rawSelector, 'may not specified at the same time as requirements')]
  if (!rawSelector && list.length === 0)
    return [required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)]
  return list.flatMap((one, at) => requirementFaults(one, `${path}.requirements[${at}]`, labels))
}

function requirementFaults({key = '', operator, values}: JsonObject, path: string, labels: boolean): FieldError[] {
  const list = Array.isArray(values) ? values.map(String) : []
  const errors: FieldError[] = []
  if (!labels && key === '') errors.push(required(`${path}.key`, 'must be specified'))
  if ((operator === 'In' || operator === 'NotIn') && list.length === 0)
    errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
  if ((operator === 'Exists' || operator === 'DoesNotExist') && list.length > 0)
    errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
  if (!labels) return errors
  errors.push(...qualifiedName(String(key)).map((text) => invalid(`${path}.key`, key, text)))
  const odd = list.flatMap((value, at) => labelValue(value).map((text) => invalid(`${path}.values[${at}]`, value, text)))
  return [...errors, ...odd]
}

/** The note about a label selector that cannot be read: the answer is one without it. */
export function unreadable({resourceAttributes: attributes}: JsonObject): JsonObject {
  const selector = isObject(attributes) ? attributes.labelSelector : undefined
  if (!isObject(selector) || typeof selector.rawSelector !== 'string') return {}
  try {
    parseLabelSelector(selector.rawSelector)
    return {}
  } catch {
    return {evaluationError: `${RESOURCE}.labelSelector ignored due to parse error`}
  }
}
