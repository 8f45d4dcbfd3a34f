import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {mapScalars} from '../../../formats/json/map-scalars.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import {yamlFault} from '../../../formats/yaml/yaml-fault.js'
import type {ChartFile} from './chart.js'
import {cannotUnmarshal, readYamlMap} from './go-yaml.js'
import {mapKeyFault} from './map-key-fault.js'

/** The map that a YAML file of a chart holds, its numbers as doubles; empty for an empty file. @throws FluxError `bad-chart` */
export function readMap({name, data}: ChartFile): JsonObject {
  try {
    return withDoubles(readYamlMap(textOfFile(data), 'v2.Metadata', name)) as JsonObject
  } catch (error) {
    throw unreadable(name, messageOf(error), error)
  }
}

/** One map per document of a values file. */
export function readMaps({name, data}: ChartFile): JsonObject[] {
  const text = textOfFile(data)
  let values: JsonValue[]
  try {
    values = parseYamlDocuments(text, {file: name}).map(({value}) => value)
    const fault = mapKeyFault(text)
    if (fault !== undefined) throw new FluxError('bad-yaml', `error converting YAML to JSON: yaml: ${fault}`)
  } catch (error) {
    const fault = yamlFault(text)
    const words = fault === undefined ? messageOf(error) : `error converting YAML to JSON: ${fault}`
    throw unreadable(name, `cannot unmarshal yaml document: ${words}`, error)
  }
  return values.map((value) => {
    if (isObject(value)) return withDoubles(value) as JsonObject
    throw unreadable(
      name,
      `cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: ${cannotUnmarshal(value, 'map[string]interface {}')}`,
    )
  })
}

function unreadable(name: string, words: string, cause?: unknown): FluxError {
  const hints = cause === undefined ? [] : [`see ${name}: ${messageOf(cause)}`]
  return new FluxError('bad-chart', `cannot load ${name}: ${words}`, {hints, cause})
}

/** Helm reads values through JSON, where every number is a double (helm-engine reference 4.1). */
export function withDoubles(value: JsonValue): JsonValue {
  return mapScalars(value, (scalar) => (typeof scalar === 'bigint' ? Number(scalar) : scalar))
}

const BOM = [0xef, 0xbb, 0xbf]

/** Every file of a chart may begin with a byte order mark, which is dropped. */
export function withoutBom(data: Uint8Array): Uint8Array {
  return BOM.every((byte, i) => data[i] === byte) ? data.subarray(3) : data
}

export function textOfFile(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')
}
