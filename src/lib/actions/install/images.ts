import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {specOf} from '../conditions.js'

/** The containers of a Deployment's Pods. */
export function containersOf(deployment: KubeObject): JsonObject[] {
  const template = specOf(deployment).template
  const containers = isObject(template) && isObject(template.spec) ? template.spec.containers : []
  return Array.isArray(containers) ? containers.filter(isObject) : []
}

/** The images of a Deployment's containers. */
export function imagesOf(deployment: KubeObject): string[] {
  return containersOf(deployment).map((container) => String(container.image ?? ''))
}

/** Name = last part of the repository; tag = everything after the first `:` behind it, a digest included. */
export function nameAndTag(image: string): [string, string] {
  const last = image.slice(image.lastIndexOf('/') + 1)
  const colon = last.indexOf(':')
  if (colon < 0) throw new FluxError('bad-image', `could not find tag in image '${image}'`)
  return [last.slice(0, colon), last.slice(colon + 1)]
}
