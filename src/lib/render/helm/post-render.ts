import {hookOf, type RenderedDocument} from '../../engines/helm/index.js'
import {messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import {withLabels} from './add-labels.js'
import {
  type FileDocument,
  fileDocuments,
  framedObjects,
  framedTexts,
  unframed,
  withAnnotations,
  withFilename,
} from './framed-documents.js'
import {failure, kustomized, kustomizedTexts} from './kustomize-stage.js'

/** What a HelmRelease says of its manifests, and the labels that tell where they come from. */
export interface PostRendering extends Pick<HelmReleaseSpec, 'postRenderers' | 'commonMetadata' | 'postRenderStrategy'> {
  readonly origin: Readonly<Record<string, string>>
}

/**
 * A chart's files after the kustomize post-renderers, common metadata and origin labels (helm-controller reference 8,
 * helm-engine reference 11.2): every document comes out with sorted keys, under the name of its template.
 * @throws FluxError `post-render` in Helm's words
 */
export async function postRendered(files: ReadonlyMap<string, string>, wanted: PostRendering): Promise<RenderedDocument[]> {
  const documents = fileDocuments(files)
  const strategy = wanted.postRenderStrategy ?? 'combined'
  if (strategy === 'combined') return unframed(await streamed(documents, wanted), 'generated-by-postrender')
  const manifests: FileDocument[] = []
  const hooks: FileDocument[] = []
  const untouched: JsonObject[] = []
  for (const document of documents) {
    const object = appliedObject(document)
    if (object === undefined) continue
    const isManifest = hookOf(object, document.path, document.text).type === 'manifest'
    if (isManifest) manifests.push(document)
    else {
      hooks.push(document)
      untouched.push(object)
    }
  }
  const others = strategy === 'separate' ? await streamed(hooks, wanted) : untouched
  return [
    ...unframed(await streamed(manifests, wanted), 'generated-by-postrender'),
    ...unframed(others, 'generated-by-postrender-hooks'),
  ]
}

/** As it is applied, and as Helm looks for hooks: not as kustomize reads it. */
function appliedObject({path, text}: FileDocument): JsonObject | undefined {
  try {
    const object = parseYaml(text, {file: path})
    return isObject(object) ? withFilename(object, path) : undefined
  } catch (error) {
    throw failure(`error parsing ${path}: ${messageOf(error)}`, error)
  }
}

/** One run of all stages. */
async function streamed(documents: readonly FileDocument[], wanted: PostRendering): Promise<readonly JsonObject[]> {
  const {labels, annotations} = wanted.commonMetadata ?? {}
  const labelled = await withLabels(await patched(documents, wanted.postRenderers ?? []), {...labels, ...wanted.origin})
  return annotations ? labelled.map((object) => withAnnotations(object, annotations)) : labelled
}

type PostRenderers = NonNullable<HelmReleaseSpec['postRenderers']>

/** What the renderers that the release asks for make of its documents. */
async function patched(documents: readonly FileDocument[], renderers: PostRenderers): Promise<readonly JsonObject[]> {
  let objects: readonly JsonObject[] | undefined
  for (const [index, {kustomize}] of renderers.entries()) {
    if (!kustomize) continue
    const fields = {patches: patchesOf(kustomize.patches), images: kustomize.images}
    const place = `spec.postRenderers[${index}].kustomize`
    objects = objects
      ? await kustomized(objects, fields, place)
      : (await kustomizedTexts(framedTexts(documents), fields, place)).objects
  }
  return objects ?? framedObjects(documents)
}

type Patches = NonNullable<NonNullable<PostRenderers[number]['kustomize']>['patches']>

function patchesOf(patches: Patches | undefined): unknown {
  return patches?.map(({patch, target}) => ({patch, ...(target && {target})}))
}
