import {createHash} from 'node:crypto'
import {build, load, type ObjectOrigin, type Warning} from '../engines/kustomize/index.js'
import type {SecretTrace} from '../engines/substitute/secret-trace.js'
import {checkVariableNames, substituteObject, substitutionDisabled} from '../engines/substitute/substitute-object.js'
import type {SubstituteVariables} from '../engines/substitute/substitute-text.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import type {IgnoreFilter} from '../formats/ignore/source-ignore.js'
import type {JsonObject} from '../formats/json/value.js'
import {printYaml} from '../formats/yaml/print.js'
import type {KustomizationSpec} from '../kinds/types/kustomization.gen.js'
import {type Blocking, unguarded} from '../ports/blocking.js'
import type {Context} from '../ports/context.js'
import type {FileTree} from '../ports/files.js'
import type {KubeObject} from '../ports/kube.js'
import {describe} from './describe.js'
import {type KustomizationFile, kustomizationFile} from './file/kustomization-file.js'
import {refuseOccupied} from './file/occupied-name.js'
import {withoutSecretLiterals} from './generator-words.js'
import {IdCounts} from './id-counts.js'
import {type ImageMerge, mergeSpec} from './merge-spec.js'
import {OverlayTree} from './overlay-tree.js'
import {refuseDecryption} from './refuse-decryption.js'
import {refuseIncomplete, refuseKindless} from './refuse-incomplete.js'
import {remoteLoader} from './remote-loader.js'
import {resolvePath} from './tree-path.js'
import {loadVariables, type ReadVariableSource, type VariableSource} from './variables.js'
import {CONTROLLER_WORDS, type RenderWords} from './words.js'

export interface RenderInputs {
  /** folder of the tree that is built, symlinks resolved */
  readonly directory: string
  /** absolute path that the tree has in messages */
  readonly root: string
  /** gate StrictPostBuildSubstitutions */
  readonly strict: boolean
  /** reads a ConfigMap or Secret that variables come from */
  readonly readVariables: ReadVariableSource
  /** gets what becomes of values that come from Secrets, also of a build that fails */
  readonly secrets?: SecretTrace | undefined
  /** the way to remote bases; absent: they are refused */
  readonly remote?: Pick<Context, 'http' | 'git'> | undefined
  readonly signal?: AbortSignal | undefined
  /** what messages about its kustomization file call the directory; its absolute path unless given */
  readonly shownDirectory?: string | undefined
  /** the kustomization file is made beside the tree, not in it */
  readonly inMemory?: boolean | undefined
  /** links that begin with `/` lead somewhere: the tree lies at `root` of the disk */
  readonly absoluteLinks?: boolean | undefined
  /** files of the directory (by their path in it) that are no resources; sources leave out what is ignored already */
  readonly ignore?: IgnoreFilter | undefined
  /** `keep`: what SOPS encrypted is left as it is, for somebody who does not apply it */
  readonly encrypted?: 'refuse' | 'keep' | undefined
  /** what `managedByLabel` names; kustomize's own without it */
  readonly version?: string | undefined
  /** gets kustomize's warnings as they come, so also those of a build that fails */
  readonly onWarning?: ((warning: Warning) => void) | undefined
  /** runs the build itself, which waits for nothing */
  readonly blocking?: Blocking | undefined
  readonly timeoutMs?: number | undefined
  /** the controller's unless given */
  readonly imageMerge?: ImageMerge | undefined
  /** the controller's unless given */
  readonly words?: RenderWords | undefined
}

/** What kustomize tells where its caller asks for the order of a kind of its own, as Flux does. */
const SORTED_TWICE =
  "Warning: Sorting order is set both in 'kustomization.yaml' ('sortOptions') and in a CLI flag ('--reorder'). Using the kustomization file over the CLI flag."

/** A variable that a lenient build left empty and a strict one would refuse. */
export interface UnsetVariable {
  /** as it was before its variables */
  readonly object: JsonObject
  readonly message: string
}

export interface Rendered {
  /** in the order of the build */
  readonly objects: readonly JsonObject[]
  /** one per object */
  readonly origins: readonly ObjectOrigin[]
  readonly warnings: readonly Warning[]
  /** ConfigMaps and Secrets that variables came from */
  readonly usedInputs: readonly VariableSource[]
  /** of a build that is not strict: the first one of each object */
  unsetVariables(): readonly UnsetVariable[]
  /** True when nothing but the tree and the spec was read: the same two always yield the same. */
  readonly closed: boolean
  /** all objects as one YAML text, as `kustomize build` prints it */
  yaml(): string
  /** `sha256:<hex>` of that text, as `status.history` has it */
  readonly digest: string
}

/**
 * What a Kustomization yields from a file tree (kustomize-controller reference 5, 6 and 8): its kustomization file found or
 * made, the spec merged in, built, variables substituted. Throws FluxError or KustomizeError with Flux's texts.
 */
