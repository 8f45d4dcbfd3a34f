import {Buffer} from 'node:buffer'
import {checkJson} from '../../../../formats/json/go-check.js'
import {goKind} from '../../../../formats/json/go-kind.js'
import {parseJson} from '../../../../formats/json/parse.js'
import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, invalid, required, tooLong} from '../../../../schema/field-error.js'
import {byteLength, configMapKey} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {complain, unchanged} from '../common/checks.js'
import {same} from '../same.js'

const LIMIT = 1_048_576
const FROZEN = 'field is immutable when `immutable` is set'

const decodedLength = (text: string) => Buffer.byteLength(text, 'base64')

export function validateConfigMap({data = {}, binaryData = {}}: Go['ConfigMap']): FieldError[] {
  const errors: FieldError[] = []
  let size = 0
  for (const [key, value] of Object.entries(data)) {
    errors.push(...complain(`data[${key}]`, key, configMapKey(key)))
    if (Object.hasOwn(binaryData, key)) errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
    size += byteLength(value)
  }
  for (const [key, value] of Object.entries(binaryData)) {
    errors.push(...complain(`binaryData[${key}]`, key, configMapKey(key)))
    size += decodedLength(value)
  }
  if (size > LIMIT) errors.push(tooLong('[]', LIMIT))
  return errors
}

export function validateConfigMapUpdate(now: Go['ConfigMap'], old: Go['ConfigMap']): FieldError[] {
  return [...frozen(now, old, ['data', 'binaryData']), ...validateConfigMap(now)]
}

interface Frozen {
  immutable?: boolean
}

function frozen<T extends Frozen>(now: T, old: T, fields: readonly (keyof T & string)[]): FieldError[] {
  if (!old.immutable) return []
  const changed = fields.filter((field) => !same(now[field], old[field]))
  return [...(now.immutable ? [] : ['immutable']), ...changed].map((field) => forbidden(field, FROZEN))
}

export function validateSecret(secret: Go['Secret']): FieldError[] {
  const errors: FieldError[] = []
  let size = 0
  for (const [key, value] of Object.entries(secret.data ?? {})) {
    errors.push(...complain(`data[${key}]`, key, configMapKey(key)))
    size += decodedLength(value)
  }
  if (size > LIMIT) errors.push(tooLong('data', LIMIT))
  return [...errors, ...typeFaults(secret)]
}

export function validateSecretUpdate(now: Go['Secret'], old: Go['Secret']): FieldError[] {
  return [...unchanged('type', now.type, old.type), ...frozen(now, old, ['data']), ...validateSecret(now)]
}

/** What secrets of known types must hold. */
function typeFaults({type, data = {}, metadata}: Go['Secret']): FieldError[] {
  const missing = (keys: readonly string[]) =>
    keys.filter((key) => !Object.hasOwn(data, key)).map((key) => required(`data[${key}]`))
  const account = 'kubernetes.io/service-account.name'
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return metadata.annotations?.[account] ? [] : [required(`metadata.annotations[${account}]`)]
    case 'kubernetes.io/dockercfg':
      return dockerFaults(data, '.dockercfg')
    case 'kubernetes.io/dockerconfigjson':
      return dockerFaults(data, '.dockerconfigjson')
    case 'kubernetes.io/basic-auth':
      return 'username' in data || 'password' in data ? [] : missing(['username', 'password'])
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required('data[ssh-privatekey]')]
    case 'kubernetes.io/tls':
      return missing(['tls.crt', 'tls.key'])
    default:
      return []
  }
}

function dockerFaults(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const text = data[key]
  if (text === undefined) return [required(`data[${key}]`)]
  const fault = jsonFault(Buffer.from(text, 'base64').toString())
  return fault ? [invalid(`data[${key}]`, '<secret contents redacted>', fault)] : []
}

/** Why a text is no JSON object, in Go's words. */
function jsonFault(text: string): string | undefined {
  if (text.trim() === '') return 'unexpected end of JSON input'
  try {
    const value = parseJson(text)
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined
    return `json: cannot unmarshal ${goKind(value)} into Go value of type map[string]interface {}`
  } catch {
    return checkJson(text).error
  }
}
