import {groupOf} from '../../apply/subject.js'
import type {SecretPlace} from '../../engines/substitute/secret-trace.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {ObjectRef} from '../../ports/kube.js'

/** Where an object has maps and lists that came from Secrets. */
export type PlacesOf = (ref: ObjectRef) => readonly SecretPlace[]

/** The places of all built objects by what an object is called; its namespace may be known to the server alone. */
export function secretPlaces(places: ReadonlyMap<JsonObject, readonly SecretPlace[]>): PlacesOf {
  const known = new Map<string, SecretPlace[]>()
  const add = (object: JsonObject, place: SecretPlace) => {
    const {items, kind} = object
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      // taken apart before it is compared; its items have no `name`
      for (const item of items) if (isObject(item)) add(item, place[0] === 'items' ? place.slice(2) : place)
      return
    }
    const {name} = isObject(object.metadata) ? object.metadata : {}
    const key = keyOf({apiVersion: String(object.apiVersion), kind: String(kind), name: String(name)})
    const places = known.get(key) ?? []
    known.set(key, places)
    places.push(place)
  }
  for (const [object, found] of places) for (const place of found) add(object, place)
  return (ref) => known.get(keyOf(ref)) ?? []
}

const keyOf = ({apiVersion, kind, name}: ObjectRef) => [groupOf(apiVersion), kind, name].join('/')
