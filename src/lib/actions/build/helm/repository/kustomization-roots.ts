import {referencesOf} from '../../../../engines/kustomize/load/references.js'
import {yamlText} from '../../../../formats/yaml/reader.js'
import type {FileTree} from '../../../../ports/files.js'
import {cleanPath, joinPath} from '../../../../render/tree-path.js'
import {type FoundObject, objectsIn, type RepositoryFiles} from './repository-objects.js'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** A folder that kustomize builds by itself: no other kustomization has it for a base. */
export interface KustomizationRoot {
  readonly folder: string
  /** HelmReleases that lie in what it builds */
  readonly releases: readonly FoundObject[]
  /** true when something of it is worth a build: an object that a release may need */
  readonly isWanted: boolean
}

export interface KustomizationRoots {
  readonly roots: readonly KustomizationRoot[]
  /** true for a file that some kustomization names, as resource or patch or in whatever other way */
  isNamed(file: string): boolean
}

/** One kustomization file: what it names, as paths of the tree. */
interface Node {
  readonly isComponent: boolean
  readonly folders: readonly string[]
  readonly files: readonly string[]
}

/** Which of the kustomizations below a folder are built by themselves, and what they are made of. */
export async function kustomizationRoots(tree: FileTree, found: RepositoryFiles): Promise<KustomizationRoots> {
  const graph = new Graph(tree, found)
  const nodes = new Map<string, Node>()
  const reach = async (folder: string): Promise<void> => {
    if (nodes.has(folder)) return
    const node = await graph.node(folder)
    if (node === undefined) return
    nodes.set(folder, node)
    for (const base of node.folders) await reach(base)
  }
  for (const folder of found.kustomizations) await reach(folder)
  const bases = new Set([...nodes].flatMap(([folder, node]) => node.folders.filter((base) => base !== folder)))
  const named = new Set([...nodes.values()].flatMap(({files}) => files))
  const tops = found.kustomizations.filter((folder) => nodes.get(folder)?.isComponent === false && !bases.has(folder))
  const roots: KustomizationRoot[] = []
  for (const folder of tops) {
    const objects = await graph.objectsBelow(folder, nodes)
    const releases = objects.filter(({object}) => object.kind === 'HelmRelease')
    roots.push({folder, releases, isWanted: objects.some(({object}) => object.kind !== 'Kustomization')})
  }
  return {roots, isNamed: (file) => named.has(file)}
}

class Graph {
  readonly #read = new Map<string, readonly FoundObject[]>()

  constructor(
    private readonly tree: FileTree,
    private readonly found: RepositoryFiles,
  ) {}

  async node(folder: string): Promise<Node | undefined> {
    const text = await this.#kustomizationText(folder)
    if (text === undefined) return undefined
    const {targets, files, perhaps, configs} = referencesOf(text)
    const folders: string[] = []
    const plain = [...files.values(), perhaps].flat().map((file) => joinPath(folder, file))
    for (const target of [...targets, ...configs.flat()]) {
      if (target.includes('://') || target.startsWith('/')) continue
      const path = joinPath(folder, target)
      const type = (await this.tree.stat(path))?.type
      if (type === 'directory') folders.push(path)
      else if (type !== undefined) plain.push(path)
    }
    return {isComponent: /^kind:\s*["']?Component\b/m.test(text), folders, files: plain}
  }

  /** Objects in the files of a kustomization and of all that it is made of. */
  async objectsBelow(top: string, nodes: ReadonlyMap<string, Node>): Promise<FoundObject[]> {
    const objects: FoundObject[] = []
    const seen = new Set<string>()
    const visit = async (folder: string): Promise<void> => {
      const node = nodes.get(folder)
      if (node === undefined || seen.has(folder)) return
      seen.add(folder)
      for (const file of node.files) for (const object of await this.#objectsOf(file)) objects.push(object)
      for (const base of node.folders) await visit(base)
    }
    await visit(top)
    return objects
  }

  /** Those of a file, which may lie outside of the folder that was looked through. */
  async #objectsOf(file: string): Promise<readonly FoundObject[]> {
    const known = this.found.objects.get(file) ?? this.#read.get(file)
    if (known !== undefined) return known
    const isYaml = /\.ya?ml$/i.test(file) && (await this.tree.stat(file))?.type === 'file'
    const objects = isYaml ? objectsIn(yamlText(await this.tree.read(file)), file) : []
    this.#read.set(file, objects)
    return objects
  }

  async #kustomizationText(folder: string): Promise<string | undefined> {
    for (const name of NAMES) {
      const path = cleanPath(`${folder}/${name}`)
      if ((await this.tree.stat(path))?.type === 'file') return yamlText(await this.tree.read(path))
    }
    return undefined
  }
}
