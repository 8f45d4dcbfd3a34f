import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {invalid} from '../../../schema/field-error.js'
import type {FieldError, ServedResource} from '../hooks.js'

const MAX = 2 ** 31 - 1

/** What the scale subresource of a custom resource points at must be a replica count and a selector. */
export function validateScale({crd}: ServedResource, object: KubeObject): FieldError[] {
  const subresources = crd?.version.subresources
  const scale = isObject(subresources) && isObject(subresources.scale) ? subresources.scale : undefined
  if (!scale) return []
  const errors = [...replicas(object, String(scale.specReplicasPath)), ...replicas(object, String(scale.statusReplicasPath))]
  const path = scale.labelSelectorPath
  if (typeof path === 'string') {
    const value = at(object as JsonObject, path)
    if (value !== undefined && typeof value !== 'string') errors.push(invalid(path, '', wrongType(path, value, 'string')))
  }
  return errors
}

function at(object: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = object
  for (const key of path.replace(/^\./, '').split('.')) value = isObject(value) ? value[key] : undefined
  return value
}

function replicas(object: KubeObject, path: string): FieldError[] {
  const value = at(object as JsonObject, path)
  if (value === undefined) return []
  if (typeof value !== 'number' || !Number.isInteger(value)) return [invalid(path, 0, wrongType(path, value, 'int64'))]
  if (value < 0) return [invalid(path, value, 'should be a non-negative integer')]
  return value > MAX ? [invalid(path, value, `should be less than or equal to ${MAX}`)] : []
}

function wrongType(path: string, value: JsonValue, wanted: string): string {
  const actual = typeof value === 'number' ? 'float64' : typeof value === 'boolean' ? 'bool' : typeof value
  return `${path} accessor error: ${String(value)} is of the type ${actual}, expected ${wanted}`
}
