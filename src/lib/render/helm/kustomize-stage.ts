import {build, load} from '../../engines/kustomize/index.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import {printYaml} from '../../formats/yaml/print.js'
import {TextTree} from './text-tree.js'

/**
 * Objects after one kustomization with some fields.
 * @param place where the fields stand in the HelmRelease, which hints name
 * @throws FluxError `post-render` in Helm's words
 */
export async function kustomized(
  objects: readonly JsonObject[],
  fields: Record<string, unknown>,
  place: string,
): Promise<readonly JsonObject[]> {
  if (objects.length === 0) return objects
  const tree = new TextTree({
    'kustomization.yaml': JSON.stringify({resources: ['all.yaml'], ...fields}),
    'all.yaml': objects.map((object) => printYaml(object)).join('---\n'),
  })
  try {
    return build(await load(tree, '', {order: 'fifo', restriction: 'root'})).objects
  } catch (error) {
    const {message, hints} = failure(messageOf(error), error)
    const placed = hints.map((hint) => hint.replace(/\/?kustomization\.yaml:\d+ \((.*)\)$/, `${place}.$1`))
    throw new FluxError('post-render', message, {cause: error, hints: placed})
  }
}

export function failure(reason: string, cause: unknown): FluxError {
  const hints = cause instanceof FluxError ? cause.hints : []
  return new FluxError('post-render', `error while running post render on files: ${reason}`, {cause, hints})
}
