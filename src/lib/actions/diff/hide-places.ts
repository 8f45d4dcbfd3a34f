import type {SecretPlace} from '../../engines/substitute/secret-trace.js'
import {printJson} from '../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {type FieldPath, fieldOf, holdsIdentity, isIdentity, itemName} from './field-path.js'

/** What stands for the whole value of a field, which may have several in a list. */
type Note = (field: string) => string

/** An object in which maps and lists that came from Secrets are one text each. */
export function hidePlaces<T extends KubeObject>(object: T, places: readonly SecretPlace[], note: Note): T {
  if (places.length === 0) return object
  return replaced(object, [], {isPlace: among(places), replace: note}, false) as T
}

/** Two states of an object in which such places only tell whether they changed. */
export function hidePlacesOfBoth(
  before: KubeObject,
  after: KubeObject,
  places: readonly SecretPlace[],
): [KubeObject, KubeObject] {
  if (places.length === 0) return [before, after]
  const [old, now] = [contents(before, places), contents(after, places)]
  const note = (when: string) => (field: string) => (old.get(field) === now.get(field) ? '***' : `*** (${when})`)
  return [hidePlaces(before, places, note('before')), hidePlaces(after, places, note('after'))]
}

interface Replacement {
  isPlace(path: FieldPath): boolean
  replace(field: string, value: JsonValue): JsonValue
}

/** What stands at each place. */
function contents(object: KubeObject, places: readonly SecretPlace[]): Map<string, string> {
  const found = new Map<string, string>()
  const note = (field: string, value: JsonValue) => {
    found.set(field, `${found.get(field) ?? ''}${printJson(value)}\n`)
    return value
  }
  replaced(object, [], {isPlace: among(places), replace: note}, false)
  return found
}

function among(places: readonly SecretPlace[]): Replacement['isPlace'] {
  const fields = new Set(places.flatMap(spellings).map(fieldOf))
  return (path) => fields.has(fieldOf(path))
}

/** `inside` of a place; what says which object it is stays. */
function replaced(value: JsonValue, path: FieldPath, how: Replacement, inside: boolean): JsonValue {
  if (isIdentity(path)) return value
  const within = inside || how.isPlace(path)
  if (within && !holdsIdentity(path)) return how.replace(fieldOf(path), value)
  if (Array.isArray(value)) return value.map((item) => replaced(item ?? null, [...path, itemName(item)], how, within))
  if (!isObject(value)) return value
  const pairs = Object.entries(value).map(([key, item]) => [key, replaced(item ?? null, [...path, key], how, within)])
  return Object.fromEntries(pairs) as JsonObject
}

/** The server keeps the text of a Secret in `data`. */
function spellings(place: SecretPlace): SecretPlace[] {
  return place[0] === 'stringData' ? [place, ['data', ...place.slice(1)]] : [place]
}
