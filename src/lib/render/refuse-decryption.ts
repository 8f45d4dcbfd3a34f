import {FluxError} from '../errors/flux-error.js'
import {isObject, type JsonObject} from '../formats/json/value.js'

/** What SOPS leaves in the text of an encrypted file, whatever its format. */
const MARKS = ['mac: ENC[', '"mac": "ENC[', 'sops_mac=ENC[', '[sops]']
const SWITCH = 'kustomize.toolkit.fluxcd.io/decrypt'

/**
 * Throws FluxError `not-supported` for an object that `spec.decryption` asks us to decrypt: whole objects with SOPS
 * metadata, and Secrets with an encrypted file as value. Nothing encrypted is ever applied as if it were plain.
 */
export function refuseDecryption(object: JsonObject, id: string): void {
  if (isSwitchedOff(object) || !isEncrypted(object)) return
  throw new FluxError('not-supported', `decryption failed for '${id}': decrypting with SOPS is not supported yet`, {
    hints: ['Take the encrypted object out of the path, or apply it by other means.'],
  })
}

function isSwitchedOff({metadata}: JsonObject): boolean {
  const annotations = isObject(metadata) ? metadata.annotations : undefined
  const value = isObject(annotations) ? annotations[SWITCH] : undefined
  return typeof value === 'string' && value.toLowerCase() === 'disabled'
}

function isEncrypted({kind, sops, data}: JsonObject): boolean {
  if (isObject(sops) && sops.mac !== undefined) return true
  if (kind !== 'Secret' || !isObject(data)) return false
  return Object.values(data).some((value) => {
    if (typeof value !== 'string') return false
    const text = Buffer.from(value, 'base64').toString('latin1')
    return MARKS.some((mark) => text.includes(mark))
  })
}
