import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {checkJson} from '../../../formats/json/go-check.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {yamlText} from '../../../formats/yaml/reader.js'
import type {KubeObject} from '../../../ports/kube.js'
import {decodeBase64} from '../../../schema/go/base64.js'
import {gunzip} from './gunzip.js'

/** Bytes that a stored release may unpack to. */
const MAX_BYTES = 64 * 1024 * 1024

/**
 * The manifest in a Secret of Helm: JSON, compressed (not by the oldest Helms), in base64. `release` is the HelmRelease, for messages.
 * @throws FluxError `bad-release` in the words of flux; LimitExceeded
 */
export function storedManifest(secret: KubeObject, release: string): string {
  const {name, namespace} = secret.metadata
  const where = `in Secret ${namespace}/${name}, Helm's storage of HelmRelease ${release}`
  const undecodable = `failed to decode the Helm storage object for HelmRelease '${release}'`
  const data = isObject(secret.data) ? secret.data.release : undefined
  if (typeof data !== 'string') throw bad(undecodable, where)
  let json: Buffer
  try {
    json = unpacked(Buffer.from(data, 'base64').toString('latin1'))
  } catch (error) {
    // flux names no object here: people are told by the cause
    throw bad(messageOf(error), where)
  }
  const {manifest = '', fault} = manifestIn(json)
  if (fault === undefined) return manifest
  throw bad(`${undecodable}: ${fault}`, where)
}

function bad(words: string, where: string): FluxError {
  return new FluxError('bad-release', words, {cause: new FluxError('bad-release', where)})
}

function unpacked(text: string): Buffer {
  const bytes = Buffer.from(decodeBase64(text), 'base64')
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
  return isPacked ? gunzip(bytes, MAX_BYTES) : bytes
}

/** Go takes fields in their order and in any letters, the last one counts; the first that is no text is what it complains about. */
function manifestIn(json: Buffer): {manifest?: string; fault?: string} {
  let value: JsonValue
  try {
    value = JSON.parse(json.toString('utf8')) as JsonValue
  } catch {
    return {fault: checkJson(yamlText(json)).error ?? 'unexpected end of JSON input'}
  }
  if (value === null) return {}
  if (!isObject(value)) return {fault: `json: cannot unmarshal ${goKind(value)} into Go value of type main.hrStorage`}
  let manifest = ''
  for (const [key, field] of Object.entries(value)) {
    const name = /^(?:name|manifest)$/iu.test(key) ? (/^n/i.test(key) ? 'name' : 'manifest') : undefined
    if (name === undefined || field === null || field === undefined) continue
    if (typeof field !== 'string')
      return {fault: `json: cannot unmarshal ${goKind(field)} into Go struct field hrStorage.${name} of type string`}
    if (name === 'manifest') manifest = field
  }
  // half of a pair of surrogates is no character to Go
  return {manifest: Buffer.from(manifest).toString('utf8')}
}
