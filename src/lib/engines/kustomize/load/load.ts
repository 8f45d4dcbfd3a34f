import {LimitExceeded} from '../../../errors/flux-error.js'
import type {ReadChart} from '../../../ports/chart-inflator.js'
import type {FileTree} from '../../../ports/files.js'
import {KustomizeError} from '../error.js'
import {CLONES, cleanPath, joinPath} from '../files/closed-files.js'
import {fileText} from '../files/file-text.js'
import {isRemoteFile} from '../files/loader.js'
import {isRepository} from '../files/repository.js'
import {KUSTOMIZATION_FILES} from '../kustomization/read.js'
import {ConfigurationFolders} from './configuration-folders.js'
import type {KustomizeInput, PartialInput} from './input.js'
import type {LoadOptions} from './options.js'
import {type References, referencesOf} from './references.js'
import {RemoteReader} from './remote-reader.js'
import {inside} from './tree-paths.js'
import {TreeReader} from './tree-reader.js'

const MAX_FOLDERS = 10_000
/** files read at once */
const AT_ONCE = 16
/** entries of a field that are not there: a build ends at the first, so that nobody needs to look for the rest */
const MAX_MISSING = 100

/**
 * Gathers what a build of the kustomization in `path` reads. Paths that are not there are no fault here: the build
 * says so in the right words.
 * @throws KustomizeError for options that are none
 */
export async function load(tree: FileTree, path: string, options: LoadOptions = {}): Promise<KustomizeInput> {
  demandChoices(options)
  const root = cleanPath(options.root ?? '/')
  const crawler = new Crawler(options, root)
  crawler.reader.mount(root, tree)
  const folder = joinPath(root, path)
  await crawler.crawl(folder)
  return inputOf(crawler, root, folder, options)
}

/** The same for a repository that is named by its address: `https://host/team/repo//folder?ref=v1`. Needs `remote`. */
export async function loadRepository(url: string, options: LoadOptions): Promise<KustomizeInput> {
  demandChoices(options)
  const crawler = new Crawler(options, '/')
  await crawler.repository(url)
  const found = crawler.remotes.entries.get(url)
  return {...inputOf(crawler, '/', found?.type === 'repository' ? found.folder : '/', options), repository: url}
}

const CHOICES = {order: ['fifo', 'legacy'], restriction: ['none', 'root']} as const

/** JavaScript has no types that would. */
function demandChoices(options: LoadOptions): void {
  for (const name of ['order', 'restriction'] as const) {
    const value: string | undefined = options[name]
    const allowed: readonly string[] = CHOICES[name]
    if (value !== undefined && !allowed.includes(value)) {
      throw new KustomizeError(`${name} must be ${allowed.map((choice) => `'${choice}'`).join(' or ')}, not '${value}'`)
    }
  }
  if (options.maxBytes !== undefined && !(options.maxBytes >= 0)) {
    throw new KustomizeError(`maxBytes must be a number of bytes, not '${options.maxBytes}'`)
  }
}

function inputOf(crawler: Crawler, root: string, path: string, options: LoadOptions): KustomizeInput {
  return {
    root,
    path,
    files: crawler.reader.files,
    remotes: crawler.remotes.entries,
    charts: crawler.charts,
    restriction: options.restriction ?? 'none',
    order: options.order ?? 'fifo',
    version: options.version ?? 'v5.8.1',
  }
}

class Crawler {
  readonly reader: TreeReader
  readonly remotes: RemoteReader
  readonly charts = new Map<string, ReadChart | 'file'>()
  readonly folders: ConfigurationFolders
  readonly #seen = new Set<string>()
  /** folder of the kustomization that is built */
  #first: string | undefined

  constructor(
    private readonly options: LoadOptions,
    private readonly root: string,
  ) {
    this.reader = new TreeReader(options)
    this.remotes = new RemoteReader(options)
    this.folders = new ConfigurationFolders(options.signal)
  }

