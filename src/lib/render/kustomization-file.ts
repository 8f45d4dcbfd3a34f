import {resourcesOf} from '../engines/kustomize/resource/factory.js'
import {builtinSchemas} from '../engines/kustomize/schema/schema.js'
import {FluxError, messageOf} from '../errors/flux-error.js'
import {isObject, type JsonObject} from '../formats/json/value.js'
import {parseYaml} from '../formats/yaml/parse.js'
import type {FileTree} from '../ports/files.js'
import {joinPath} from './tree-path.js'
import {yamlFault} from './yaml-fault.js'

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

export interface KustomizationFile {
  /** path in the tree */
  readonly path: string
  readonly content: JsonObject
}

/**
 * The kustomization file of a directory: the one that is there, or one made of all manifests below it (reference 5.1).
 * `root` names the tree in messages. Throws FluxError `build-failed`.
 */
export async function kustomizationFile(tree: FileTree, directory: string, root: string): Promise<KustomizationFile> {
  const name = await findName(tree, directory)
  if (name === undefined) {
    const resources = await collectResources(tree, directory, '', root)
    const content: JsonObject = {apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization'}
    if (resources.length > 0) content.resources = resources
    // a file of nothing would be refused as empty
    else content.namespace = '_placeholder'
    return {path: joinPath(directory, NAMES[0]), content}
  }
  const path = joinPath(directory, name)
  return {path, content: parseFile(decode(await tree.read(path)), `${root}/${path}`)}
}

/** Fields that kustomize does not know are left out; nothing listed as resource asks for origin annotations. */
function parseFile(text: string, file: string): JsonObject {
  let value: unknown
  try {
    value = parseYaml(text, {file})
  } catch (error) {
    const fault = yamlFault(text) ?? messageOf(error)
    throw new FluxError('build-failed', `error converting YAML to JSON: ${fault}`, {cause: error, hints: [`See ${file}.`]})
  }
  if (value !== null && value !== undefined && !isObject(value)) {
    throw new FluxError('build-failed', `${file}: a kustomization file must be a map of fields`)
  }
  const content: JsonObject = {}
  for (const [key, item] of Object.entries(isObject(value) ? value : {})) {
    if (FIELDS.has(key) && item !== null) content[key] = item
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

async function collectResources(tree: FileTree, directory: string, prefix: string, root: string): Promise<string[]> {
  const resources: string[] = []
  for (const entry of await tree.list(directory)) {
    const path = joinPath(directory, entry.name)
    if (entry.type === 'directory') {
      if ((await findName(tree, path)) !== undefined) resources.push(`./${prefix}${entry.name}`)
      else resources.push(...(await collectResources(tree, path, `${prefix}${entry.name}/`, root)))
    } else if (/\.ya?ml$/.test(entry.name)) {
      check(await tree.read(path), `${root}/${path}`)
      resources.push(`./${prefix}${entry.name}`)
    }
  }
  return resources
}

function check(bytes: Uint8Array, file: string): void {
  try {
    resourcesOf(decode(bytes), builtinSchemas)
  } catch (error) {
    throw new FluxError('build-failed', `failed to decode Kubernetes YAML from ${file}: ${messageOf(error)}`, {cause: error})
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
}
