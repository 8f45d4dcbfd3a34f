import {messageOf} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {freezeCopy, freezeDeep} from '../../../formats/json/freeze.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {parseJson} from '../../../formats/json/parse.js'
import {type SpelledNumbers, spelledNumbers} from '../../../formats/json/spelled-numbers.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {firstDocument} from '../../../formats/yaml/first-document.js'
import {duplicateKeys} from '../../../formats/yaml/keys/duplicate-keys.js'
import {parseYaml, parseYamlDocuments} from '../../../formats/yaml/parse.js'
import {yamlFault} from '../../../formats/yaml/yaml-fault.js'
import {decodeObject, ProtobufFault} from '../protobuf/decode-object.js'
import {PROTOBUF} from '../protobuf/envelope.js'
import {builtinMessages} from '../protobuf/message-table.js'
import {badRequest, statusError} from '../status.js'
import type {ApiRequest} from './api-request.js'
import {typeFault} from './go-types.js'

/** Bodies above this are refused, as kube-apiserver does (3 MiB). */
export const MAX_BODY = 3 * 1024 * 1024
export const BODY_TYPES = ['application/json', 'application/yaml', PROTOBUF]
const SUMMARY = 30

const MEDIA_TYPE = /^\s*[-\w.+!#$&^]+(\/[-\w.+!#$&^]+)?\s*(;\s*[-\w.+!#$&^*]+\s*=\s*([-\w.+!#$&^*]+|"[^"]*")\s*)*;?\s*$/

/** Type of a Content-Type header without parameters; undefined when it does not parse. */
export function mediaTypeOf(contentType: string): string | undefined {
  if (!MEDIA_TYPE.test(contentType)) return undefined
  return contentType.split(';')[0]!.trim().toLowerCase()
}

export function unsupportedMediaType(accepted: readonly string[]): Error {
  return statusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )
}

/** A body as it came: its value and what the strict reader found. */
export interface BodyValue {
  readonly value: JsonValue
  /** `duplicate field "spec.a"`, of YAML `line 4: key "a" already set in map` */
  readonly strict: readonly string[]
  /** absent for values that never were text */
  readonly text?: string | undefined
  /** numbers of a JSON text that are not written as they are printed */
  readonly numbers?: SpelledNumbers | undefined
}

/** The text of a request's body; undefined when there is none or it never was text. */
export function bodyText(request: ApiRequest): string | undefined {
  if (!request.body || !('bytes' in request.body)) return undefined
  const {bytes} = request.body
  checkSize(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length > MAX_BODY) throw tooLarge()
}

