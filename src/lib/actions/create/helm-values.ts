import {FluxError} from '../../errors/flux-error.js'
import {goKind} from '../../formats/json/go-kind.js'
import {type JsonScalar, mapScalars} from '../../formats/json/map-scalars.js'
import {mergeMaps} from '../../formats/json/merge-maps.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {yamlText} from '../../formats/yaml/reader.js'
import type {CreateContext} from './context.js'
import {readText} from './file-text.js'

/**
 * `spec.values` of the files of `--values`, merged in their order: maps into each other, everything else replaced.
 * Numbers are doubles, as after Go's encoding/json.
 */
export async function helmValues(ctx: CreateContext, files: readonly string[] | undefined): Promise<JsonObject | undefined> {
  if (!files || files.length === 0) return undefined
  let values: JsonObject = {}
  for (const file of files)
    values = mergeMaps(values, await readValues(await readText(ctx, file, `reading values from ${file} failed`, yamlText), file))
  return values
}

async function readValues(text: string, file: string): Promise<JsonObject> {
  const value = await parsed(text, file)
  if (value === null) return {}
  if (!isObject(value)) {
    const words = `json: cannot unmarshal ${goKind(value)} into Go value of type map[string]interface {}`
    throw new FluxError('bad-yaml', `unmarshaling values from ${file} failed: ${words}`)
  }
  return mapScalars(value, (scalar) => (isNumber(scalar) ? double(Number(scalar)) : scalar)) as JsonObject
}

/** Only the first document of a file counts. What reads YAML is loaded where there is some. */
async function parsed(text: string, file: string): Promise<JsonValue> {
  const {firstYamlValue} = await import('../../formats/yaml/value/first-value.js')
  try {
    return firstYamlValue(text)
  } catch (error) {
    const {GoYamlFault} = await import('../../formats/yaml/value/go-decoder.js')
    if (!(error instanceof GoYamlFault)) throw error
    throw new FluxError('bad-yaml', `converting values to JSON from ${file} failed: ${error.message}`, {cause: error})
  }
}

const isNumber = (scalar: JsonScalar) => typeof scalar === 'number' || typeof scalar === 'bigint'

/** A whole number within 64 bits is printed with all its digits, a larger one as a float. */
function double(value: number): number | bigint {
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return value || 0
  const digits = Math.abs(value) < 1e21 ? BigInt(String(value)) : undefined
  return digits !== undefined && digits >= -(2n ** 63n) && digits < 2n ** 64n ? digits : value
}
