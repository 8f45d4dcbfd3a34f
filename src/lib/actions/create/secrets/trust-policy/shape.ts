import {FluxError} from '../../../../errors/flux-error.js'
import {goKind} from '../../../../formats/json/go-kind.js'
import {isObject, type JsonValue} from '../../../../formats/json/value.js'

export interface TrustPolicyDocument {
  readonly version: string
  readonly trustPolicies: readonly TrustStatement[]
}

export interface TrustStatement {
  readonly name: string
  readonly registryScopes: readonly string[]
  readonly signatureVerification: {
    readonly level: string
    readonly override: Readonly<Record<string, string>>
    readonly verifyTimestamp: string
  }
  readonly trustStores: readonly string[]
  readonly trustedIdentities: readonly string[]
}

/** A Go type as far as the document needs it. */
type GoType =
  | {readonly go: 'string'}
  | {readonly go: string; readonly list: GoType}
  | {readonly go: string; readonly fields: Readonly<Record<string, GoType>>}
  | {readonly go: string; readonly values: GoType}

const TEXT: GoType = {go: 'string'}
const TEXTS: GoType = {go: '[]string', list: TEXT}
const VERIFICATION: GoType = {
  go: 'trustpolicy.SignatureVerification',
  fields: {
    level: TEXT,
    override: {go: 'map[trustpolicy.ValidationType]trustpolicy.ValidationAction', values: TEXT},
    verifyTimestamp: TEXT,
  },
}
const STATEMENT: GoType = {
  go: 'trustpolicy.TrustPolicy',
  fields: {name: TEXT, registryScopes: TEXTS, signatureVerification: VERIFICATION, trustStores: TEXTS, trustedIdentities: TEXTS},
}
const DOCUMENT: GoType = {
  go: 'trustpolicy.Document',
  fields: {version: TEXT, trustPolicies: {go: '[]trustpolicy.TrustPolicy', list: STATEMENT}},
}

/**
 * The document with everything that is missing empty, keys without regard to case, as Go decodes it.
 * @throws FluxError in Go's words when a value has another type
 */
export function decodeTrustPolicy(value: JsonValue): TrustPolicyDocument {
  return decode(value, DOCUMENT, {struct: '', path: []}) as unknown as TrustPolicyDocument
}

interface Place {
  /** name of the Go struct that the value is in */
  readonly struct: string
  readonly path: readonly string[]
}

function decode(value: JsonValue | undefined, type: GoType, place: Place): unknown {
  const absent = value === undefined || value === null
  if ('list' in type) {
    if (absent) return []
    if (!Array.isArray(value)) throw mismatch(value, type, place)
    return value.map((item) => decode(item, type.list, place))
  }
  if ('fields' in type || 'values' in type) {
    if (!absent && !isObject(value)) throw mismatch(value, type, place)
    const entries = Object.entries(value ?? {})
    if ('values' in type) return Object.fromEntries(entries.map(([key, item]) => [key, decode(item, type.values, place)]))
    const struct = type.go.replace('trustpolicy.', '')
    return Object.fromEntries(
      Object.entries(type.fields).map(([field, inner]) => {
        const found = entries.findLast(([key]) => key.toLowerCase() === field.toLowerCase())?.[1]
        return [field, decode(found, inner, {struct, path: [...place.path, field]})]
      }),
    )
  }
  if (absent) return ''
  if (typeof value !== 'string') throw mismatch(value, type, place)
  return value
}

function mismatch(value: JsonValue, type: GoType, {struct, path}: Place): FluxError {
  const where = struct === '' ? 'Go value' : `Go struct field ${[struct, ...path].join('.')}`
  return new FluxError('bad-json', `json: cannot unmarshal ${goKind(value)} into ${where} of type ${type.go}`)
}
