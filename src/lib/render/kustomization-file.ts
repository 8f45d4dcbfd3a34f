import {resourcesOf} from '../engines/kustomize/resource/factory.js'
import {builtinSchemas} from '../engines/kustomize/schema/schema.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import type {IgnoreFilter} from '../formats/ignore/source-ignore.js'
import type {JsonObject, JsonValue} from '../formats/json/value.js'
import {parseYaml} from '../formats/yaml/parse.js'
import {yamlText} from '../formats/yaml/reader.js'
import {yamlFault} from '../formats/yaml/yaml-fault.js'
import type {FileTree} from '../ports/files.js'
import {joinPath, resolvePath} from './tree-path.js'
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

/**
 * The kustomization file of a directory: the one that is there, or one made of all manifests below it (reference 5.1).
 * `root` names the tree in messages; resources that `ignore` names are left out, wherever they are listed.
 * Throws FluxError `build-failed`.
 */
export async function kustomizationFile(
  tree: FileTree,
  directory: string,
  root: string,
  ignore?: IgnoreFilter,
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
  const content = parseFile(yamlText(await readThrough(tree, path)), `${root}/${path}`)
  return {path, content: ignore ? await withoutIgnored(content, {tree, root, ignore}, directory) : content}
}

interface Walk {
  readonly tree: FileTree
  readonly root: string
  readonly ignore: IgnoreFilter | undefined
}

/** The command line judges what a file lists as well; a local path that is not there is its error. */
async function withoutIgnored(content: JsonObject, walk: Walk, directory: string): Promise<JsonObject> {
  const result = {...content}
  for (const field of ['resources', 'components', 'crds'] as const) {
    const listed = content[field]
    if (!Array.isArray(listed)) continue
    const kept: JsonValue[] = []
    for (const path of listed) if (!(await isIgnored(path, field, walk, directory))) kept.push(path)
    result[field] = kept
    if (field === 'resources' && kept.length === 0) result.buildMetadata = ['originAnnotations']
  }
  return result
}

async function isIgnored(path: JsonValue, field: string, {tree, root, ignore}: Walk, directory: string): Promise<boolean> {
  if (typeof path !== 'string' || (field !== 'crds' && isUrl(path)) || leaves(directory, path)) return false
  const found = await resolvePath(tree, `${directory}/${path}`)
  if (!found) throw new FluxError('build-failed', `lstat /${joinPath(`${root}/${directory}`, path)}: no such file or directory`)
  // patterns are about the folder, not about what lies beside it
  return !path.startsWith('..') && ignore?.(joinPath('', path), found.stat.type === 'directory') === true
}

/** True for a path out of the tree: the build will say so. */
function leaves(directory: string, path: string): boolean {
  let depth = directory.split('/').filter(Boolean).length
  return path.split('/').some((part) => {
    if (part !== '' && part !== '.') depth += part === '..' ? -1 : 1
    return depth < 0
  })
}

/** What Go's net/url takes for an address with a scheme; all else is a path, though kustomize may see an address in it. */
function isUrl(resource: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(resource)
}

/** A file that may be a link to another one of the tree. */
async function readThrough(tree: FileTree, path: string): Promise<Uint8Array> {
  return tree.read((await resolvePath(tree, path))?.path ?? path)
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

async function findName(tree: FileTree, directory: string): Promise<string | undefined> {
  for (const name of NAMES) {
    const stat = await tree.stat(joinPath(directory, name))
    if (stat && stat.type !== 'directory') return name
  }
  return undefined
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
      const found = await resolvePath(tree, path)
      if (found?.stat.type === 'directory') continue
      check(await tree.read(found?.path ?? path), `${root}/${path}`)
      resources.push(`./${below}`)
    }
  }
  return resources
}

function check(bytes: Uint8Array, file: string): void {
  try {
    resourcesOf(yamlText(bytes), builtinSchemas)
  } catch (error) {
    throw new FluxError('build-failed', `failed to decode Kubernetes YAML from ${file}: ${messageOf(error)}`, {cause: error})
  }
}
