import {type Marks, markedObjects} from '../../../engines/kustomize/marked-objects.js'
import {messageOf} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import type {HelmReleaseSpec} from '../../../kinds/types/helmrelease.gen.js'
import {postRenderError} from './failure.js'
import {type FileDocument, framed} from './framing.js'
import {kustomizationsOf, kustomized} from './kustomizations.js'
import {arePlain, withMarks} from './plain-marks.js'
import {plainObjects} from './plain-objects.js'
import type {StreamNames} from './stream-names.js'

/** What a HelmRelease says of its manifests, and the labels that tell where they come from. */
export interface Staging extends Pick<HelmReleaseSpec, 'postRenderers' | 'commonMetadata'> {
  readonly origin: Readonly<Record<string, string>>
}

/**
 * The objects of documents after one run of all stages, of which each reads what the one before printed: kustomizations, common
 * metadata, origin labels (helm-controller reference 8). Kustomize is only asked where it might do more than put marks on what
 * any reader of YAML reads.
 * @throws FluxError `post-render` in Helm's words
 */
export async function staged(
  documents: readonly FileDocument[],
  {postRenderers = [], commonMetadata, origin}: Staging,
  names: StreamNames,
): Promise<readonly JsonObject[]> {
  const kustomizations = kustomizationsOf(postRenderers)
  const marks = [...(commonMetadata ? [commonMetadata] : []), {labels: origin}]
  const isPlain = kustomizations.length === 0 && marks.every((one) => arePlain([], one))
  let objects = isPlain ? plainObjects(documents, names.merged) : undefined
  const text = () => (objects ? printed(objects) : framedText(documents, names.merged))
  for (const kustomization of kustomizations) objects = await kustomized(text(), kustomization, names.run)
  for (const one of marks) {
    if (objects && arePlain(objects, one)) objects = objects.map((object) => withMarks(object, one))
    else objects = marked(text(), one, names.run)
  }
  return objects!
}

function printed(objects: readonly JsonObject[]): string {
  return objects.map((object) => printYaml(object)).join('---\n')
}

function framedText(documents: readonly FileDocument[], stream: string): string {
  const all = documents.flatMap((document) => framed(document, stream))
  return all.map(({text}) => text).join('---\n')
}

function marked(text: string, marks: Marks, stream: string): JsonObject[] {
  try {
    return markedObjects(text, marks)
  } catch (error) {
    throw postRenderError(`error while running post render on ${stream}: ${messageOf(error)}`, error)
  }
}
