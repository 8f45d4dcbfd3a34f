import {FluxError, messageOf} from '../../errors/flux-error.js'
import {printJson} from '../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {printYaml} from '../../formats/yaml/print.js'
import type {KubeObject} from '../../ports/kube.js'
import {decodeBase64} from '../../schema/go/base64.js'
import {hideCopies} from './hide-copies.js'

/** What stands for an encrypted value. */
export const SOPS_MASK = '**SOPS**'
/** An encrypted pull secret has to stay JSON: the API server reads it. */
const DOCKER_MASK = `{"mask":"${SOPS_MASK}"}`
const encoded = (text: string) => Buffer.from(text).toString('base64')

/**
 * A Secret without what SOPS encrypted (cli reference 7.2, step 8): a whole encrypted Secret loses its metadata and shows
 * masks only, else each value that is an encrypted file of its own is masked. Anything else comes back as it is.
 * @throws FluxError `build-failed` for data that is no base64: nobody knows whether it is encrypted
 */
export function maskSops(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object
  return isEncrypted(object) ? withoutValues(object) : withoutEncryptedFiles(object)
}

/** flux looks at the text alone: SOPS's metadata counts wherever they stand, also inside of a value. */
function isEncrypted(object: KubeObject): boolean {
  const text = printJson(object)
  if (!text.includes('sops') || !text.includes('mac')) return false
  const yaml = printYaml(object)
  return yaml.includes('sops:') && yaml.includes('mac: ENC[')
}

function withoutValues({sops: _, ...object}: KubeObject): KubeObject {
  // what kubectl noted before SOPS encrypted the file is plain text there
  const masked: KubeObject = hideCopies(object as KubeObject, [], () => SOPS_MASK)
  const mask = object.type === 'kubernetes.io/dockerconfigjson' ? DOCKER_MASK : SOPS_MASK
  if (isObject(object.data)) masked.data = filled(object.data, encoded(mask))
  if (isObject(object.stringData)) masked.stringData = filled(object.stringData, mask)
  return masked
}

function withoutEncryptedFiles(object: KubeObject): KubeObject {
  const masked = {...object}
  if (object.data !== undefined) {
    const texts = isObject(object.data) ? mapped(object.data, textOf) : {}
    for (const key of Object.keys(texts).sort()) refuseUndecodable(object, texts[key] as string)
    const data = mapped(texts, (value) => (isEncryptedFile(Buffer.from(value as string, 'base64')) ? encoded(SOPS_MASK) : value))
    if (Object.keys(data).length > 0) masked.data = data
    else delete masked.data
  }
  // a mask in base64 here too, as in flux, which empties lists and maps besides, and takes the quotes off numbers
  if (isObject(object.stringData)) {
    masked.stringData = mapped(object.stringData, (value) =>
      isEncryptedFile(textOf(value)) ? encoded(SOPS_MASK) : (value ?? ''),
    )
  }
  return masked
}

/** flux reads every value as text; lists and maps are taken for empty. */
function textOf(value: JsonValue | undefined): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value)
}

function refuseUndecodable(secret: KubeObject, value: string): void {
  try {
    decodeBase64(value)
  } catch (error) {
    const {name = ''} = secret.metadata
    throw new FluxError('build-failed', `failed to mask secret ${name} sops data: ${messageOf(error)}`, {
      hints: ['`data` takes base64, `stringData` takes plain text'],
    })
  }
}

function filled(map: JsonObject, value: string): JsonObject {
  return mapped(map, () => value)
}

function mapped(map: JsonObject, change: (value: JsonValue | undefined) => JsonValue | undefined): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)])) as JsonObject
}

function isEncryptedFile(content: Buffer | string): boolean {
  return content.includes('sops') && content.includes('ENC[')
}
