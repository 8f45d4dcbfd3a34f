import type {RenderedDocument} from '../../../engines/helm/index.js'
import {annotatedText, filteredNodes, kindOf, READER_MARKS} from '../../../engines/kustomize/text/annotated-documents.js'
import {messageOf} from '../../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {postRenderError} from './failure.js'
import {withMarks} from './plain-marks.js'
import type {StreamNames} from './stream-names.js'

/** A document of a rendered file. */
export type FileDocument = Omit<RenderedDocument, 'object'>

/** The annotation under which an object carries the name of its file through the stages (helm-engine reference 11.2). */
const FILENAME = 'postrenderer.helm.sh/postrender-filename'

/** An object as Helm gives it to the first post-renderer. */
export interface Framed {
  readonly text: string
  /** undefined when it only has one by an anchor, or none */
  readonly kind: string | undefined
}

/**
 * The objects of a document, each with the name of its file.
 * @param stream what the documents are, for words
 * @throws FluxError `post-render` in Helm's words
 */
export function framed({path, text}: FileDocument, stream: string): Framed[] {
  const nodes = attempt(`error merging ${stream}: parsing ${path}`, () => filteredNodes(text))
  return nodes.map((node) => ({
    text: attempt(`error merging ${stream}: annotating ${path}`, () => annotatedText(node, FILENAME, path)),
    kind: kindOf(node),
  }))
}

/** The same of an object that is read already. */
export function framedObject(object: JsonObject, path: string): JsonObject {
  return withMarks(object, {annotations: {[FILENAME]: path}})
}

/**
 * Objects under the names of their files again, written as Helm writes what it was given back; what has no name, because a
 * renderer made it or it stood in a list, gets one.
 * @throws FluxError `post-render` for what no YAML reader would take
 */
export function unframed(objects: readonly JsonObject[], {generated, run}: StreamNames): RenderedDocument[] {
  return objects.map((object, index) => {
    const {path = `${generated}-${index}.yaml`, rest} = withoutFilename(object)
    return {path, text: printed(rest, run), object: rest}
  })
}

function printed(object: JsonObject, stream: string): string {
  return attempt(`error while running post render on ${stream}`, () =>
    printYaml(object, {width: Number.POSITIVE_INFINITY, strict: true}),
  )
}

/** Without the marks of readers, too, and without annotations that are empty. */
function withoutFilename(object: JsonObject): {path: string | undefined; rest: JsonObject} {
  if (!isObject(object.metadata)) return {path: undefined, rest: object}
  const {annotations, ...others} = object.metadata
  const {[FILENAME]: path, ...own} = isObject(annotations) ? annotations : {}
  for (const mark of READER_MARKS) delete own[mark]
  const metadata: JsonObject = Object.keys(own).length === 0 ? others : {...others, annotations: own}
  return {path: typeof path === 'string' && path !== '' ? path : undefined, rest: {...object, metadata}}
}

function attempt<T>(step: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw postRenderError(`${step}: ${messageOf(error)}`, error)
  }
}
