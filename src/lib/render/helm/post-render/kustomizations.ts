import {build, load} from '../../../engines/kustomize/index.js'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {HelmReleaseSpec} from '../../../kinds/types/helmrelease.gen.js'
import {postRenderError} from './failure.js'
import {TextTree} from './text-tree.js'

/** One kustomization of a text: fields beside `resources`, and where they stand in the HelmRelease, which hints name. */
export interface Kustomization {
  readonly fields: Readonly<Record<string, unknown>>
  readonly place: string
}

type PostRenderers = NonNullable<HelmReleaseSpec['postRenderers']>

/** What post-renderers ask for, in their order. */
export function kustomizationsOf(postRenderers: PostRenderers): Kustomization[] {
  return postRenderers.flatMap(({kustomize}, index) => {
    if (!kustomize) return []
    const fields = {patches: patchesOf(kustomize.patches), images: kustomize.images}
    return [{fields, place: `spec.postRenderers[${index}].kustomize`}]
  })
}

type Patches = NonNullable<NonNullable<PostRenderers[number]['kustomize']>['patches']>

function patchesOf(patches: Patches | undefined): unknown {
  return patches?.map(({patch, target}) => ({patch, ...(target && {target})}))
}

/**
 * What one kustomization makes of the objects of a text.
 * @param stream what they are, for words
 * @throws FluxError `post-render` in Helm's words
 */
export async function kustomized(text: string, {fields, place}: Kustomization, stream: string): Promise<readonly JsonObject[]> {
  const tree = new TextTree({
    'kustomization.yaml': JSON.stringify({resources: ['all.yaml'], ...fields}),
    'all.yaml': text,
  })
  try {
    return build(await load(tree, '', {order: 'fifo', restriction: 'root'})).objects
  } catch (error) {
    const hints = error instanceof FluxError ? error.hints : []
    const placed = hints.map((hint) => hint.replace(/\/?kustomization\.yaml:\d+ \((.*)\)$/, `${place}.$1`))
    throw postRenderError(`error while running post render on ${stream}: ${messageOf(error)}`, error, placed)
  }
}
