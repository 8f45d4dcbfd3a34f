import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {mapScalars} from '../../../formats/json/map-scalars.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {yamlText} from '../../../formats/yaml/reader.js'
import {readSimpleYaml} from '../../../formats/yaml/simple-json.js'
import {cannotUnmarshal, readYaml, readYamlMap} from '../go-yaml/read-yaml.js'
import type {ChartFile} from './chart.js'
import {yamlStream} from './yaml-stream.js'

/** The map that a YAML file of a chart holds, its numbers as doubles; empty for an empty file; `type` is what Go would read it into. @throws FluxError `bad-chart` */
export function readMap({name, data}: ChartFile, type = 'v2.Metadata'): JsonObject {
  try {
    return withDoubles(readYamlMap(textOfFile(data), type)) as JsonObject
  } catch (error) {
    throw unreadable(name, messageOf(error), error)
  }
}

/** One map per document of a values file. @throws FluxError `bad-chart` */
export function readMaps({name, data}: ChartFile): JsonObject[] {
  try {
    return readDocuments(textOfFile(data))
  } catch (error) {
    throw unreadable(name, messageOf(error), error instanceof FluxError ? error.cause : error)
  }
}

/** The maps of a text of values, one per document. @throws FluxError `bad-yaml` in Helm's words */
export function readDocuments(given: string): JsonObject[] {
  // Go reads documents line by line, each with its line break
  const text = given.endsWith('\n') ? given : `${given}\n`
  const simple = text.includes('---') ? undefined : readSimpleYaml(text)
  // nothing in it is shared, as aliases are not simple
  if (isObject(simple)) return [(hasIntegers(simple) ? withDoubles(simple) : simple) as JsonObject]
  return Array.from(yamlStream(text), (part) => {
    const value = partValue(part)
    if (value === null) return {}
    if (isObject(value)) return withDoubles(value) as JsonObject
    throw unmarshalFault(`error unmarshaling JSON: while decoding JSON: ${cannotUnmarshal(value, 'map[string]interface {}')}`)
  })
}

function partValue(part: string): JsonValue {
  try {
    return readYaml(part)
  } catch (error) {
    throw unmarshalFault(messageOf(error), error instanceof FluxError ? (error.cause ?? error) : error)
  }
}

function unmarshalFault(words: string, cause?: unknown): FluxError {
  return new FluxError('bad-yaml', `cannot unmarshal yaml document: ${words}`, {cause})
}

function unreadable(name: string, words: string, cause?: unknown): FluxError {
  const hints = cause === undefined ? [] : [`see ${name}: ${messageOf(cause)}`]
  return new FluxError('bad-chart', `cannot load ${name}: ${words}`, {hints, cause})
}

/** Helm reads values through JSON, where every number is a double (helm-engine reference 4.1). */
export function withDoubles(value: JsonValue): JsonValue {
  return mapScalars(value, (scalar) => (typeof scalar === 'bigint' ? Number(scalar) : scalar))
}

/** True for a value with an integer that no double holds. */
function hasIntegers(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint'
  const members = Array.isArray(value) ? value : Object.values(value)
  for (let index = 0; index < members.length; index++) if (hasIntegers(members[index] ?? null)) return true
  return false
}

/** Every file of a chart may begin with a byte order mark, which is dropped. */
export function withoutBom(data: Uint8Array): Uint8Array {
  return data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? data.subarray(3) : data
}

/** Bytes that are no UTF-8 are kept as `yamlText` keeps them, which is how templates have them too. */
export function textOfFile(data: Uint8Array): string {
  return yamlText(data)
}
