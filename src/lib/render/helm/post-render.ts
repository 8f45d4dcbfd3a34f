import {hookOf, splitDocuments} from '../../engines/helm/index.js'
import {build, load} from '../../engines/kustomize/index.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {printYaml} from '../../formats/yaml/print.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import {TextTree} from './text-tree.js'

/** What a HelmRelease says of its manifests, and the labels that tell where they come from. */
export interface PostRendering extends Pick<HelmReleaseSpec, 'postRenderers' | 'commonMetadata' | 'postRenderStrategy'> {
  readonly origin: Readonly<Record<string, string>>
}

const FILENAME = 'postrenderer.helm.sh/postrender-filename'

/**
 * A chart's files after the kustomize post-renderers, common metadata and origin labels (helm-controller reference 8,
 * helm-engine reference 11.2): every document comes out with sorted keys, under the name of its template.
 * @throws FluxError `post-render` in Helm's words
 */
export async function postRendered(files: ReadonlyMap<string, string>, wanted: PostRendering): Promise<Map<string, string>> {
  const documents = documentsOf(files)
  const strategy = wanted.postRenderStrategy ?? 'combined'
  if (strategy === 'combined') return regrouped(await streamed(documents, wanted), 'generated-by-postrender')
  const manifests = documents.filter((document) => !isHook(document))
  const hooks = documents.filter(isHook)
  const result = regrouped(await streamed(manifests, wanted), 'generated-by-postrender')
  const others = strategy === 'separate' ? await streamed(hooks, wanted) : hooks.map(({object}) => object)
  for (const [path, text] of regrouped(others, 'generated-by-postrender-hooks')) {
    const before = result.get(path)
    result.set(path, before === undefined ? text : `${before}---\n${text}`)
  }
  return result
}

interface Document {
  readonly path: string
  readonly text: string
  /** with the name of its file as an annotation */
  readonly object: JsonObject
}

function documentsOf(files: ReadonlyMap<string, string>): Document[] {
  const documents: Document[] = []
  for (const path of [...files.keys()].sort()) {
    if (path.slice(path.lastIndexOf('/') + 1).startsWith('_')) continue
    for (const text of splitDocuments(files.get(path)!)) {
      const object = parsed(text, path)
      if (isObject(object)) documents.push({path, text, object: annotated(object, {[FILENAME]: path})})
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

function isHook({object, path, text}: Document): boolean {
  return hookOf(object, path, text).type !== 'manifest'
}

/** One run of all stages. */
async function streamed(documents: readonly Document[], wanted: PostRendering): Promise<readonly JsonObject[]> {
  let objects: readonly JsonObject[] = documents.map(({object}) => object)
  for (const {kustomize} of wanted.postRenderers ?? []) {
    if (kustomize) objects = await kustomized(objects, {patches: patchesOf(kustomize.patches), images: kustomize.images})
  }
  const {labels, annotations} = wanted.commonMetadata ?? {}
  objects = await kustomized(objects, {labels: [{pairs: {...labels, ...wanted.origin}}]})
  return annotations ? objects.map((object) => annotated(object, annotations)) : objects
}

type Patches = NonNullable<NonNullable<NonNullable<HelmReleaseSpec['postRenderers']>[number]['kustomize']>['patches']>

function patchesOf(patches: Patches | undefined): unknown {
  return patches?.map(({patch, target}) => ({patch, ...(target && {target})}))
}

async function kustomized(objects: readonly JsonObject[], fields: Record<string, unknown>): Promise<readonly JsonObject[]> {
  if (objects.length === 0) return objects
  const tree = new TextTree({
    'kustomization.yaml': JSON.stringify({resources: ['all.yaml'], ...fields}),
    'all.yaml': objects.map((object) => printYaml(object)).join('---\n'),
  })
  try {
    return build(await load(tree, '', {order: 'fifo', restriction: 'root'})).objects
  } catch (error) {
    throw failure(messageOf(error), error)
  }
}

/** Documents under the names of their files again; what a renderer made has none and gets one. */
function regrouped(objects: readonly JsonObject[], generated: string): Map<string, string> {
  const files = new Map<string, string>()
  objects.forEach((object, index) => {
    const {path, rest} = withoutFilename(object)
    const name = path ?? `${generated}-${index}.yaml`
    const before = files.get(name)
    const text = printYaml(rest)
    files.set(name, before === undefined ? text : `${before}---\n${text}`)
  })
  return files
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

function failure(reason: string, cause: unknown): FluxError {
  const hints = cause instanceof FluxError ? cause.hints : []
  return new FluxError('post-render', `error while running post render on files: ${reason}`, {cause, hints})
}
