import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {specOf} from '../conditions.js'
import {isImageReference} from '../create/image-reference.js'

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

/**
 * Name = last part of the repository; tag = everything after the first `:` behind it, a digest included.
 * @throws FluxError `bad-image` for what is no image, or has neither
 */
export function nameAndTag(image: string): [string, string] {
  if (!isImageReference(image))
    throw new FluxError('bad-image', `parsing image '${image}' failed: could not parse reference: ${image}`)
  const last = image.slice(image.lastIndexOf('/') + 1)
  const colon = last.indexOf(':')
  if (colon < 0) throw new FluxError('bad-image', `missing image tag in image ${image}`)
  return [last.slice(0, colon), last.slice(colon + 1)]
}
