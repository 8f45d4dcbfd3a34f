import {fileText} from '../../engines/kustomize/files/file-text.js'
import {resourcesOf} from '../../engines/kustomize/resource/factory.js'
import {builtinSchemas} from '../../engines/kustomize/schema/schema.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {errnoText, goFileText, isFileFault} from '../../errors/go-file.js'
import type {IgnoreFilter} from '../../formats/ignore/source-ignore.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {yamlText} from '../../formats/yaml/reader.js'
import {yamlFault} from '../../formats/yaml/yaml-fault.js'
import type {FileTree} from '../../ports/files.js'
import {joinPath, lookUp, resolvePath} from '../tree-path.js'
import {type Walk, withoutIgnored} from './listed-paths.js'
import {typedFile} from './typed-file.js'

/** Names of a kustomization file, the first one found counts. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const

/** Top-level fields that kustomize knows; others are dropped from the file at the root (reference 5.2). */
const FIELDS = new Set(
  (
    'apiVersion kind metadata openapi namePrefix nameSuffix namespace commonLabels labels commonAnnotations ' +
    'patchesStrategicMerge patchesJson6902 patches images imageTags replacements replicas vars sortOptions resources ' +
    'components crds bases configMapGenerator secretGenerator helmGlobals helmCharts helmChartInflationGenerator ' +
    'generatorOptions configurations generators transformers validators buildMetadata'
  ).split(' '),
)

/** Of these an empty list or map is none: the file is written anew, and kustomize warns of what is there. */
const OLD_FIELDS = new Set(['bases', 'commonLabels', 'imageTags', 'patchesJson6902', 'patchesStrategicMerge', 'vars'])

export interface KustomizationFile {
  /** path in the tree */
  readonly path: string
  readonly content: JsonObject
}

interface FileOptions {
  readonly ignore?: IgnoreFilter | undefined
  /** how messages name the file itself */
  readonly shown?: (path: string) => string
}

/**
 * The kustomization file of a directory: the one that is there, or one made of all manifests below it (reference 5.1).
 * `root` names the tree in messages; resources that `ignore` names are left out, wherever they are listed.
 * Throws FluxError `build-failed`.
 */
export async function kustomizationFile(
  tree: FileTree,
  directory: string,
  root: string,
  {ignore, shown = (path) => `${root}/${path}`}: FileOptions = {},
): Promise<KustomizationFile> {
  const name = await findName(tree, directory)
  if (name === undefined) {
    const resources = await collectResources({tree, root, ignore}, directory, '')
    const content: JsonObject = {apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization'}
    if (resources.length > 0) content.resources = resources
    // a file of nothing would be refused as empty
    else content.namespace = '_placeholder'
    return {path: joinPath(directory, NAMES[0]), content}
  }
  const path = joinPath(directory, name)
  const content = parseFile(yamlText(await readThrough(tree, path, shown(path))), shown(path))
  return {path, content: ignore ? await withoutIgnored(content, {tree, root, ignore}, directory) : content}
}

/** A file that may be a link to another one of the tree; `shown` names it in messages. */
async function readThrough(tree: FileTree, path: string, shown: string): Promise<Uint8Array> {
  const fault = (words: string) => new FluxError('build-failed', words)
  try {
    const found = await lookUp(tree, path)
    if (typeof found === 'string') throw fault(`open ${shown}: ${errnoText(found)}`)
    if (found.stat.type === 'directory') throw fault(`read ${shown}: is a directory`)
    if (found.stat.irregular) throw fault(`read ${shown}: is a pipe, a socket or a device`)
    return await tree.read(found.path)
  } catch (error) {
    throw isFileFault(error) ? fault(goFileText(error, shown)) : error
  }
}

/** Fields that kustomize does not know are left out; nothing listed as resource asks for origin annotations. */
function parseFile(text: string, file: string): JsonObject {
  let value: JsonValue
  try {
    value = parseYaml(text, {file})
  } catch (error) {
    const fault = yamlFault(text) ?? messageOf(error)
    throw new FluxError('build-failed', `error converting YAML to JSON: ${fault}`, {cause: error, hints: [`See ${file}.`]})
  }
  const content: JsonObject = {}
  for (const [key, item] of Object.entries(value === null ? {} : typedFile(value, file))) {
    if (!FIELDS.has(key) || item === null || item === undefined) continue
    if (!OLD_FIELDS.has(key) || typeof item !== 'object' || Object.keys(item).length > 0) content[key] = item
  }
  const {resources} = content
  if (!Array.isArray(resources) || resources.length === 0) content.buildMetadata = ['originAnnotations']
  return content
}

/** What cannot be looked at is not there, as a link that leads nowhere. */
async function findName(tree: FileTree, directory: string): Promise<string | undefined> {
  for (const name of NAMES) {
    const found = await resolvePath(tree, joinPath(directory, name)).catch(unlessFault)
    if (found && found.stat.type !== 'directory') return name
  }
  return undefined
}

function unlessFault(error: unknown): undefined {
  if (!isFileFault(error)) throw error
}

async function collectResources(walk: Walk, directory: string, prefix: string): Promise<string[]> {
  const {tree, root, ignore} = walk
  const resources: string[] = []
  for (const entry of await tree.list(directory)) {
    const path = joinPath(directory, entry.name)
    const below = `${prefix}${entry.name}`
    if (entry.type === 'directory') {
      if ((await findName(tree, path)) === undefined) resources.push(...(await collectResources(walk, path, `${below}/`)))
      else if (!ignore?.(below, true)) resources.push(`./${below}`)
    } else if (/\.ya?ml$/.test(entry.name) && !ignore?.(below, false)) {
      check(await readThrough(tree, path, `${root}/${path}`), `${root}/${path}`)
      resources.push(`./${below}`)
    }
  }
  return resources
}

function check(bytes: Uint8Array, file: string): void {
  try {
    resourcesOf(fileText(bytes), builtinSchemas)
  } catch (error) {
    throw new FluxError('build-failed', `failed to decode Kubernetes YAML from ${file}: ${messageOf(error)}`, {cause: error})
  }
}
