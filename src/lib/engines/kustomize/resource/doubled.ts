import type {KustomizeError} from '../error.js'
import {atLine} from './factory.js'
import type {Resource} from './resource.js'

/** Two objects have one id: says where both were read. */
export function doubled(
  second: Resource,
  first: Resource,
  message = `may not add resource with an already registered id: ${second.curId}`,
): KustomizeError {
  const {source} = first
  const place = source === undefined || source.file === '' ? undefined : `${source.file}:${source.line}`
  const hints = place === undefined ? [] : [`The first one is at ${place}.`]
  const fault = atLine(message, second, hints)
  if (second.source !== undefined && second.source.file !== '') fault.place = `${second.source.file}:${second.source.line}`
  return fault
}

/** @throws KustomizeError when two of the objects have one id */
export function demandUnique(resources: readonly Resource[]): void {
  const byId = new Map<string, Resource>()
  for (const resource of resources) {
    const {key} = resource.curId
    const first = byId.get(key)
    if (first !== undefined) throw doubled(resource, first)
    byId.set(key, resource)
  }
}
