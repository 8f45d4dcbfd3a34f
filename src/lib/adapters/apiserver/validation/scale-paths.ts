import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {invalid} from '../../../schema/field-error.js'
import type {FieldError, ServedResource} from '../hooks.js'
import {goType, goValue} from '../ssa/typed/go-text.js'

const MAX = 2 ** 31 - 1

/** What the scale subresource of a custom resource points at must be a replica count and a selector. */
export function validateScale({crd}: ServedResource, object: KubeObject): FieldError[] {
  const subresources = crd?.version.subresources
  const scale = isObject(subresources) && isObject(subresources.scale) ? subresources.scale : undefined
  if (!scale) return []
  const errors = [...replicas(object, String(scale.specReplicasPath)), ...replicas(object, String(scale.statusReplicasPath))]
  const path = scale.labelSelectorPath
  if (typeof path === 'string') {
    const {value, fault} = at(object as JsonObject, path)
    if (fault !== undefined) errors.push(invalid(path, '', fault))
    else if (value !== undefined && typeof value !== 'string') errors.push(invalid(path, '', wrongType(path, value, 'string')))
  }
  return errors
}

/** What is at a path; a fault when something on the way there is no object. */
function at(object: JsonObject, path: string): {value?: JsonValue | undefined; fault?: string} {
  const keys = path.replace(/^\./, '').split('.')
  let value: JsonValue | undefined = object
  for (const [index, key] of keys.entries()) {
    if (value === undefined || value === null) return {}
    if (!isObject(value)) return {fault: wrongType(`.${keys.slice(0, index + 1).join('.')}`, value, 'map[string]interface{}')}
    value = value[key]
  }
  return {value}
}

function replicas(object: KubeObject, path: string): FieldError[] {
  const {value, fault} = at(object as JsonObject, path)
  if (fault !== undefined) return [invalid(path, 0, fault)]
  if (value === undefined) return []
  if (typeof value !== 'number' || !Number.isInteger(value)) return [invalid(path, 0, wrongType(path, value, 'int64'))]
  if (value < 0) return [invalid(path, value, 'should be a non-negative integer')]
  return value > MAX ? [invalid(path, value, `should be less than or equal to ${MAX}`)] : []
}

function wrongType(path: string, value: JsonValue, wanted: string): string {
  return `${path} accessor error: ${goValue(value, true)} is of the type ${goType(value)}, expected ${wanted}`
}
