import {FluxError} from '../../../errors/flux-error.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {firstYamlValue} from '../../../formats/yaml/value/first-value.js'
import {GoYamlFault} from '../../../formats/yaml/value/go-decoder.js'

/** The value of the first YAML document, as Go's Unmarshal reads no further. @throws FluxError `bad-yaml` in the words of Go's reader */
export function readYaml(text: string): JsonValue {
  try {
    return firstYamlValue(text)
  } catch (error) {
    if (!(error instanceof GoYamlFault)) throw error
    throw new FluxError('bad-yaml', `error converting YAML to JSON: ${error.message}`, {hints: hintsOf(error.message)})
  }
}

/** Keys that are maps are mostly braces that nobody rendered. */
function hintsOf(words: string): string[] {
  return words.includes('invalid map key') ? ['braces that are no template must be in quotes'] : []
}

/** A document that is a map; an empty one is an empty map. `type` is what Go would read it into. */
export function readYamlMap(text: string, type: string): JsonObject {
  const value = readYaml(text)
  if (value === null) return {}
  if (isObject(value)) return value
  throw new FluxError('bad-yaml', `error unmarshaling JSON: while decoding JSON: ${cannotUnmarshal(value, type)}`)
}

/** Go's complaint about a value of another kind than it is read into. */
export function cannotUnmarshal(value: JsonValue, type: string): string {
  return `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`
}
