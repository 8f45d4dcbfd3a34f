import {FluxError} from '../../errors/flux-error.js'
import {goKind} from '../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'

/** Fields of texts by name: in a file their values may be written as numbers or booleans. */
const TEXT_MAPS = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['spec', 'commonMetadata', 'labels'],
  ['spec', 'commonMetadata', 'annotations'],
  ['spec', 'postBuild', 'substitute'],
]
const DURATIONS = ['interval', 'retryInterval', 'timeout']

/**
 * A Kustomization from a file with its types right, as reading it into Go's would do: `a: 1` is a text where texts are wanted.
 * Throws FluxError for a duration that is none.
 */
export function typedKustomization(object: KubeObject): KubeObject {
  const spec = isObject(object.spec) ? object.spec : {}
  for (const field of DURATIONS) {
    const value = spec[field]
    if (value === undefined || value === null || typeof value === 'string') continue
    throw new FluxError(
      'bad-yaml',
      `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goKind(value)} into Go struct field KustomizationSpec.spec.${field} of type string`,
    )
  }
  return TEXT_MAPS.reduce<JsonObject>((result, path) => withTexts(result, path), {...object, spec}) as KubeObject
}

function withTexts(value: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  const inner = key === undefined ? undefined : value[key]
  if (key === undefined || !isObject(inner)) return value
  if (rest.length > 0) return {...value, [key]: withTexts(inner, rest)}
  return {...value, [key]: Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, textOf(item)]))}
}

function textOf(value: JsonValue | undefined): JsonValue | undefined {
  if (value === null) return ''
  return typeof value === 'object' || value === undefined ? value : String(value)
}
