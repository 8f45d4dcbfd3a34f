import {groupOf} from '../../../apply/subject.js'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {ObjectRef} from '../../../ports/kube.js'
import {manifestStream} from './manifest-stream.js'

/** An object of a manifest, as far as it says itself where it is. */
export interface ManifestObject extends ObjectRef {
  /** false when what it has in the place of its metadata cannot get a namespace */
  readonly isPlaceable: boolean
}

/**
 * The objects of a manifest: members of lists as they are, and what has an apiVersion, a kind and a name. `release` is the
 * HelmRelease that it is of, for messages.
 * @throws FluxError `bad-manifest` in the words of flux
 */
export function manifestObjects(manifest: string, release: string): ManifestObject[] {
  try {
    const objects: ManifestObject[] = []
    for (const object of manifestStream(manifest)) objects.push(...objectsOf(object))
    return objects
  } catch (error) {
    const words = `failed to read the Helm storage object for HelmRelease '${release}': ${messageOf(error)}`
    throw new FluxError('bad-manifest', words, {cause: error})
  }
}

function objectsOf(object: JsonObject): ManifestObject[] {
  const {items} = object
  if (Array.isArray(items)) return items.map(memberOf)
  const found = objectOf(object)
  const isComplete = textOf(object.apiVersion) !== '' && found.kind !== '' && found.name !== ''
  return isComplete && !isBuildFile(found) ? [found] : []
}

function memberOf(member: JsonValue): ManifestObject {
  if (isObject(member)) return objectOf(member)
  throw new FluxError('bad-manifest', 'items member is not an object: map[string]interface {}')
}

function objectOf({apiVersion, kind, metadata}: JsonObject): ManifestObject {
  const version = textOf(apiVersion)
  const isReadable = version.split('/').length <= 2
  const {name, namespace} = isObject(metadata) ? metadata : {}
  return {
    // without one that can be read the kind is lost, too
    apiVersion: isReadable ? version.replace(/^\//, '') : '',
    kind: isReadable ? textOf(kind) : '',
    name: textOf(name),
    ...(textOf(namespace) !== '' && {namespace: textOf(namespace)}),
    isPlaceable: metadata === undefined || isObject(metadata),
  }
}

const textOf = (value: JsonValue | undefined) => (typeof value === 'string' ? Buffer.from(value).toString('utf8') : '')

/** A kustomization.yaml is no object of a cluster. */
const isBuildFile = ({apiVersion, kind}: ObjectRef) =>
  kind === 'Kustomization' && groupOf(apiVersion) === 'kustomize.config.k8s.io'
