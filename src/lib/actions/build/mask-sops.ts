import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'

/** What stands for an encrypted value. */
export const SOPS_MASK = '**SOPS**'
const ENCODED = Buffer.from(SOPS_MASK).toString('base64')
const DOCKER = Buffer.from(`{"mask":"${SOPS_MASK}"}`).toString('base64')

/**
 * A Secret without what SOPS encrypted (cli reference 7.2, step 8): a whole encrypted Secret loses its metadata and shows
 * masks only, else each value that is an encrypted file of its own is masked. Anything else comes back as it is.
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
  if (!isObject(object.data) || !Object.values(object.data).some(isEncryptedFile)) return object
  const data = Object.entries(object.data).map(([key, value]) => [key, isEncryptedFile(value) ? ENCODED : value])
  return {...object, data: Object.fromEntries(data) as JsonObject}
}

function filled(map: JsonObject, value: string): JsonObject {
  return Object.fromEntries(Object.keys(map).map((key) => [key, value]))
}

function isEncryptedFile(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const text = Buffer.from(value, 'base64').toString('latin1')
  return text.includes('sops') && text.includes('ENC[')
}
