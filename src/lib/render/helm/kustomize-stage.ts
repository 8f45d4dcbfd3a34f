import {build, load} from '../../engines/kustomize/index.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {JsonObject} from '../../formats/json/value.js'
import {printYaml} from '../../formats/yaml/print.js'
import {TextTree} from './text-tree.js'

/**
 * Objects after one kustomization with some fields.
 * @throws FluxError `post-render` in Helm's words
 */
export async function kustomized(
  objects: readonly JsonObject[],
  fields: Record<string, unknown>,
): Promise<readonly JsonObject[]> {
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

export function failure(reason: string, cause: unknown): FluxError {
  const hints = cause instanceof FluxError ? cause.hints : []
  return new FluxError('post-render', `error while running post render on files: ${reason}`, {cause, hints})
}
