import {FluxError, LimitExceeded, messageOf} from '../../../errors/flux-error.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import {readSimpleYaml} from '../../../formats/yaml/simple-json.js'
import {yamlFault} from '../../../formats/yaml/yaml-fault.js'
import {anchorWithinItself, firstGoDocument, GoYamlFault} from './go-document.js'
import {mapKeyFault} from './map-key-fault.js'
import {withLastBreak} from './open-end.js'

/** The value of the first YAML document, as Go's Unmarshal reads no further. @throws FluxError `bad-yaml` in the words of Go's reader, with the file as a hint */
export function readYaml(text: string, file?: string): JsonValue {
  const simple = readSimpleYaml(text)
  if (simple !== undefined) return simple
  try {
    const found = firstGoDocument(text)
    if (found !== undefined) return found.value
  } catch (error) {
    if (!(error instanceof GoYamlFault)) throw error
    throw new FluxError('bad-yaml', `error converting YAML to JSON: ${error.message}`, {hints: hintsOf(error.message)})
  }
  return readWithAliases(text, file)
}

/** Keys that are maps are mostly braces that nobody rendered. */
function hintsOf(words: string): string[] {
  return words.includes('invalid map key') ? ['braces that are no template must be in quotes'] : []
}

function readWithAliases(text: string, file: string | undefined): JsonValue {
  try {
    const value = parseYamlDocuments(withLastBreak(text), {file})[0]?.value ?? null
    const fault = mapKeyFault(text)
    if (fault === undefined) return value
    throw new FluxError('bad-yaml', `error converting YAML to JSON: yaml: ${fault}`, {
      hints: ['braces that are no template must be in quotes'],
    })
  } catch (error) {
    if (error instanceof FluxError && error.hints.length > 0) throw error
    throw new FluxError('bad-yaml', faultWords(text, error), {
      hints: [messageOf(error)],
      cause: error,
    })
  }
}

/** What Go says of a text that cannot be read. */
export function faultWords(text: string, error: unknown): string {
  const aliases = error instanceof LimitExceeded ? /document contains excessive aliasing$/.exec(error.message) : null
  const anchor = aliases ? anchorWithinItself(text) : undefined
  if (anchor !== undefined) return `error converting YAML to JSON: yaml: anchor '${anchor}' value contains itself`
  const fault = aliases ? `yaml: ${aliases[0]}` : (yamlFault(text) ?? valueFault(messageOf(error)))
  return fault === undefined ? messageOf(error) : `error converting YAML to JSON: ${fault}`
}

/** What Go says of texts that are YAML and yet no JSON. */
function valueFault(words: string): string | undefined {
  if (words.includes('cannot merge mappings')) return 'yaml: map merge requires map or sequence of maps as the value'
  return /json: unsupported value: \S+$/.exec(words)?.[0]
}

/** A document that is a map; an empty one is an empty map. `type` is what Go would read it into. */
export function readYamlMap(text: string, type: string, file?: string): JsonObject {
  const value = readYaml(text, file)
  if (value === null) return {}
  if (isObject(value)) return value
  throw new FluxError('bad-yaml', `error unmarshaling JSON: while decoding JSON: ${cannotUnmarshal(value, type)}`)
}

/** Go's complaint about a value of another kind than it is read into. */
export function cannotUnmarshal(value: JsonValue, type: string): string {
  return `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`
}
