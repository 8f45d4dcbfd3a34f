import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import type {DiffEntry, DiffResult} from './diff-entry.js'
import {type IsSecret, isSecretText, withoutSecrets} from './secret-texts.js'

const MASK = '***'
/** What may hold a copy of the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * A result without the values that variables got from Secrets. Where one is to be, what is in the cluster now is most likely
 * the value of before: it is hidden as well.
 */
export function withoutSubstituted<T extends DiffResult>(result: T, secrets: readonly string[]): T {
  const isSecret = isSecretText(secrets)
  const errors = result.errors.map((error) => withoutSecrets(error, secrets))
  return {...result, errors, entries: result.entries.map((entry) => maskedEntry(entry, isSecret))}
}

function maskedEntry(entry: DiffEntry, isSecret: IsSecret): DiffEntry {
  if (entry.action === 'child') return {...entry, entries: entry.entries.map((inner) => maskedEntry(inner, isSecret))}
  if (entry.action === 'drifted') {
    const fields = secretFields([entry.before, entry.after], isSecret)
    if (fields.size === 0) return entry
    const [old, now] = [fieldTexts(entry.before), fieldTexts(entry.after)]
    const before = maskedObject(entry.before, {fields, isSecret, other: now, note: ' (before)'})
    return {...entry, before, after: maskedObject(entry.after, {fields, isSecret, other: old, note: ' (after)'})}
  }
  const object = entry.action === 'created' ? entry.after : entry.action === 'deleted' ? entry.before : undefined
  if (!object) return entry
  const bare = maskedObject(object, {fields: secretFields([object], isSecret), isSecret, note: ''})
  return entry.action === 'created' ? {...entry, after: bare} : ({...entry, before: bare} as DiffEntry)
}

interface Masking {
  readonly fields: ReadonlySet<string>
  readonly isSecret: IsSecret
  /** texts of the same field in the other state, of which those that are alike can be shown */
  readonly other?: ReadonlyMap<string, ReadonlySet<string>>
  readonly note: string
}

/** The fields in which either state has a secret. */
function secretFields(objects: readonly KubeObject[], isSecret: IsSecret): Set<string> {
  const found = new Set<string>()
  for (const object of objects) {
    mapTexts(object, [], (text, field) => {
      if (isSecret(text)) found.add(field)
      return text
    })
  }
  return found
}

/** The lines that an object has in each of its fields. */
function fieldTexts(object: KubeObject): Map<string, Set<string>> {
  const texts = new Map<string, Set<string>>()
  mapTexts(object, [], (text, field) => {
    const known = texts.get(field) ?? new Set<string>()
    texts.set(field, known)
    for (const line of text.split('\n')) known.add(line)
    return text
  })
  return texts
}

function maskedObject(object: KubeObject, {fields, isSecret, other, note}: Masking): KubeObject {
  if (fields.size === 0) return object
  return mapTexts(object, [], (text, field) => {
    if (field.endsWith(JSON.stringify(LAST_APPLIED))) return MASK
    if (!fields.has(field)) return text
    const alike = other?.get(field)
    return text
      .split('\n')
      .map((line) => {
        if (other ? alike?.has(line) : true) return isSecret(line) ? MASK : line
        return `${MASK}${note}`
      })
      .join('\n')
  }) as KubeObject
}

/** A value with each text and number in it changed; a field is named by its keys, and by the name of an item in a list. */
function mapTexts(value: JsonValue, path: readonly string[], change: (text: string, field: string) => string): JsonValue {
  if (Array.isArray(value)) return value.map((item) => mapTexts(item ?? null, [...path, itemName(item)], change))
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [change(key, keyField(path)), mapTexts(item ?? null, [...path, key], change)]),
    ) as JsonObject
  }
  if (isIdentity(path) || (typeof value !== 'string' && typeof value !== 'number')) return value
  const text = String(value)
  const changed = change(text, fieldOf(path))
  return changed === text ? value : changed
}

const fieldOf = (path: readonly string[]) => path.map((part) => JSON.stringify(part)).join()
/** Keys are a field of their own. */
const keyField = (path: readonly string[]) => `${fieldOf(path)}#`
const itemName = (item: JsonValue | undefined) => (isObject(item) && typeof item.name === 'string' ? item.name : '*')

/** What says which object it is stands above the difference anyway. */
function isIdentity(path: readonly string[]): boolean {
  const [first, second] = path
  if (path.length === 1) return first === 'apiVersion' || first === 'kind'
  return path.length === 2 && first === 'metadata' && (second === 'name' || second === 'namespace')
}
