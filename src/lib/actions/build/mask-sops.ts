import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {decodeBase64} from '../../schema/go/base64.js'

/** What stands for an encrypted value. */
export const SOPS_MASK = '**SOPS**'
const ENCODED = Buffer.from(SOPS_MASK).toString('base64')
const DOCKER = Buffer.from(`{"mask":"${SOPS_MASK}"}`).toString('base64')

/**
 * A Secret without what SOPS encrypted (cli reference 7.2, step 8): a whole encrypted Secret loses its metadata and shows
 * masks only, else each value that is an encrypted file of its own is masked. Anything else comes back as it is.
 * @throws FluxError `build-failed` for data that is no base64: nobody knows whether it is encrypted
 */
export function maskSops(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object
  const {sops, ...rest} = object
  const docker = object.type === 'kubernetes.io/dockerconfigjson'
  if (isObject(sops) && typeof sops.mac === 'string' && sops.mac.startsWith('ENC[')) {
    const masked: KubeObject = {...(rest as KubeObject)}
    if (isObject(object.data)) masked.data = filled(object.data, docker ? DOCKER : ENCODED)
    if (isObject(object.stringData)) masked.stringData = filled(object.stringData, SOPS_MASK)
    return masked
  }
  if (object.data === undefined) return object
  if (!isObject(object.data) || Object.keys(object.data).length === 0) {
    const {data: _, ...without} = object
    return without as KubeObject
  }
  const texts: JsonObject = Object.fromEntries(Object.entries(object.data).map(([key, value]) => [key, textOf(value)]))
  for (const key of Object.keys(texts).sort()) refuseUndecodable(object, texts[key] as string)
  const data = Object.entries(texts).map(([key, value]) => [key, isEncryptedFile(value) ? ENCODED : value])
  return {...object, data: Object.fromEntries(data) as JsonObject}
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
  return Object.fromEntries(Object.keys(map).map((key) => [key, value]))
}

function isEncryptedFile(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const text = Buffer.from(value, 'base64').toString('latin1')
  return text.includes('sops') && text.includes('ENC[')
}