function tooLarge(): Error {
  return statusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY}`)
}

/** A frozen copy of a value that came without a socket, where nobody has counted yet. */
export function ownValue(value: JsonValue): JsonValue {
  if (textLength(value) > MAX_BODY) throw tooLarge()
  return freezeCopy(value)
}

/** Length of the JSON text of a value, roughly and never too much: escapes and other characters than ASCII count as one. */
function textLength(value: JsonValue | undefined): number {
  if (typeof value === 'string') return value.length + 2
  if (value === null || typeof value !== 'object') return 1
  let length = 2
  if (Array.isArray(value)) for (const item of value) length += textLength(item)
  else for (const key in value) length += key.length + 3 + textLength(value[key])
  return length
}

/**
 * The value of a body in JSON or YAML, deeply frozen; `fault` makes the error of a text that does not parse. `typed`: the server
 * reads it right into a Go type, which fields that come again fill further.
 */
export function bodyValue(
  request: ApiRequest,
  yaml: boolean,
  fault: (text: string, reason: string) => Error = plainFault,
  typed = false,
): BodyValue | undefined {
  if (!request.body) return yaml ? NOTHING : undefined
  if ('value' in request.body) return {value: ownValue(request.body.value), strict: []}
  const text = bodyText(request)
  if (text === undefined || text === '') return yaml ? NOTHING : undefined
  if (yaml) return yamlBody(text, fault)
  const check = checkJson(text)
  if (check.error !== undefined) throw fault(text, `json parse error: ${check.error}`)
  const strict = check.duplicates.map((path) => `duplicate field ${goQuote(path)}`)
  const value = freezeDeep(jsonValue(text, typed && strict.length > 0, check.parsed))
  return {value, strict, text, numbers: spelledNumbers(text)}
}

/** An empty YAML text is a null. */
const NOTHING: BodyValue = {value: null, strict: [], text: ''}

function plainFault(_text: string, reason: string): Error {
  return badRequest(reason.replace(/^json parse error: /, ''))
}

function yamlBody(text: string, fault: (text: string, reason: string) => Error): BodyValue {
  try {
    return {value: freezeDeep(sorted(firstYaml(text))), strict: duplicateKeys(text), text}
  } catch (error) {
    throw fault(text, yamlReason(text, messageOf(error)))
  }
}

/** The first document of a YAML text; the server does not look at what follows it. */
export function firstYaml(text: string): JsonValue {
  try {
    return parseYamlDocuments(text, {dialect: 'kubernetes'}).find(({index}) => index === 0)?.value ?? null
  } catch (error) {
    const first = firstDocument(text)
    if (first === text) throw error
    return parseYaml(first, {dialect: 'kubernetes'})
  }
}

/** As the server turns YAML into JSON: with sorted keys. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  // beyond 64 bits there are only floats
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : Number(value)
  if (!isObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] as JsonValue)]))
}

/** A YAML error as go-yaml words it; of what only our reader refuses, its words. */
export function yamlReason(text: string, message: string): string {
  const fault = yamlFault(text)
  if (fault !== undefined) return fault
  const [, line, words] = /^:(\d+):\d+: (.*)$/s.exec(message) ?? []
  if (words?.startsWith('json: ')) return words
  return line === undefined ? `yaml: ${message}` : `yaml: line ${line}: ${words}`
}

/**
 * A JSON text's value; half surrogates become U+FFFD, as Go reads them. `join`: fields that come again are joined; `parsed`: what
 * `JSON.parse` has made of the text.
 */
export function jsonValue(text: string, join = false, parsed?: JsonValue): JsonValue {
  const value = parseJson(text, {join, parsed})
  return text.includes('\\u') && /\\u[dD][89a-fA-F]/.test(text) ? repaired(value) : value
}

function repaired(value: JsonValue): JsonValue {
  if (typeof value === 'string')
    return value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
  if (Array.isArray(value)) return value.map(repaired)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, repaired(item as JsonValue)]))
}

/** A kind that a body is to be of, and the group whose scheme reads it. */
export interface BodyKind {
  readonly kind: string
  readonly apiVersion: string
}

/** Servers of their own behind one address: they know no kinds but theirs. */
const OWN_SCHEMES = /^(apiextensions|apiregistration)\.k8s\.io\//

const ownScheme = ({apiVersion}: BodyKind): string | undefined => OWN_SCHEMES.exec(apiVersion)?.[0]

/** A body in Protobuf, as client-go's typed clients send built-in kinds. */
export function protobufBody(
  request: ApiRequest,
  expected: BodyKind,
  knows: (type: BodyKind) => boolean,
  fault: (error: ProtobufFault, bytes: Uint8Array) => Error,
): BodyValue {
  const bytes = request.body && 'bytes' in request.body ? request.body.bytes : new Uint8Array()
  checkSize(bytes)
  try {
    return {value: freezeDeep(decodeObject(bytes, builtinMessages(), expected, knows)), strict: []}
  } catch (error) {
    throw error instanceof ProtobufFault ? fault(error, bytes) : error
  }
}

/** Body of an object of a kind, with the texts that the server's recogniser has for what is none. */
export function objectBody(request: ApiRequest, type: string, of: BodyKind, custom: boolean): BodyValue {
  const {kind} = of
  const unrecognised = (text: string | Uint8Array, reason: string): Error =>
    badRequest(`the object provided is unrecognized (must be of type ${kind}): ${reason} (${summary(text)})`)
  if (type === PROTOBUF) {
    const group = ownScheme(of)
    return protobufBody(
      request,
      of,
      (type) => ownScheme(type) === group || (type.apiVersion === 'v1' && /Options$/.test(type.kind)),
      ({message, of: told}, bytes) =>
        told
          ? badRequest(`${told.kind} in version "${versionIn(told)}" cannot be handled as a ${kind}: ${message}`)
          : unrecognised(bytes, message),
    )
  }
  const fault = (text: string, reason: string): Error =>
    unrecognised(text, reason.startsWith('json') ? `couldn't get version/kind; ${reason}` : reason)
  const body = bodyValue(request, type === 'application/yaml', fault, !custom)
  if (!body) throw fault('', 'json parse error: unexpected end of JSON input')
  const {value, text = ''} = body
  const wrong = typeFault(value)
  if (wrong !== undefined) throw fault(text, `json parse error: ${wrong}`)
  const {apiVersion} = isObject(value) ? value : {}
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2)
    throw unrecognised(text, `unexpected GroupVersion string: ${apiVersion}`)
  if (custom) {
    const object = isObject(value) ? value : {}
    if (!object.kind) throw unrecognised(text, `Object 'Kind' is missing in '${text}'`)
    const version = String(object.apiVersion ?? '')
      .split('/')
      .at(-1)
    // a number that no float holds is a matter of whoever reads maps
    const large = [...(body.numbers?.spellings.values() ?? [])].find((number) => !Number.isFinite(Number(number)))
    if (large !== undefined) {
      const reason = `json: cannot unmarshal number ${large} into Go value of type float64`
      throw badRequest(`${String(object.kind)} in version "${version}" cannot be handled as a ${kind}: ${reason}`)
    }
  }
  return body
}

const versionIn = ({apiVersion}: BodyKind): string => apiVersion.slice(apiVersion.indexOf('/') + 1)

function summary(body: string | Uint8Array): string {
  const bytes = Buffer.from(body as Uint8Array)
  if (bytes.length === 0) return '<empty>'
  const cut = bytes.length > SUMMARY
  const part = bytes.subarray(0, SUMMARY)
  const shown = bytes[0] === 0x7b ? part.toString() : part.toString('hex')
  return cut ? `${shown} ...` : shown
}
