import {messageOf} from '../../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../../formats/yaml/parse.js'
import {yamlText} from '../../../../formats/yaml/reader.js'
import type {FileTree} from '../../../../ports/files.js'
import type {KubeObject} from '../../../../ports/kube.js'

/** An object and where it stands: a file of the tree, and the line in it. */
export interface FoundObject {
  readonly object: KubeObject
  readonly file: string
  readonly line: number
}

export interface RepositoryFiles {
  /** what a release may need, by file */
  readonly objects: ReadonlyMap<string, readonly FoundObject[]>
  /** files that seem to have a HelmRelease and cannot be read: `FILE:LINE:COLUMN: reason` */
  readonly faults: readonly string[]
  /** folders with a kustomization file */
  readonly kustomizations: readonly string[]
}

const MAX_FILES = 20_000
const SOURCES = ['HelmRepository', 'HelmChart', 'OCIRepository']
/** group of our own kinds; `v1` for the others */
const GROUPS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SOURCES.map((kind) => [kind, 'source.toolkit.fluxcd.io/'])),
  ...{HelmRelease: 'helm.toolkit.fluxcd.io/', Kustomization: 'kustomize.toolkit.fluxcd.io/'},
  ...{ConfigMap: 'v1', Secret: 'v1', ServiceAccount: 'v1'},
}
const KINDS = Object.keys(GROUPS)
/** What a release may need; files without these words are not parsed: those of CRDs stand deeper. */
const WANTED = new RegExp(`(?:^ {0,3}|[{,]\\s*)"?kind"?:\\s*["']?(?:${KINDS.join('|')})\\b`, 'm')
const KUSTOMIZATION = /^(?:kustomization\.ya?ml|Kustomization)$/
const RELEASE = /^\s*kind:\s*["']?HelmRelease\b/m
const PASSED_BY = new Set(['.git', 'node_modules'])
/** of a chart: they hold templates, and charts of others */
const CHART_FOLDERS = new Set(['templates', 'charts', 'crds'])

/**
 * The HelmReleases, sources, ConfigMaps and Secrets that lie in the YAML files below a folder. Files that are no YAML are passed by,
 * and so are the templates of charts.
 */
export async function repositoryFiles(tree: FileTree, folder: string): Promise<RepositoryFiles> {
  const walk = new Walk(tree)
  await walk.folder(folder)
  return walk
}

class Walk implements RepositoryFiles {
  readonly objects = new Map<string, readonly FoundObject[]>()
  readonly kustomizations: string[] = []
  readonly faults: string[] = []
  #files = 0

  constructor(private readonly tree: FileTree) {}

  async folder(path: string): Promise<void> {
    const entries = await this.tree.list(path)
    const isChart = entries.some(({name}) => name === 'Chart.yaml')
    if (entries.some(({name, type}) => type === 'file' && KUSTOMIZATION.test(name))) this.kustomizations.push(path)
    for (const {name, type, irregular} of entries) {
      const below = path === '' ? name : `${path}/${name}`
      if (type === 'file' && !irregular && !KUSTOMIZATION.test(name)) await this.#file(below)
      if (type === 'directory' && !PASSED_BY.has(name) && !(isChart && CHART_FOLDERS.has(name))) await this.folder(below)
    }
  }

  async #file(path: string): Promise<void> {
    if (!/\.ya?ml$/i.test(path) || ++this.#files > MAX_FILES) return
    const text = yamlText(await this.tree.read(path))
    const found = objectsIn(text, path, (fault) => RELEASE.test(text) && this.faults.push(fault))
    if (found.length > 0) this.objects.set(path, found)
  }
}

/** The objects of one YAML text that a release may need; none when it is no YAML, which `tell` gets to know. */
export function objectsIn(text: string, file: string, tell: (fault: string) => void = () => undefined): FoundObject[] {
  if (!WANTED.test(text)) return []
  try {
    return parseYamlDocuments(text, {file}).flatMap(({value, line}) =>
      listed(value).flatMap((object) => (isWanted(object) ? [{object, file, line}] : [])),
    )
  } catch (error) {
    tell(messageOf(error))
    return []
  }
}

/** The items of a List, as kustomize and kubectl take them, or the one object. */
function listed(value: JsonValue): JsonValue[] {
  return isObject(value) && value.kind === 'List' && Array.isArray(value.items) ? value.items : [value]
}

/** True for what a release may need; others too have kinds of these names. */
export function isWanted(value: JsonValue | undefined): value is JsonObject & KubeObject {
  if (!isObject(value) || !isObject(value.metadata)) return false
  const {apiVersion, kind} = value
  const group = typeof kind === 'string' && Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : undefined
  if (group === undefined) return false
  if (typeof apiVersion !== 'string' || apiVersion === '') return kind !== 'Kustomization'
  return group === 'v1' ? apiVersion === group : apiVersion.startsWith(group)
}
