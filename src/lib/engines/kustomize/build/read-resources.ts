import {KustomizeError} from '../error.js'
import {doubled} from '../resource/doubled.js'
import {resourcesOf} from '../resource/factory.js'
import type {Resource} from '../resource/resource.js'
import type {BuildState} from './build-state.js'

/** Objects of a text; @throws KustomizeError when two have one id */
export function readResources(text: string, state: BuildState, file?: string): Resource[] {
  const resources = resourcesOf(text, state.schemas, file, state.grow)
  state.countResources(resources.length)
  refuseDoubles(resources)
  return resources
}

/** Objects written right into a kustomization; undefined when the text is a path. */
export function inlineResources(text: string, state: BuildState): Resource[] | undefined {
  try {
    return readResources(text, state)
  } catch (error) {
    if (error instanceof KustomizeError) return undefined
    throw error
  }
}

function refuseDoubles(resources: readonly Resource[]): void {
  const seen = new Map<string, Resource>()
  for (const resource of resources) {
    const id = resource.curId
    const first = seen.get(id.key)
    if (first !== undefined) throw doubled(resource, first)
    seen.set(id.key, resource)
  }
}