export async function renderKustomization(object: KubeObject, tree: FileTree, inputs: RenderInputs): Promise<Rendered> {
  const spec = object.spec as unknown as KustomizationSpec
  const {directory, root, signal} = inputs
  if ((await tree.stat(directory))?.type !== 'directory') {
    const path = `${root}/${directory}/kustomization.yaml`
    throw new FluxError('build-failed', `open ${path}: not a directory remove ${path}: not a directory`)
  }
  const words = inputs.words ?? CONTROLLER_WORDS
  const file = await fileOrExplain(tree, inputs, words)
  if (!inputs.inMemory) await refuseOccupied(tree, file.path, shownFile(file.path, inputs), words)
  const exists = async (component: string) => (await resolvePath(tree, `${directory}/${component}`)) !== undefined
  const content = await mergeSpec(file.content, spec, exists, inputs.imageMerge)
  const overlay = new OverlayTree(tree, file.path, new TextEncoder().encode(printYaml(content)))
  const remote = inputs.remote && remoteLoader(inputs.remote)
  const input = await load(overlay, directory, {
    root,
    remote,
    absoluteLinks: inputs.absoluteLinks,
    restriction: 'none',
    order: 'fifo',
    version: inputs.version,
    signal,
  })
  const built = buildOrExplain(input, inputs)
  if (content.sortOptions !== undefined) inputs.onWarning?.({message: SORTED_TWICE})
  for (const item of built.objects) {
    refuseIncomplete(item)
    if (spec.decryption && inputs.encrypted !== 'keep') refuseDecryption(item, describe(item))
  }
  const {unset, ...substitution} = spec.postBuild
    ? await substitute(built.objects, spec, inputs, words)
    : {objects: built.objects, usedInputs: [], unset: () => []}
  for (const item of substitution.objects) refuseKindless(item)
  const yaml = () => substitution.objects.map((item) => printYaml(item)).join('---\n')
  return {
    ...substitution,
    origins: built.origins,
    warnings: built.warnings,
    unsetVariables: unset,
    closed: input.remotes.size === 0 && !spec.postBuild?.substituteFrom?.length,
    yaml,
    digest: `sha256:${createHash('sha256').update(yaml()).digest('hex')}`,
  }
}

function shownFile(path: string, {root, directory, shownDirectory}: RenderInputs): string {
  if (shownDirectory === undefined) return `${root}/${path}`
  return `${shownDirectory.replace(/\/+$/, '')}/${path.slice(directory === '' ? 0 : directory.length + 1)}`
}

async function fileOrExplain(tree: FileTree, inputs: RenderInputs, words: RenderWords): Promise<KustomizationFile> {
  try {
    return await kustomizationFile(tree, inputs.directory, inputs.root, {
      ignore: inputs.ignore,
      shown: (path) => shownFile(path, inputs),
    })
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new FluxError(error.code, words.file(error.message), {cause: error, hints: error.hints})
  }
}

function buildOrExplain(input: Parameters<typeof build>[0], {signal, onWarning, blocking = unguarded, timeoutMs}: RenderInputs) {
  try {
    return blocking((checkpoint) => build(input, {signal, onWarning, checkpoint, keepsBuiltinTypes: true}), timeoutMs)
  } catch (thrown) {
    signal?.throwIfAborted()
    const error = withoutSecretLiterals(thrown)
    const hints = error instanceof FluxError ? error.hints : []
    throw new FluxError('build-failed', `kustomize build failed: ${messageOf(error)}`, {cause: error, hints})
  }
}

interface Substituted {
  readonly objects: readonly JsonObject[]
  readonly usedInputs: readonly VariableSource[]
  unset(): UnsetVariable[]
}

async function substitute(
  objects: readonly JsonObject[],
  spec: KustomizationSpec,
  inputs: RenderInputs,
  words: RenderWords,
): Promise<Substituted> {
  const postBuild = spec.postBuild ?? {}
  const usedInputs: VariableSource[] = []
  let variables: SubstituteVariables | undefined
  const read: ReadVariableSource = async (source) => {
    const found = await inputs.readVariables(source)
    usedInputs.push(source)
    return found
  }
  const failure = (object: JsonObject, message: string, cause: unknown) =>
    new FluxError('build-failed', words.variables(object, message), {cause})
  const ids = new IdCounts(objects)
  const results: JsonObject[] = []
  for (const object of objects) {
    const result = await one(object)
    ids.replace(object, result)
    results.push(result)
  }
  return {objects: results, usedInputs, unset}

  async function one(object: JsonObject): Promise<JsonObject> {
    if (substitutionDisabled(object)) return object
    try {
      variables ??= await loadVariables(postBuild, read, inputs.secrets)
      if (variables.size === 0 && postBuild.substituteStrategy !== 'Always') return object
    } catch (error) {
      throw failure(object, messageOf(error), error)
    }
    try {
      checkVariableNames(variables)
      return substituteObject(object, variables, inputs.strict, inputs.secrets)
    } catch (error) {
      throw failure(object, `envsubst error: ${messageOf(error)}`, error)
    }
  }

  function unset(): UnsetVariable[] {
    const known = variables
    if (inputs.strict || !known || (known.size === 0 && postBuild.substituteStrategy !== 'Always')) return []
    return objects.flatMap((object) => {
      if (substitutionDisabled(object)) return []
      try {
        substituteObject(object, known, true)
        return []
      } catch (error) {
        return [{object, message: messageOf(error)}]
      }
    })
  }
}
