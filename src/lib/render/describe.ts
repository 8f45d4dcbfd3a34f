import {isObject, type JsonObject} from '../formats/json/value.js'

/** `Kind.version.group/name`, as kustomize writes the id of a resource. */
export function describe(object: JsonObject): string {
  const apiVersion = String(object.apiVersion)
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '[noGrp]' : apiVersion.slice(0, slash)
  const name = isObject(object.metadata) ? String(object.metadata.name) : ''
  return `${String(object.kind)}.${apiVersion.slice(slash + 1)}.${group}/${name}`
}
