import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'

const specOf = (pod: KubeObject): JsonObject => (isObject(pod.spec) ? pod.spec : {})
const list = (value: JsonValue | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** What an update of pods/ephemeralcontainers or pods/resize may change of a pod; all else stays as it is. */
export function podPart(subresource: 'ephemeralcontainers' | 'resize', live: KubeObject, next: KubeObject): KubeObject {
  const {managedFields} = next.metadata
  const metadata = {...live.metadata, ...(managedFields === undefined ? {} : {managedFields})}
  const [before, after] = [specOf(live), specOf(next)]
  if (subresource === 'ephemeralcontainers') {
    const {ephemeralContainers} = after
    return {...live, metadata, spec: {...before, ...(ephemeralContainers === undefined ? {} : {ephemeralContainers})}}
  }
  const resized = (key: 'containers' | 'initContainers') => {
    const wanted = new Map(list(after[key]).map((container) => [container.name, container]))
    return list(before[key]).map((container) => {
      const {resources, resizePolicy} = wanted.get(container.name) ?? container
      return {
        ...container,
        ...(resources === undefined ? {} : {resources}),
        ...(resizePolicy === undefined ? {} : {resizePolicy}),
      }
    })
  }
  const init = before.initContainers === undefined ? {} : {initContainers: resized('initContainers')}
  return {...live, metadata, spec: {...before, containers: resized('containers'), ...init}}
}
