import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

const specOf = (pod: KubeObject): JsonObject => (isObject(pod.spec) ? pod.spec : {})
const list = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** What an update of pods/ephemeralcontainers or pods/resize may change of a pod; all else stays as it is. */
export function podPart(subresource: 'ephemeralcontainers' | 'resize', live: KubeObject, next: KubeObject): KubeObject {
  const {managedFields, uid} = next.metadata
  const metadata = {
    ...live.metadata,
    ...(managedFields === undefined ? {} : {managedFields}),
    ...(uid === undefined ? {} : {uid}),
  }
  const [before, after] = [specOf(live), specOf(next)]
  if (subresource === 'ephemeralcontainers') {
    return {...live, metadata, spec: replaced(before, 'ephemeralContainers', after.ephemeralContainers)}
  }
  const resized = (key: 'containers' | 'initContainers') => {
    const known = new Map(list(before[key]).map((container) => [container.name, container]))
    return list(after[key]).map((wanted) => {
      const container = known.get(wanted.name)
      if (!container) return wanted
      const {resources, resizePolicy} = wanted
      return replaced(replaced(container, 'resources', resources), 'resizePolicy', resizePolicy)
    })
  }
  const parts = {containers: resized('containers'), initContainers: after.initContainers && resized('initContainers')}
  let spec = replaced(before, 'resources', after.resources)
  for (const key of ['containers', 'initContainers'] as const) spec = replaced(spec, key, parts[key])
  return {...live, metadata, spec}
}

function replaced(object: JsonObject, key: string, value: JsonValue | undefined): JsonObject {
  if (value !== undefined) return {...object, [key]: value}
  if (object[key] === undefined) return object
  const {[key]: _, ...rest} = object
  return rest
}
