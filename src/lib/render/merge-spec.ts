import {FluxError} from '../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {KustomizationSpec} from '../kinds/types/kustomization.gen.js'

/** The parts of a Kustomization's spec that change its kustomization file. */
export type BuildSpec = Pick<
  KustomizationSpec,
  | 'targetNamespace'
  | 'namePrefix'
  | 'nameSuffix'
  | 'patches'
  | 'components'
  | 'ignoreMissingComponents'
  | 'images'
  | 'buildMetadata'
>

/**
 * How an image of the spec changes the file's: `entries`, it takes its place, as recorded of kustomize-controller 1.9.0 (ks-images);
 * `fields`, what it does not say stays (reference 5.4), as the command line of Flux 2.9.5 does it.
 */
export type ImageMerge = 'entries' | 'fields'

type Image = NonNullable<KustomizationSpec['images']>[number]

/**
 * The file with the spec merged in (kustomize-controller reference 5.3, 5.4). `exists` tells whether a component is
 * there. Throws FluxError `build-failed` for a component that is not local and relative.
 */
export async function mergeSpec(
  file: JsonObject,
  spec: BuildSpec,
  exists: (component: string) => Promise<boolean>,
  merge: ImageMerge = 'entries',
): Promise<JsonObject> {
  const merged: JsonObject = {...file}
  if (spec.targetNamespace) merged.namespace = spec.targetNamespace
  if (spec.namePrefix) merged.namePrefix = spec.namePrefix
  if (spec.nameSuffix) merged.nameSuffix = spec.nameSuffix
  const patches = (spec.patches ?? []).map(({patch, target}): JsonObject => (target ? {patch, target: {...target}} : {patch}))
  if (patches.length > 0) merged.patches = [...list(file.patches), ...patches]
  const components = await wantedComponents(spec, exists)
  if (components.length > 0) merged.components = [...list(file.components), ...components]
  if (spec.images && spec.images.length > 0) merged.images = mergeImages(list(file.images), spec.images, merge)
  if (spec.buildMetadata && spec.buildMetadata.length > 0) merged.buildMetadata = [...spec.buildMetadata]
  return merged
}

async function wantedComponents(spec: BuildSpec, exists: (component: string) => Promise<boolean>): Promise<string[]> {
  const components: string[] = []
  for (const component of spec.components ?? []) {
    if (!isLocal(component)) {
      throw new FluxError('build-failed', `component path '${component}' must be local and relative`)
    }
    if (!spec.ignoreMissingComponents || (await exists(component))) components.push(component)
  }
  return components
}

function isLocal(path: string): boolean {
  if (/^(?:git::|gh:|ssh:\/\/|https?:\/\/|git@|github\.com[:/])/i.test(path)) return false
  return !path.startsWith('/') && !path.startsWith('file:///')
}

/** The first entry of the same name is the one that an entry of the spec changes. */
function mergeImages(file: readonly JsonValue[], images: readonly Image[], merge: ImageMerge): JsonValue[] {
  const merged = [...file]
  for (const image of images) {
    const index = merged.findIndex((item) => isObject(item) && item.name === image.name)
    if (index < 0) merged.push({...image})
    else merged[index] = merge === 'entries' ? {...image} : {...(merged[index] as JsonObject), ...givenFields(image)}
  }
  return merged
}

/** Tag and digest say together which version it is. */
function givenFields({newName, newTag, digest}: Image): JsonObject {
  return {...(newName && {newName}), ...((newTag || digest) && {newTag, digest})}
}

function list(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}
