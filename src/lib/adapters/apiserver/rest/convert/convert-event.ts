import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'

/** core/v1 field <-> events.k8s.io/v1 field; the others have the same name in both. */
const NAMES: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
]

function renamed(object: KubeObject, apiVersion: string, names: ReadonlyMap<string, string>): KubeObject {
  const copy: JsonObject = {}
  for (const key in object) copy[names.get(key) ?? key] = object[key]
  return {...copy, apiVersion, kind: 'Event', metadata: object.metadata}
}

const TO_EVENTS = new Map(NAMES)
const TO_CORE = new Map(NAMES.map(([core, events]) => [events, core]))

/** A core/v1 Event as events.k8s.io/v1 shows it. */
export function eventFromCore(object: KubeObject): KubeObject {
  const event = renamed(object, 'events.k8s.io/v1', TO_EVENTS)
  // there an empty reporter is left out
  for (const name of ['reportingController', 'reportingInstance']) if (event[name] === '') delete event[name]
  return event
}

/** An events.k8s.io/v1 Event as core/v1, in which both are stored. */
export function eventToCore(object: KubeObject): KubeObject {
  return renamed(object, 'v1', TO_CORE)
}
