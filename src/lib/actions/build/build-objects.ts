import {join, relative, resolve} from 'node:path'
import {ownerLabels} from '../../apply/keys.js'
import {refOf, subjectOf} from '../../apply/subject.js'
import type {SecretTrace} from '../../engines/substitute/secret-trace.js'
import {FluxError} from '../../errors/flux-error.js'
import type {IgnorePattern} from '../../formats/ignore/pattern.js'
import {buildFilter} from '../../formats/ignore/source-ignore.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KustomizationSpec} from '../../kinds/types/kustomization.gen.js'
import type {FileTree} from '../../ports/files.js'
import type {KubeObject} from '../../ports/kube.js'
import {renderKustomization} from '../../render/render-kustomization.js'
import type {ReadVariableSource} from '../../render/variables.js'
import {COMMAND_LINE_WORDS} from '../../render/words.js'
import {type BuildContext, type BuildOptions, realOf} from './build-options.js'
import {diskIgnorePatterns} from './ignore-files.js'
import {maskSops} from './mask-sops.js'
import {readVariableFiles} from './variable-files.js'

export interface BuiltObjects {
  /** in the order of the build: labelled, masked, with the common metadata */
  readonly objects: readonly KubeObject[]
  /** left empty here, refused in a cluster */
  readonly unset: readonly {
    /** `Kind/namespace/name` */
    readonly object: string
    readonly message: string
  }[]
  /** `Kind/name` of variable sources that nobody read */
  readonly skippedSources: readonly string[]
}

/**
 * What one Kustomization yields from a folder of the disk (cli reference 7.2, steps 3 to 9). Writes nothing anywhere. `secrets`
 * gets what came of variables from Secrets, with the places in the objects that are returned.
 */
export async function buildObjects(
  context: BuildContext,
  kustomization: KubeObject,
  path: string,
  options: BuildOptions,
  secrets?: SecretTrace,
): Promise<BuiltObjects> {
  const {tree, root, directory, patterns} = await openFolder(context, path, options)
  const spec = kustomization.spec as unknown as KustomizationSpec
  const readVariables = await variableReader(context, kustomization.metadata.namespace, options)
  const sources = spec.postBuild?.substituteFrom ?? []
  const rendered = await renderKustomization(readVariables ? kustomization : withoutSources(kustomization), tree, {
    ...{directory, root, strict: options.strictSubstitute, remote: context.remote, signal: context.signal},
    ignore: buildFilter(patterns, options.ignorePaths),
    shownDirectory: options.namedAsTyped && path === options.path ? join(path) : undefined,
    inMemory: options.inMemoryBuild,
    absoluteLinks: true,
    encrypted: 'keep',
    version: context.version,
    onWarning: ({message}) => context.onWarning?.(message),
    blocking: context.blocking,
    timeoutMs: context.timeoutMs,
    imageMerge: 'fields',
    words: COMMAND_LINE_WORDS,
    readVariables: readVariables ?? (() => Promise.reject(new FluxError('bug', 'no source of variables'))),
    secrets,
  })
  const labels = ownerLabels({name: kustomization.metadata.name ?? '', namespace: kustomization.metadata.namespace ?? ''})
  const {commonMetadata} = spec
  const finished = (object: JsonObject) => {
    const masked = maskSops(withMetadata(object as KubeObject, labels, undefined))
    if (!commonMetadata) return masked
    const {labels: common, annotations} = commonMetadata
    return withMetadata(withoutNulls(masked, {labels: common, annotations}), common, annotations)
  }
  return {
    objects: rendered.objects.map((object) => {
      const result = finished(object)
      const places = secrets?.places.get(object)
      if (places) secrets?.places.set(result, places)
      return result
    }),
    unset: rendered.unsetVariables().map(({object, message}) => ({object: subjectOf(refOf(object as KubeObject)), message})),
    skippedSources: readVariables ? [] : sources.map(({kind, name}) => `${kind}/${name}`),
  }
}

interface Folder {
  readonly tree: FileTree
  /** path of the tree; empty for the whole disk */
  readonly root: string
  readonly directory: string
  /** of its `.sourceignore` files */
  readonly patterns: readonly IgnorePattern[]
}

async function openFolder({fs, cwd}: BuildContext, path: string, {inMemoryBuild}: BuildOptions): Promise<Folder> {
  const folder = await realOf(fs, resolve(cwd, path))
  if ((await fs.stat(folder))?.type !== 'directory') {
    const message = `failed to load ignore patterns: open ${folder}: no such file or directory`
    throw new FluxError('build-failed', COMMAND_LINE_WORDS.file(message))
  }
  const patterns = await diskIgnorePatterns(fs, folder)
  if (!inMemoryBuild) return {tree: fs.tree('/'), root: '', directory: folder.slice(1), patterns}
  const root = await realOf(fs, cwd)
  const directory = relative(root, folder)
  if (directory === '..' || directory.startsWith('../')) {
    throw new FluxError(
      'build-failed',
      `kustomize build failed: must build at directory: not a valid directory: fs-security-constraint abs ${folder}: path '${folder}' is not in or below '${root}'`,
    )
  }
  return {tree: fs.tree(root), root, directory, patterns}
}

/** Files first, then the cluster; undefined in a dry run without files. */
async function variableReader(
  context: BuildContext,
  namespace: string | undefined,
  {substituteFrom, namespace: typed}: BuildOptions,
): Promise<ReadVariableSource | undefined> {
  if (substituteFrom.length > 0) return (await readVariableFiles(context, substituteFrom))(namespace || typed)
  const {kube, signal} = context
  return (
    kube &&
    (async ({kind, name}) => {
      // as CNCF's flux, which asks for it in the namespace that the file names
      if (!namespace) throw new FluxError('build-failed', 'an empty namespace may not be set when a resource name is provided')
      return kube.get({apiVersion: 'v1', kind, namespace, name}, {signal})
    })
  )
}

function withoutSources(kustomization: KubeObject): KubeObject {
  const spec = kustomization.spec as JsonObject
  if (!isObject(spec.postBuild)) return kustomization
  const {substituteFrom: _, ...postBuild} = spec.postBuild
  return {...kustomization, spec: {...spec, postBuild}}
}

/** Empty texts for labels and annotations that are null, as Go's accessors give them to whoever adds some. */
function withoutNulls(object: KubeObject, added: {readonly [field: string]: object | undefined}): KubeObject {
  const metadata: JsonObject = {...(object.metadata as JsonObject)}
  for (const [field, more] of Object.entries(added)) {
    const now = metadata[field]
    if (!more || Object.keys(more).length === 0 || !isObject(now)) continue
    metadata[field] = Object.fromEntries(Object.entries(now).map(([key, value]) => [key, value ?? '']))
  }
  return {...object, metadata}
}

function withMetadata(
  object: KubeObject,
  labels: {readonly [key: string]: string} | undefined,
  annotations: {readonly [key: string]: string} | undefined,
): KubeObject {
  const metadata = {...object.metadata}
  if (labels && Object.keys(labels).length > 0) metadata.labels = {...metadata.labels, ...labels}
  if (annotations && Object.keys(annotations).length > 0) metadata.annotations = {...metadata.annotations, ...annotations}
  return {...object, metadata}
}
