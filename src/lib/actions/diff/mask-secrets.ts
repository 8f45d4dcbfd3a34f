import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {SOPS_MASK} from '../build/mask-sops.js'

const MASK = '***'
const SOPS = '*****'
const FIELDS = ['data', 'stringData'] as const

/** Two states of an object without the values of a Secret: it only shows which of them changed. */
export function maskPair(before: KubeObject, after: KubeObject): [KubeObject, KubeObject] {
  if (!isSecret(after)) return [before, after]
  let [left, right] = [before, after]
  for (const field of FIELDS) {
    const [old, now] = [mapOf(left, field), mapOf(right, field)]
    const changed = (key: string) => Object.hasOwn(old, key) && Object.hasOwn(now, key) && old[key] !== now[key]
    left = withField(left, field, (key) => (changed(key) ? `${MASK} (before)` : MASK))
    right = withField(right, field, (key) => (changed(key) ? `${MASK} (after)` : MASK))
  }
  return [left, right]
}

/** An object without the values of a Secret. */
export function masked(object: KubeObject): KubeObject {
  return isSecret(object) ? FIELDS.reduce((result, field) => withField(result, field, () => MASK), object) : object
}

/** True for a built Secret that SOPS encrypted: its values are not known here. */
export function isSealed(object: KubeObject): boolean {
  if (!isSecret(object)) return false
  return FIELDS.some((field) =>
    Object.values(mapOf(object, field)).some((value) => {
      const text = String(value)
      return text.includes(SOPS_MASK) || Buffer.from(text, 'base64').toString('latin1').includes(SOPS_MASK)
    }),
  )
}

/** Encrypted values cannot be compared: only the keys are left of both states. */
export function keysOnly(object: KubeObject): KubeObject {
  return FIELDS.reduce((result, field) => withField(result, field, () => SOPS), object)
}

const isSecret = (object: KubeObject) => object.kind === 'Secret' && object.apiVersion === 'v1'

const mapOf = (object: KubeObject, field: string): JsonObject => (isObject(object[field]) ? (object[field] as JsonObject) : {})

function withField(object: KubeObject, field: string, value: (key: string) => string): KubeObject {
  if (!isObject(object[field])) return object
  return {...object, [field]: Object.fromEntries(Object.keys(object[field]).map((key) => [key, value(key)]))}
}
