import {FluxError, messageOf} from '../../errors/flux-error.js'
import {setOwn} from '../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {parseYamlDocuments} from '../../formats/yaml/parse.js'
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
    values = merged(values, await readValues(await readText(ctx, file, `reading values from ${file} failed`), file))
  return values
}

async function readValues(text: string, file: string): Promise<JsonObject> {
  const value = await parsed(text, file)
  if (value === null) return {}
  if (!isObject(value)) {
    const found = Array.isArray(value)
      ? 'array'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value === 'string'
          ? 'string'
          : 'number'
    const words = `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`
    throw new FluxError('bad-yaml', `unmarshaling values from ${file} failed: ${words}`)
  }
  return doubles(value) as JsonObject
}

/** Only the first document of a file counts. */
async function parsed(text: string, file: string): Promise<JsonValue> {
  try {
    const [first] = parseYamlDocuments(text)
    return first?.index === 0 ? first.value : null
  } catch (error) {
    const {yamlFault} = await import('../../formats/yaml/yaml-fault.js')
    const words = yamlFault(text) ?? messageOf(error).replace(/^:\d+:\d+: /, '')
    throw new FluxError('bad-yaml', `converting values to JSON from ${file} failed: ${words}`, {cause: error})
  }
}

function doubles(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'bigint' || typeof value === 'number') return double(Number(value))
  if (Array.isArray(value)) return value.map(doubles)
  if (!isObject(value)) return value ?? null
  const copy: JsonObject = {}
  for (const [key, item] of Object.entries(value)) setOwn(copy, key, doubles(item))
  return copy
}

/** A whole number within 64 bits is printed with all its digits, a larger one as a float. */
function double(value: number): JsonValue {
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return value || 0
  const digits = Math.abs(value) < 1e21 ? BigInt(String(value)) : undefined
  return digits !== undefined && digits >= -(2n ** 63n) && digits < 2n ** 64n ? digits : value
}

function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result: JsonObject = {...base}
  for (const [key, value] of Object.entries(over)) {
    const old = result[key]
    setOwn(result, key, isObject(old) && isObject(value) ? merged(old, value) : value!)
  }
  return result
}
