import {yamlStream} from '../../../engines/helm/chart/yaml-stream.js'
import {readYaml} from '../../../engines/helm/go-yaml/read-yaml.js'
import {FluxError} from '../../../errors/flux-error.js'
import {scanJson} from '../../../formats/json/go-check.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {sortedJson} from '../../../schema/go/quote.js'

/** A brace comes first, among the characters that the reader of Kubernetes looks at. */
const JSON_FIRST = /^[\t-\r \u0085\u00a0]*\{/
const LOOKED_AT = 2048
/** What the reader takes for white space. */
const IS_SPACE = /[\t-\r \u0085\u00a0]/
/** The reader looks at as many bytes as a character may have. */
const CHARACTER = 4
/** What Go's JSON passes over. */
const SPACE = /[ \t\r\n]*/y

/**
 * The objects in a text, as Kubernetes' reader of streams finds them: JSON values after each other, or YAML documents between lines of
 * dashes. What follows the first JSON value may be YAML, or that value itself; of more than one in a part only the first is read. Empty ones are left out.
 * @throws FluxError `bad-manifest` in its words
 */
export function* manifestStream(text: string): Generator<JsonObject> {
  if (!JSON_FIRST.test(text.slice(0, LOOKED_AT))) {
    yield* yamlObjects(text)
    return
  }
  for (let [at, count] = [0, 0]; ; count++) {
    SPACE.lastIndex = at
    SPACE.test(text)
    if (SPACE.lastIndex === text.length) return
    const found = jsonObject(text, SPACE.lastIndex)
    if ('object' in found) {
      yield found.object
      at = found.end
      continue
    }
    if (count > 1) throw bad(found.fault)
    yield* yamlInstead(
      text.slice(at),
      bad(found.place === undefined ? found.fault : `json: offset ${found.place}: ${found.fault}`),
    )
    return
  }
}

/** `fault` counts when the first document cannot be read as YAML, either. */
function* yamlInstead(rest: string, fault: FluxError): Generator<JsonObject> {
  const text = afterSpace(rest)
  if (text === undefined) throw fault
  const values = yamlValues(text)
  let first: IteratorResult<JsonObject | undefined>
  try {
    first = values.next()
  } catch {
    throw fault
  }
  if (first.value) yield first.value
  for (const value of values) if (value) yield value
}

/** What stands behind white space up to the next line; nothing when the text ends before it is clear that something does. */
function afterSpace(text: string): string | undefined {
  for (let at = 0; Buffer.byteLength(text.slice(at, at + CHARACTER)) >= CHARACTER; at++) {
    if (!IS_SPACE.test(text[at]!)) return text.slice(at)
    if (text[at] === '\n') return text.slice(at + 1)
  }
  return undefined
}

function jsonObject(text: string, from: number): {object: JsonObject; end: number} | {fault: string; place?: number} {
  const found = scanJson(text, from)
  if ('error' in found) {
    // that the text breaks off has no place
    if (found.at >= text.length) return {fault: found.error}
    return {fault: found.error, place: Buffer.byteLength(text.slice(0, found.at)) + 1}
  }
  const written = text.slice(from, found.end)
  const value = parseJson(written)
  const fault = value === null ? kindless(written) : objectFault(value, written)
  return fault === undefined ? {object: value as JsonObject, end: found.end} : {fault}
}

function* yamlObjects(text: string): Generator<JsonObject> {
  for (const value of yamlValues(text)) if (value) yield value
}

/** The object of each document; undefined for an empty one. */
function* yamlValues(text: string): Generator<JsonObject | undefined> {
  // the reader goes by lines, and gives each one end
  const lines = `${text}\n`.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n')
  for (const part of yamlStream(lines, '')) {
    const value = readYaml(part)
    const fault = value === null ? undefined : objectFault(value, undefined)
    if (fault !== undefined) throw bad(`error unmarshaling JSON: while decoding JSON: ${fault}`)
    yield value === null ? undefined : (value as JsonObject)
  }
}

/** Why a value is no object of Kubernetes; `written`: its text. */
function objectFault(value: JsonValue, written: string | undefined): string | undefined {
  if (!isObject(value)) return `json: cannot unmarshal ${goKind(value)} into Go value of type map[string]interface {}`
  const {apiVersion, kind} = value
  const isReadable = typeof apiVersion !== 'string' || apiVersion.split('/').length <= 2
  if (isReadable && typeof kind === 'string' && kind !== '') return undefined
  // it may be a Secret, or hold some
  const hidden = sortedJson(withoutData(value))
  return kindless(hidden === sortedJson(value) ? (written ?? hidden) : hidden)
}

function withoutData(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutData)
  if (!isObject(value)) return value
  const members = Object.entries(value) as [string, JsonValue][]
  return Object.fromEntries(members.map(([key, item]) => [key, /^(?:data|stringData)$/.test(key) ? '***' : withoutData(item)]))
}

const kindless = (json: string) => `Object 'Kind' is missing in '${json}'`

function bad(words: string): FluxError {
  return new FluxError('bad-manifest', words)
}
