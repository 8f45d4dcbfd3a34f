import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {hideCopies, secretValues} from '../build/hide-copies.js'
import {SOPS_MASK} from '../build/mask-sops.js'

const MASK = '***'
const SOPS = '*****'
const FIELDS = ['data', 'stringData'] as const

/** Two states of an object without the values of a Secret: it only shows which of them changed. */
export function maskPair(before: KubeObject, after: KubeObject): [KubeObject, KubeObject] {
  if (!isSecret(after)) return [before, after]
  let [left, right] = withoutCopies(before, after)
  for (const field of FIELDS) {
    const [old, now] = [mapOf(left, field), mapOf(right, field)]
    const changed = (key: string) => Object.hasOwn(old, key) && Object.hasOwn(now, key) && old[key] !== now[key]
    left = withField(left, field, (key) => (changed(key) ? `${MASK} (before)` : MASK))
    right = withField(right, field, (key) => (changed(key) ? `${MASK} (after)` : MASK))
  }
  return [left, right]
}

/** Annotations that may hold values of either state tell no more than that they changed. */
function withoutCopies(before: KubeObject, after: KubeObject): [KubeObject, KubeObject] {
  const values = secretValues([before, after])
  const textAt = ({metadata}: KubeObject, map: string, key: string) =>
    (metadata as {[map: string]: {[key: string]: string} | undefined})[map]?.[key]
  const note = (when: string) => (map: string, key: string) => {
    const [old, now] = [textAt(before, map, key), textAt(after, map, key)]
    return old !== undefined && now !== undefined && old !== now ? `${MASK} (${when})` : MASK
  }
  const [old, now] = [hideCopies(before, values, note('before')), hideCopies(after, values, note('after'))]
  // what is hidden in one state is of the same kind in the other
  const hiddenIn = (bare: KubeObject, full: KubeObject) => (map: string, key: string) =>
    textAt(bare, map, key) !== textAt(full, map, key)
  const left = hideNotes(old, hiddenIn(now, after), note('before'))
  return [left, hideNotes(now, hiddenIn(old, before), note('after'))]
}

/** Annotations and labels that are to be hidden whatever they say. */
function hideNotes(
  secret: KubeObject,
  isHidden: (map: string, key: string) => boolean,
  note: (map: string, key: string) => string,
): KubeObject {
  const metadata: JsonObject = {...(secret.metadata as unknown as JsonObject)}
  for (const name of ['annotations', 'labels']) {
    const map = metadata[name]
    if (!isObject(map)) continue
    metadata[name] = Object.fromEntries(
      Object.entries(map).map(([key, value]) => [key, isHidden(name, key) ? note(name, key) : value]),
    ) as JsonObject
  }
  return {...secret, metadata: metadata as KubeObject['metadata']}
}

/** An object without the values of a Secret. */
export function masked(object: KubeObject): KubeObject {
  if (!isSecret(object)) return object
  const bare = hideCopies(object, secretValues([object]), () => MASK)
  return FIELDS.reduce((result, field) => withField(result, field, () => MASK), bare)
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
  const bare = hideCopies(object, secretValues([object]), () => SOPS)
  return FIELDS.reduce((result, field) => withField(result, field, () => SOPS), bare)
}

const isSecret = (object: KubeObject) => object.kind === 'Secret' && object.apiVersion === 'v1'

const mapOf = (object: KubeObject, field: string): JsonObject => (isObject(object[field]) ? (object[field] as JsonObject) : {})

function withField(object: KubeObject, field: string, value: (key: string) => string): KubeObject {
  if (!isObject(object[field])) return object
  return {...object, [field]: Object.fromEntries(Object.keys(object[field]).map((key) => [key, value(key)]))}
}
