import {build, load} from '../../engines/kustomize/index.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import {printYaml} from '../../formats/yaml/print.js'
import {TextTree} from './text-tree.js'

/** Objects, and of each the document that it was read from. */
export interface Kustomized {
  readonly objects: readonly JsonObject[]
  /** from 0; undefined for what a patch or a generator made */
  readonly documents: readonly (number | undefined)[]
}

/** Objects after one kustomization with some fields: see `kustomizedTexts`. */
export async function kustomized(
  objects: readonly JsonObject[],
  fields: Record<string, unknown>,
  place: string,
): Promise<readonly JsonObject[]> {
  const texts = objects.map((object) => printYaml(object))
  return (await kustomizedTexts(texts, fields, place)).objects
}

/**
 * What one kustomization with some fields makes of documents.
 * @param texts each is one document, a line break at its end
 * @param place where the fields stand in the HelmRelease, which hints name
 * @throws FluxError `post-render` in Helm's words
 */
export async function kustomizedTexts(
  texts: readonly string[],
  fields: Record<string, unknown>,
  place: string,
): Promise<Kustomized> {
  if (texts.length === 0) return {objects: [], documents: []}
  const tree = new TextTree({
    'kustomization.yaml': JSON.stringify({resources: ['all.yaml'], ...fields}),
    'all.yaml': texts.join('---\n'),
  })
  try {
    const {objects, origins} = build(await load(tree, '', {order: 'fifo', restriction: 'root'}))
    return {objects, documents: origins.map(({document}) => document)}
  } catch (error) {
    const {message, hints} = failure(messageOf(error), error)
    const placed = hints.map((hint) => hint.replace(/\/?kustomization\.yaml:\d+ \((.*)\)$/, `${place}.$1`))
    throw new FluxError('post-render', message, {cause: error, hints: placed})
  }
}

export function failure(reason: string, cause: unknown): FluxError {
  return worded(`error while running post render on files: ${reason}`, cause)
}

/** A failure in words that are whole. */
export function worded(message: string, cause: unknown): FluxError {
  const hints = cause instanceof FluxError ? cause.hints : []
  return new FluxError('post-render', message, {cause, hints})
}
