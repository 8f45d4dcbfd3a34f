import {type RenderedDocument, splitDocuments} from '../../engines/helm/index.js'
import {annotatedDocuments} from '../../engines/kustomize/text/annotated-documents.js'
import {messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {printYaml} from '../../formats/yaml/print.js'
import {readSimpleYaml} from '../../formats/yaml/simple-json.js'
import {failure, kustomizedTexts, worded} from './kustomize-stage.js'

/** A document of a rendered file. */
export type FileDocument = Omit<RenderedDocument, 'object'>

/** The annotation under which an object carries the name of its file through the stages (helm-engine reference 11.2). */
const FILENAME = 'postrenderer.helm.sh/postrender-filename'

/** All documents of a chart's files, by their names; partials have none. */
export function fileDocuments(files: ReadonlyMap<string, string>): FileDocument[] {
  return [...files.keys()]
    .sort()
    .filter((path) => !path.slice(path.lastIndexOf('/') + 1).startsWith('_'))
    .flatMap((path) => splitDocuments(files.get(path)!).map((text) => ({path, text})))
}

/** What Helm gives the first post-renderer: every object with the name of its file. @throws FluxError `post-render` in Helm's words */
export function framedTexts(documents: readonly FileDocument[]): string[] {
  return documents.flatMap(framed)
}

function framed({path, text}: FileDocument): string[] {
  try {
    return annotatedDocuments(text, FILENAME, path)
  } catch (error) {
    throw worded(`error merging manifests: parsing ${path}: ${messageOf(error)}`, error)
  }
}

/**
 * The same as objects, as kustomize reads and gives them back. Its engine is only asked where it might read something else
 * than a reader of plain YAML does.
 */
export async function framedObjects(documents: readonly FileDocument[]): Promise<readonly JsonObject[]> {
  const read = documents.map((document) => plainObject(document) ?? framed(document))
  const texts = read.flatMap((one) => (Array.isArray(one) ? one : []))
  if (texts.length === 0) return read as JsonObject[]
  const given = await kustomizedTexts(texts, {}, 'spec')
  let first = 0
  let at = 0
  return read.flatMap((one) => {
    if (!Array.isArray(one)) return [one]
    first += one.length
    const from = at
    while (at < given.objects.length && (given.documents[at] ?? 0) < first) at++
    return given.objects.slice(from, at)
  })
}

function plainObject({path, text}: FileDocument): JsonObject | undefined {
  const object = readSimpleYaml(text, 'kustomize')
  if (object === undefined || !isObject(object)) return undefined
  const {metadata} = object
  // kustomize makes texts of them, as they are written
  if (!isObject(metadata) || !hasTexts(metadata.labels) || !hasTexts(metadata.annotations)) return undefined
  return withFilename(object, path)
}

const hasTexts = (map: JsonValue | undefined) =>
  map === undefined || (isObject(map) && Object.values(map).every((value) => typeof value === 'string'))

/** An object that tells its file. */
export function withFilename(object: JsonObject, path: string): JsonObject {
  return withAnnotations(object, {[FILENAME]: path})
}

export function withAnnotations(object: JsonObject, more: Readonly<Record<string, string>>): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {}
  return {...object, metadata: {...metadata, annotations: {...annotations, ...more}}}
}

/**
 * Objects under the names of their files again, written as Helm writes what it was given back; what a renderer made has no
 * name and gets one.
 * @throws FluxError `post-render` for what no YAML reader would take
 */
export function unframed(objects: readonly JsonObject[], generated: string): RenderedDocument[] {
  return objects.map((object, index) => {
    const {path = `${generated}-${index}.yaml`, rest} = withoutFilename(object)
    return {path, text: printed(rest), object: rest}
  })
}

function printed(object: JsonObject): string {
  try {
    return printYaml(object, {width: Number.POSITIVE_INFINITY, strict: true})
  } catch (error) {
    throw failure(messageOf(error), error)
  }
}

function withoutFilename(object: JsonObject): {path: string | undefined; rest: JsonObject} {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  const {[FILENAME]: path, ...annotations} = isObject(metadata.annotations) ? metadata.annotations : {}
  if (typeof path !== 'string') return {path: undefined, rest: object}
  const {annotations: _, ...others} = metadata
  const kept = Object.keys(annotations).length === 0 ? others : {...metadata, annotations}
  return {path, rest: {...object, metadata: kept as JsonObject}}
}
