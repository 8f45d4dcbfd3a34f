import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goTexts} from '../../../formats/json/go-texts.js'
import {isObject} from '../../../formats/json/value.js'
import {yamlText} from '../../../formats/yaml/reader.js'
import type {KubeObject} from '../../../ports/kube.js'
import {decodeBase64} from '../../../schema/go/base64.js'
import {gunzip} from './gunzip.js'

/** Bytes that a stored release may unpack to. */
const MAX_BYTES = 64 * 1024 * 1024
/** What flux takes of it. */
const STORED = {type: 'main.hrStorage', name: 'hrStorage', fields: ['name', 'manifest']}

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
  const found = goTexts(yamlText(json), STORED)
  if ('texts' in found) return found.texts.manifest ?? ''
  throw bad(`${undecodable}: ${found.fault}`, where)
}

function bad(words: string, where: string): FluxError {
  return new FluxError('bad-release', words, {cause: new FluxError('bad-release', where)})
}

function unpacked(text: string): Buffer {
  const bytes = Buffer.from(decodeBase64(text), 'base64')
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
  return isPacked ? gunzip(bytes, MAX_BYTES) : bytes
}
