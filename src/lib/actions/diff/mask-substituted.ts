import type {SecretTrace} from '../../engines/substitute/secret-trace.js'
import {printJson} from '../../formats/json/print.js'
import {sameValue} from '../../formats/json/same-value.js'
import type {JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import type {DiffEntry, DiffResult} from './diff-entry.js'
import {hidePlaces, hidePlacesOfBoth} from './hide-places.js'
import {eachText, mapTexts} from './map-texts.js'
import {hidingSecrets} from './secret-messages.js'
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
  const errors = result.errors.map(hidingSecrets(secrets))
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
  if (fields.size + places.length === 0) return {before, after}
  const both = {fields, isSecret, copies: true}
  const masked = (texts: FieldTexts) => ({
    before: maskedObject(before, {...both, other: texts(after), note: ' (before)'}),
    after: maskedObject(after, {...both, other: texts(before), note: ' (after)'}),
  })
  const states = masked(fieldTexts)
  // the same secrets in another order: that they changed is all that can be told
  return sameValue(states.before, states.after) ? masked(() => new Map()) : states
}

/** The texts of an object by their fields. */
type FieldTexts = (object: KubeObject) => ReadonlyMap<string, ReadonlySet<string>>

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
  const note = (text: string, field: string) => {
    if (isSecret(text)) found.add(field)
  }
  for (const object of objects) eachText(object, note)
  return found
}

/** The lines that an object has in each of its fields, names as a whole, and maps and lists as JSON. */
function fieldTexts(object: KubeObject): Map<string, Set<string>> {
  const texts = new Map<string, Set<string>>()
  const note = (text: string, field: string) => {
    const known = texts.get(field) ?? new Set<string>()
    texts.set(field, known)
    for (const line of [text, ...text.split('\n')]) known.add(line)
  }
  eachText(object, note, true)
  return texts
}

function maskedObject(object: KubeObject, {fields, isSecret, other, note, copies}: Masking): KubeObject {
  if (!copies) return object
  const text = (whole: string, field: string) => {
    if (field.endsWith(JSON.stringify(LAST_APPLIED))) return MASK
    if (!fields.has(field)) return whole
    const alike = other?.get(field)
    return whole
      .split('\n')
      .map((line) => {
        if (other ? alike?.has(line) : true) return isSecret(line) ? MASK : line
        return `${MASK}${note}`
      })
      .join('\n')
  }
  // where names are secret, what the other state calls otherwise is one of them, and so is what it holds
  const child = (name: string, field: string) =>
    other && fields.has(field) && !other.get(field)?.has(name) ? `${MASK}${note}` : undefined
  // a map where the other state has a secret
  const whole = (value: JsonValue, field: string) => (fields.has(field) ? child(printJson(value), field) : undefined)
  return mapTexts(object, {text, child, whole}) as KubeObject
}
