import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import type {ChartFile} from './chart.js'

/** The map that a YAML file of a chart holds, its numbers as doubles; empty for an empty file. @throws FluxError `bad-chart` */
export function readMap({name, data}: ChartFile): JsonObject {
  return readMaps({name, data})[0] ?? {}
}

/** One map per document. */
export function readMaps({name, data}: ChartFile): JsonObject[] {
  let values: JsonValue[]
  try {
    values = parseYamlDocuments(textOfFile(data), {file: name}).map(({value}) => value)
  } catch (error) {
    throw new FluxError('bad-chart', `cannot load ${name}: ${messageOf(error)}`, {cause: error})
  }
  return values.map((value) => {
    if (isObject(value)) return withDoubles(value) as JsonObject
    throw new FluxError(
      'bad-chart',
      `cannot load ${name}: the document is ${Array.isArray(value) ? 'a list' : 'a scalar'}, not a map`,
    )
  })
}

/** Helm reads values through JSON, where every number is a double (helm-engine reference 4.1). */
export function withDoubles(value: JsonValue): JsonValue {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(withDoubles)
  if (!isObject(value)) return value
  const result: JsonObject = {}
  for (const [key, member] of Object.entries(value)) if (member !== undefined) setOwn(result, key, withDoubles(member))
  return result
}

const BOM = [0xef, 0xbb, 0xbf]

/** Every file of a chart may begin with a byte order mark, which is dropped. */
export function withoutBom(data: Uint8Array): Uint8Array {
  return BOM.every((byte, i) => data[i] === byte) ? data.subarray(3) : data
}

export function textOfFile(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')
}