  async crawl(folder: string): Promise<void> {
    const real = await this.#visit(folder)
    if (real === undefined || this.reader.files.get(real)?.type !== 'dir' || this.#seen.has(real)) return
    this.#seen.add(real)
    this.#first ??= real
    if (this.#seen.size > MAX_FOLDERS) throw new LimitExceeded(`more than ${MAX_FOLDERS} kustomizations in one build`)
    this.options.signal?.throwIfAborted()
    for (const name of KUSTOMIZATION_FILES) {
      const file = await this.#visit(joinPath(real, name))
      const entry = file === undefined ? undefined : this.reader.files.get(file)
      if (entry?.type === 'file') await this.#follow(real, referencesOf(fileText(entry.data)))
    }
  }

  async #follow(folder: string, references: References): Promise<void> {
    await this.#files(folder, references)
    const targets = await this.#visitAll(folder, references.targets)
    for (const configs of references.configs) {
      for (const path of await this.#visitAll(folder, configs)) await this.#config(folder, path)
    }
    for (const path of targets) await this.#target(folder, path)
  }

  /** The plain files and the charts. */
  async #files(folder: string, {files, perhaps, charts}: References): Promise<void> {
    for (const list of files.values()) {
      for (const path of await this.#visitAll(folder, list)) await this.#file(folder, path)
    }
    for (const path of await this.#visitAll(folder, perhaps, Number.POSITIVE_INFINITY)) await this.#file(folder, path)
    let missing = 0
    for (const path of charts) {
      if (!(await this.#chart(folder, path)) && ++missing > MAX_MISSING) break
    }
  }

  async #file(folder: string, path: string): Promise<void> {
    if (isRemoteFile(path)) await this.remotes.file(path)
    else await this.#visit(path.startsWith('/') ? path : joinPath(folder, path))
  }

  /** Reads ahead what lies in the tree, some files at a time; the paths up to where more than so many have been missing. */
  async #visitAll(folder: string, paths: readonly string[], most = MAX_MISSING): Promise<readonly string[]> {
    let missing = 0
    const local = paths.filter((path) => path !== '' && !path.includes('\n') && !isRemoteFile(path) && !isRepository(path))
    for (let i = 0; i < local.length; i += AT_ONCE) {
      const batch = local.slice(i, i + AT_ONCE)
      const found = await Promise.all(batch.map((path) => this.#visit(path.startsWith('/') ? path : joinPath(folder, path))))
      missing += found.filter((path) => path === undefined).length
      if (missing > most) return paths.slice(0, paths.indexOf(batch.at(-1)!) + 1)
    }
    return paths
  }

  /** A file, a folder with a kustomization, or something remote. */
  async #target(folder: string, path: string): Promise<void> {
    if (path === '' || path.includes('\n')) return
    if (isRemoteFile(path)) {
      await this.remotes.file(path)
      if (this.remotes.entries.get(path)?.type === 'file') return
    }
    if (isRepository(path)) return this.repository(path)
    const real = await this.#visit(path.startsWith('/') ? path : joinPath(folder, path))
    if (real !== undefined && this.reader.files.get(real)?.type === 'dir') await this.crawl(real)
  }

  /** A generator or transformer configuration may name files itself, seen from the folder that names it. */
  async #config(folder: string, path: string): Promise<void> {
    await this.#target(folder, path)
    for (const text of await this.#configTexts(folder, path)) await this.#files(folder, referencesOf(text))
  }

  async #configTexts(folder: string, path: string): Promise<readonly string[]> {
    const remote = this.remotes.entries.get(path)
    if (remote?.type === 'file') return [fileText(remote.data)]
    if (remote !== undefined) return this.folders.texts(this.#input(), folder, path)
    const real = await this.#visit(path.startsWith('/') ? path : joinPath(folder, path))
    const entry = real === undefined ? undefined : this.reader.files.get(real)
    if (entry?.type === 'file') return [fileText(entry.data)]
    return entry?.type === 'dir' ? this.folders.texts(this.#input(), folder, path) : []
  }

  #input(): PartialInput {
    return {root: this.root, path: this.#first ?? this.root, files: this.reader.files, remotes: this.remotes.entries}
  }

  /** True when a chart is there, or none is to be looked for. */
  async #chart(folder: string, path: string): Promise<boolean> {
    const {charts} = this.options
    const absolute = path.startsWith('/') ? cleanPath(path) : joinPath(folder, path)
    if (charts === undefined || this.charts.has(absolute)) return true
    const real = await this.#visit(absolute)
    const type = real === undefined ? undefined : this.reader.files.get(real)?.type
    if (type === 'file') this.charts.set(absolute, 'file')
    if (type !== 'dir') return false
    const {tree, root} = this.reader.mountOf(real!)!
    this.charts.set(absolute, await charts.read(tree, inside(root, real!)))
    await this.#visit(`${absolute}/values.yaml`)
    return true
  }

  async repository(url: string): Promise<void> {
    const mount = (tree: FileTree) => {
      const root = `${CLONES}${this.reader.mounts}`
      this.reader.mount(root, tree)
      return root
    }
    await this.remotes.repository(url, mount, (folder) => this.crawl(folder))
  }

  #visit(path: string): Promise<string | undefined> {
    return this.reader.visit(path)
  }
}
