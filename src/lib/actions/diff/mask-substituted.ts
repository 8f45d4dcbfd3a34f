import type {SecretTrace} from '../../engines/substitute/secret-trace.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import type {DiffEntry, DiffResult} from './diff-entry.js'
import {type FieldPath, fieldOf, isIdentity, itemName, keyField} from './field-path.js'
import {hidePlaces, hidePlacesOfBoth} from './hide-places.js'
import {withoutSecrets} from './secret-messages.js'
import {type PlacesOf, secretPlaces} from './secret-places.js'
import {type IsSecret, isSecretText} from './secret-texts.js'

const MASK = '***'
/** What may hold a copy of the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * A result without the values that variables got from Secrets. Where one is to be, what is in the cluster now is most likely
 * the value of before: it is hidden as well.
 */
export function withoutSubstituted<T extends DiffResult>(result: T, secrets: SecretTrace): T {
  const known = {isSecret: isSecretText(secrets), placesOf: secretPlaces(secrets.places)}
  const errors = result.errors.map((error) => withoutSecrets(error, secrets))
  return {...result, errors, entries: result.entries.map((entry) => maskedEntry(entry, known))}
}

interface Known {
  readonly isSecret: IsSecret
  readonly placesOf: PlacesOf
}

function maskedEntry(entry: DiffEntry, known: Known): DiffEntry {
  if (entry.action === 'child') return {...entry, entries: entry.entries.map((inner) => maskedEntry(inner, known))}
  if (entry.action === 'drifted') return {...entry, ...maskedStates(entry, known)}
  const object = entry.action === 'created' ? entry.after : entry.action === 'deleted' ? entry.before : undefined
  if (!object) return entry
  const {isSecret} = known
  const places = known.placesOf(entry.ref)
  const bare = hidePlaces(object, places, () => MASK)
  const fields = secretFields([bare], isSecret)
  const masked = maskedObject(bare, {fields, isSecret, note: '', copies: fields.size + places.length > 0})
  return entry.action === 'created' ? {...entry, after: masked} : ({...entry, before: masked} as DiffEntry)
}

function maskedStates(entry: DiffEntry & {action: 'drifted'}, {isSecret, placesOf}: Known) {
  const places = placesOf(entry.ref)
  const [before, after] = hidePlacesOfBoth(entry.before, entry.after, places)
  const fields = secretFields([before, after], isSecret)
  const both = {fields, isSecret, copies: fields.size + places.length > 0}
  return {
    before: maskedObject(before, {...both, other: fieldTexts(after), note: ' (before)'}),
    after: maskedObject(after, {...both, other: fieldTexts(before), note: ' (after)'}),
  }
}

interface Masking {
  readonly fields: ReadonlySet<string>
  readonly isSecret: IsSecret
  /** texts of the same field in the other state, of which those that are alike can be shown */
  readonly other?: ReadonlyMap<string, ReadonlySet<string>>
  readonly note: string
  /** something of the object is hidden, so are copies of it */
  readonly copies: boolean
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

function maskedObject(object: KubeObject, {fields, isSecret, other, note, copies}: Masking): KubeObject {
  if (!copies) return object
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
function mapTexts(value: JsonValue, path: FieldPath, change: (text: string, field: string) => string): JsonValue {
  if (Array.isArray(value)) return value.map((item) => mapTexts(item ?? null, [...path, itemName(item)], change))
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [change(key, keyField(path)), mapTexts(item ?? null, [...path, key], change)]),
    ) as JsonObject
  }
  if (isIdentity(path) || !['string', 'number', 'bigint'].includes(typeof value)) return value
  const text = String(value)
  const changed = change(text, fieldOf(path))
  return changed === text ? value : changed
}
