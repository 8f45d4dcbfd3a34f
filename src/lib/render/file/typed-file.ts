import {decodeStruct, type Shape} from '../../engines/kustomize/kustomization/decode.js'
import {KUSTOMIZATION} from '../../engines/kustomize/kustomization/shapes.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goKind} from '../../formats/json/go-kind.js'
import {setOwn} from '../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {goFloat} from '../../formats/yaml/number.js'

/**
 * The fields of a kustomization file as Flux reads it before kustomize does: a number or boolean where kustomize wants
 * text is that text. `file` is for the hint.
 * @throws FluxError `build-failed` with Go's words for a value of another kind
 */
export function typedFile(value: JsonValue, file: string): JsonObject {
  try {
    if (!isObject(value)) {
      throw new FluxError('build-failed', `json: cannot unmarshal ${goKind(value)} into Go value of type types.Kustomization`)
    }
    const typed = withTexts(value, KUSTOMIZATION) as JsonObject
    decodeStruct(typed, KUSTOMIZATION, false)
    return typed
  } catch (error) {
    const words = `error unmarshaling JSON: while decoding JSON: ${messageOf(error)}`
    throw new FluxError('build-failed', words, {cause: error, hints: [`See ${file}.`]})
  }
}

/** A value whose numbers and booleans are texts where the shape wants texts, as sigs.k8s.io/yaml reads a file into a Go type. */
export function withTexts(value: JsonValue, shape: Shape): JsonValue {
  if (shape === 'string' || shape === 'types.SortOrder') return asText(value)
  if (typeof shape === 'string' || value === null) return value
  if ('optional' in shape) return withTexts(value, shape.optional)
  if ('list' in shape) return Array.isArray(value) ? value.map((item) => withTexts(item, shape.list)) : value
  if (!isObject(value)) return value
  const result: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    const inner = 'map' in shape ? shape.map : shape.fields[key]
    if (item !== undefined) setOwn(result, key, inner === undefined ? item : withTexts(item, inner))
  }
  return result
}

function asText(value: JsonValue): JsonValue {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : goFloat(value)
  return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : value
}
