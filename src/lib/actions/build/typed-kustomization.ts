import {decodeStruct} from '../../engines/kustomize/kustomization/decode.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {parseDuration} from '../../formats/duration/duration.js'
import {goKind} from '../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {withTexts} from '../../render/file/typed-file.js'
import {KUSTOMIZATION_OBJECT} from './kustomization-shape.js'

/** Fields of texts by name, in which nothing is an empty text. */
const TEXT_MAPS = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['spec', 'commonMetadata', 'labels'],
  ['spec', 'commonMetadata', 'annotations'],
  ['spec', 'postBuild', 'substitute'],
]
const DURATIONS = ['interval', 'retryInterval', 'timeout']

/**
 * A document with the types of a Kustomization, as reading it into Go's would do: `a: 1` is a text where texts are wanted, `apiVersion`
 * and `kind` excepted. Throws FluxError `bad-yaml` in Go's words for a value of another type and a duration that is none.
 */
export function typedKustomization(value: JsonValue): JsonObject {
  try {
    checkDurations(value)
    const {fields} = KUSTOMIZATION_OBJECT
    const texts = isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            key === 'kind' || key === 'apiVersion' ? item : withTexts(item ?? null, fields[key] ?? 'any'),
          ]),
        )
      : value
    decodeStruct(texts, KUSTOMIZATION_OBJECT, false)
    const object = isObject(texts) ? texts : {}
    return TEXT_MAPS.reduce<JsonObject>(withoutNulls, {...object, spec: isObject(object.spec) ? object.spec : {}})
  } catch (error) {
    throw new FluxError('bad-yaml', `error unmarshaling JSON: while decoding JSON: ${messageOf(error)}`, {cause: error})
  }
}

/** A duration that cannot be read ends the reading, whatever else is wrong. */
function checkDurations(value: JsonValue): void {
  const spec = isObject(value) && isObject(value.spec) ? value.spec : {}
  for (const field of DURATIONS) {
    const text = spec[field]
    if (text === undefined || text === null) continue
    if (typeof text === 'string') parseDuration(text)
    else
      throw new FluxError(
        'bad-yaml',
        `json: cannot unmarshal ${goKind(text)} into Go struct field KustomizationSpec.spec.${field} of type string`,
      )
  }
}

function withoutNulls(value: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  const inner = key === undefined ? undefined : value[key]
  if (key === undefined || !isObject(inner)) return value
  if (rest.length > 0) return {...value, [key]: withoutNulls(inner, rest)}
  return {...value, [key]: Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, item ?? '']))}
}
