import {hookOf, type RenderedDocument, splitDocuments} from '../../engines/helm/index.js'
import {messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {printYaml} from '../../formats/yaml/print.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import {withLabels} from './add-labels.js'
import {failure, kustomized} from './kustomize-stage.js'

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
  const documents = documentsOf(files)
  const strategy = wanted.postRenderStrategy ?? 'combined'
  if (strategy === 'combined') return named(await streamed(documents, wanted), 'generated-by-postrender')
  const manifests = documents.filter((document) => !isHook(document))
  const hooks = documents.filter(isHook)
  const others = strategy === 'separate' ? await streamed(hooks, wanted) : hooks.map(marked)
  return [
    ...named(await streamed(manifests, wanted), 'generated-by-postrender'),
    ...named(others, 'generated-by-postrender-hooks'),
  ]
}

function documentsOf(files: ReadonlyMap<string, string>): RenderedDocument[] {
  const documents: RenderedDocument[] = []
  for (const path of [...files.keys()].sort()) {
    if (path.slice(path.lastIndexOf('/') + 1).startsWith('_')) continue
    for (const text of splitDocuments(files.get(path)!)) {
      const object = parsed(text, path)
      if (isObject(object)) documents.push({path, text, object})
    }
  }
  return documents
}

function parsed(text: string, path: string) {
  try {
    return parseYaml(text, {file: path})
  } catch (error) {
    throw failure(`error parsing ${path}: ${messageOf(error)}`, error)
  }
}

function isHook({object, path, text}: RenderedDocument): boolean {
  return hookOf(object, path, text).type !== 'manifest'
}

/** The annotation under which an object carries the name of its file through the stages. */
const FILENAME = 'postrenderer.helm.sh/postrender-filename'

const marked = ({object, path}: RenderedDocument): JsonObject => annotated(object, {[FILENAME]: path})

/** One run of all stages. */
async function streamed(documents: readonly RenderedDocument[], wanted: PostRendering): Promise<readonly JsonObject[]> {
  let objects: readonly JsonObject[] = documents.map(marked)
  for (const [index, {kustomize}] of (wanted.postRenderers ?? []).entries()) {
    if (!kustomize) continue
    const fields = {patches: patchesOf(kustomize.patches), images: kustomize.images}
    objects = await kustomized(objects, fields, `spec.postRenderers[${index}].kustomize`)
  }
  const {labels, annotations} = wanted.commonMetadata ?? {}
  objects = await withLabels(objects, {...labels, ...wanted.origin})
  return annotations ? objects.map((object) => annotated(object, annotations)) : objects
}

type Patches = NonNullable<NonNullable<NonNullable<HelmReleaseSpec['postRenderers']>[number]['kustomize']>['patches']>

function patchesOf(patches: Patches | undefined): unknown {
  return patches?.map(({patch, target}) => ({patch, ...(target && {target})}))
}

/** Documents under the names of their files again; what a renderer made has none and gets one. */
function named(objects: readonly JsonObject[], generated: string): RenderedDocument[] {
  return objects.map((object, index) => {
    const {path = `${generated}-${index}.yaml`, rest} = withoutFilename(object)
    return {path, text: printYaml(rest), object: rest}
  })
}

function withoutFilename(object: JsonObject): {path: string | undefined; rest: JsonObject} {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const {[FILENAME]: path, ...annotations} = isObject(metadata.annotations) ? metadata.annotations : {}
  if (typeof path !== 'string') return {path: undefined, rest: object}
  const {annotations: _, ...others} = metadata
  const kept = Object.keys(annotations).length === 0 ? others : {...metadata, annotations}
  return {path, rest: {...object, metadata: kept as JsonObject}}
}

function annotated(object: JsonObject, more: Readonly<Record<string, string>>): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {}
  return {...object, metadata: {...metadata, annotations: {...annotations, ...more}}}
}
