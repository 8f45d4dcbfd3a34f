import {documentsOf, type RenderedDocument, sortManifests, splitDocuments} from '../../../engines/helm/index.js'
import type {HelmReleaseSpec} from '../../../kinds/types/helmrelease.gen.js'
import {type FileDocument, unframed} from './framing.js'
import {type Staging, staged} from './stages.js'
import {ALL, partNamed, type StreamNames} from './stream-names.js'

/** What a HelmRelease says of its post-rendering. */
export interface PostRendering extends Staging, Pick<HelmReleaseSpec, 'postRenderStrategy'> {}

/** Told of what is left out. */
type Warn = Parameters<typeof sortManifests>[1]

type Files = ReadonlyMap<string, string>

/**
 * A chart's files after the kustomize post-renderers, common metadata and origin labels (helm-controller reference 8,
 * helm-engine reference 11.2): every document comes out with sorted keys, under the name of its template.
 * @param files text by path of the template
 * @throws FluxError `post-render` or `bad-manifest` in Helm's words
 */
export async function postRendered(files: Files, wanted: PostRendering, warn: Warn): Promise<RenderedDocument[]> {
  const strategy = wanted.postRenderStrategy ?? 'combined'
  if (strategy === 'combined') return rendered(files, wanted, ALL)
  const parts = apart(files, warn)
  const hooks = strategy === 'separate' ? await renderedFiles(parts.hooks, wanted, partNamed('hooks')) : parts.hooks
  const manifests = await renderedFiles(parts.manifests, wanted, partNamed('manifests'))
  return documentsOf(joined([...hooks, ...manifests], BETWEEN), warn)
}

/** Between documents that Helm puts together from several places: what it does not put a line break before ends with one more. */
const BETWEEN = '\n---\n'

async function rendered(files: Files, wanted: Staging, names: StreamNames): Promise<RenderedDocument[]> {
  return unframed(await staged(fileDocuments(files), wanted, names), names)
}

/** All documents of a chart's files, by their names; partials have none. */
function fileDocuments(files: Files): FileDocument[] {
  return [...files.keys()]
    .sort()
    .filter((path) => !path.slice(path.lastIndexOf('/') + 1).startsWith('_'))
    .flatMap((path) => splitDocuments(files.get(path)!).map((text) => ({path, text})))
}

/** Files of hooks and files of the others, in each the documents in install order. */
function apart(files: Files, warn: Warn): {readonly hooks: Files; readonly manifests: Files} {
  const {hooks, manifests} = sortManifests(documentsOf(files, warn), warn)
  return {
    hooks: joined(
      hooks.map(({path, manifest}) => [path, manifest]),
      BETWEEN,
    ),
    manifests: joined(
      manifests.map(({path, text}) => [path, text]),
      BETWEEN,
    ),
  }
}

async function renderedFiles(files: Files, wanted: Staging, names: StreamNames): Promise<Files> {
  const documents = files.size === 0 ? [] : await rendered(files, wanted, names)
  return joined(
    documents.map(({path, text}) => [path, text]),
    '---\n',
  )
}

/** Texts of one path as one text. */
function joined(texts: readonly (readonly [string, string])[], separator: string): Files {
  const files = new Map<string, string>()
  for (const [path, text] of texts) {
    const before = files.get(path)
    files.set(path, before === undefined ? text : before + separator + text)
  }
  return files
}
