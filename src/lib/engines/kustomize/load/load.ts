import {LimitExceeded} from '../../../errors/flux-error.js'
import type {ReadChart} from '../../../ports/chart-inflator.js'
import type {FileStat, FileTree} from '../../../ports/files.js'
import {CLONES, cleanPath, type FileEntry, isWithin, joinPath} from '../files/closed-files.js'
import {isRemoteFile, type RemoteEntry} from '../files/loader.js'
import {isRepository, parseRepository} from '../files/repository.js'
import {KUSTOMIZATION_FILES} from '../kustomization/read.js'
import type {KustomizeInput} from './input.js'
import type {LoadOptions} from './options.js'
import {type References, referencesOf} from './references.js'
import {absolute, inside, linkTarget, type Way} from './tree-paths.js'

const MAX_BYTES = 256 * 1024 * 1024
const MAX_FOLDERS = 10_000
/** files read at once */
const AT_ONCE = 16
/** resources that are not there: a build ends at the first, so that nobody needs to look for the rest */
const MAX_MISSING = 100
/** as many as Go follows on the way to one file */
const MAX_LINKS = 255

/**
 * Gathers what a build of the kustomization in `path` reads. Paths that are not there are no fault here: the build
 * says so in the right words.
 */
export async function load(tree: FileTree, path: string, options: LoadOptions = {}): Promise<KustomizeInput> {
  const root = cleanPath(options.root ?? '/')
  const crawler = new Crawler(options)
  crawler.mount(root, tree)
  const folder = joinPath(root, path)
  await crawler.crawl(folder)
  return inputOf(crawler, root, folder, options)
}

/** The same for a repository that is named by its address: `https://host/team/repo//folder?ref=v1`. Needs `remote`. */
export async function loadRepository(url: string, options: LoadOptions): Promise<KustomizeInput> {
  const crawler = new Crawler(options)
  await crawler.repository(url)
  const found = crawler.remotes.get(url)
  return {...inputOf(crawler, '/', found?.type === 'repository' ? found.folder : '/', options), repository: url}
}

function inputOf(crawler: Crawler, root: string, path: string, options: LoadOptions): KustomizeInput {
  return {
    root,
    path,
    files: crawler.files,
    remotes: crawler.remotes,
    charts: crawler.charts,
    restriction: options.restriction ?? 'none',
    order: options.order ?? 'fifo',
    version: options.version ?? 'v5.8.1',
  }
}

interface Mount {
  readonly root: string
  readonly tree: FileTree
}

class Crawler {
  readonly files = new Map<string, FileEntry>()
  readonly remotes = new Map<string, RemoteEntry>()
  readonly charts = new Map<string, ReadChart | 'file'>()
  readonly #mounts: Mount[] = []
  readonly #seen = new Set<string>()
  readonly #known = new Map<string, Promise<string | undefined>>()
  #bytes = 0

  constructor(private readonly options: LoadOptions) {}

  mount(root: string, tree: FileTree): void {
    this.#mounts.unshift({root, tree})
    this.files.set(root, {type: 'dir'})
  }

  async crawl(folder: string): Promise<void> {
    const real = await this.#visit(folder)
    if (real === undefined || this.files.get(real)?.type !== 'dir' || this.#seen.has(real)) return
    this.#seen.add(real)
    if (this.#seen.size > MAX_FOLDERS) throw new LimitExceeded(`more than ${MAX_FOLDERS} kustomizations in one build`)
    this.options.signal?.throwIfAborted()
    for (const name of KUSTOMIZATION_FILES) {
      const file = await this.#visit(joinPath(real, name))
      const entry = file === undefined ? undefined : this.files.get(file)
      if (entry?.type === 'file') await this.#follow(real, referencesOf(Buffer.from(entry.data).toString('utf8')))
    }
  }

  async #follow(folder: string, references: References): Promise<void> {
    await this.#visitAll(folder, references.files, Number.POSITIVE_INFINITY)
    const targets = await this.#visitAll(folder, references.targets, MAX_MISSING)
    for (const path of references.files) await this.#file(folder, path)
    for (const path of references.configs) await this.#config(folder, path)
    for (const path of references.charts) await this.#chart(folder, path)
    for (const path of targets) await this.#target(folder, path)
  }

  async #file(folder: string, path: string): Promise<void> {
    if (isRemoteFile(path)) await this.#remoteFile(path)
    else await this.#visit(path.startsWith('/') ? path : joinPath(folder, path))
  }

  /** Reads ahead what lies in the tree, some files at a time; the paths up to where more than so many have been missing. */
  async #visitAll(folder: string, paths: readonly string[], most: number): Promise<readonly string[]> {
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
      await this.#remoteFile(path)
      if (this.remotes.get(path)?.type === 'file') return
    }
    if (isRepository(path)) return this.repository(path)
    const real = await this.#visit(path.startsWith('/') ? path : joinPath(folder, path))
    if (real !== undefined && this.files.get(real)?.type === 'dir') await this.crawl(real)
  }

  /** A generator or transformer configuration may name files itself, seen from the folder that names it. */
  async #config(folder: string, path: string): Promise<void> {
    await this.#target(folder, path)
    const real = await this.#visit(path.startsWith('/') ? path : joinPath(folder, path))
    if (real === undefined) return
    for (const text of this.#textsBelow(real)) {
      const {files, charts} = referencesOf(text)
      for (const file of files) await this.#file(folder, file)
      for (const chart of charts) await this.#chart(folder, chart)
    }
  }

  async #chart(folder: string, path: string): Promise<void> {
    const {charts} = this.options
    const absolute = path.startsWith('/') ? cleanPath(path) : joinPath(folder, path)
    if (charts === undefined || this.charts.has(absolute)) return
    const real = await this.#visit(absolute)
    const type = real === undefined ? undefined : this.files.get(real)?.type
    if (type === 'file') this.charts.set(absolute, 'file')
    if (type !== 'dir') return
    const {tree, root} = this.#mountOf(real!)!
    this.charts.set(absolute, await charts.read(tree, inside(root, real!)))
    await this.#visit(`${absolute}/values.yaml`)
  }

  #mountOf(path: string): Mount | undefined {
    return this.#mounts.find(({root}) => path === root || root === '/' || path.startsWith(`${root}/`))
  }

  /** The text of a file, or of everything that was read below a folder: configurations may be built there. */
  #textsBelow(real: string): string[] {
    const found = this.files.get(real)
    if (found?.type === 'file') return [Buffer.from(found.data).toString('utf8')]
    const texts: string[] = []
    for (const [path, entry] of this.files) {
      if (entry.type === 'file' && isWithin(path, real)) texts.push(Buffer.from(entry.data).toString('utf8'))
    }
    return texts
  }

  /** Takes a path into the closed input; the real path that it leads to, undefined when there is nothing. */
  #visit(path: string): Promise<string | undefined> {
    // no file has such a name, and no disk is to be asked for it
    if (path.includes('\0')) return Promise.resolve(undefined)
    const absolute = cleanPath(path)
    let known = this.#known.get(absolute)
    if (known === undefined) {
      known = this.#lookUp(absolute)
      this.#known.set(absolute, known)
    }
    return known
  }

  async #lookUp(path: string): Promise<string | undefined> {
    const mount = this.#mountOf(path)
    if (mount === undefined) return undefined
    const real = await this.#realPath(mount, path)
    if (real.fault !== undefined) {
      this.files.set(path, {type: 'broken', fault: real.fault})
      return undefined
    }
    if (real.path !== path && !(real.missing && isWithin(path, real.path)))
      this.files.set(path, {type: 'link', target: real.path})
    return real.missing ? undefined : real.path
  }

  /** Follows links part by part, never out of the mount, up to the first part that is not there. */
  async #realPath({root, tree}: Mount, path: string): Promise<Way> {
    let pending = inside(root, path).split('/').filter(Boolean)
    let current = ''
    let links = 0
    this.files.set(root, {type: 'dir'})
    while (pending.length > 0) {
      const [part, ...rest] = pending as [string, ...string[]]
      const next = current === '' ? part : `${current}/${part}`
      if (this.files.get(absolute(root, next))?.type === 'dir') {
        pending = rest
        current = next
        continue
      }
      const stat = await tree.stat(next)
      if (stat === undefined) return this.#deadEnd(path, absolute(root, current), absolute(root, next))
      if (stat.type === 'symlink') {
        if (++links > MAX_LINKS) return {path, fault: 'loop'}
        const target = linkTarget(this.options.absoluteLinks ? root : undefined, current, stat.target ?? '')
        if (target === undefined) {
          this.files.set(absolute(root, next), {type: 'link', target: undefined})
          return {path: absolute(root, next)}
        }
        pending = [...target, ...rest]
        current = ''
        continue
      }
      pending = rest
      current = next
      await this.#take(absolute(root, next), stat, () => tree.read(next))
    }
    return {path: absolute(root, current)}
  }

  /** Below a file there is not even nothing. */
  #deadEnd(path: string, above: string, missing: string): Way {
    return this.files.get(above)?.type === 'file' ? {path, fault: 'file'} : {path: missing, missing: true}
  }

  async #take(path: string, {type, irregular}: FileStat, read: () => Promise<Uint8Array>): Promise<void> {
    if (this.files.has(path)) return
    if (type === 'directory') {
      this.files.set(path, {type: 'dir'})
      return
    }
    if (irregular) {
      this.files.set(path, {type: 'irregular'})
      return
    }
    const data = await read()
    this.#bytes += data.length
    const limit = this.options.maxBytes ?? MAX_BYTES
    if (this.#bytes > limit)
      throw new LimitExceeded(`the files of this build are larger than ${limit} bytes together`, {hints: [`see ${path}`]})
    this.files.set(path, {type: 'file', data})
  }

  async #remoteFile(url: string): Promise<void> {
    if (this.remotes.has(url)) return
    const {remote, signal} = this.options
    if (remote === undefined) {
      this.remotes.set(url, refused(url))
      return
    }
    try {
      this.remotes.set(url, {type: 'file', data: await remote.file(url, signal)})
    } catch (error) {
      signal?.throwIfAborted()
      const repository = isRepository(url)
      const message = error instanceof Error ? error.message : String(error)
      const status = (error as {status?: unknown}).status
      const fileError = repository && typeof status === 'number' ? 'URL is a git repository' : message
      this.remotes.set(url, {type: 'failed', fileError, repositoryError: '', http: !repository && typeof status === 'number'})
    }
  }

  async repository(url: string): Promise<void> {
    const before = this.remotes.get(url)
    if (before?.type === 'repository' || (before?.type === 'failed' && before.repositoryError !== '')) return
    const {remote, signal} = this.options
    if (remote === undefined) {
      this.remotes.set(url, refused(url))
      return
    }
    const spec = parseRepository(url)!
    try {
      const tree = await remote.repository(spec, signal)
      const root = `${CLONES}${this.#mounts.length}`
      this.mount(root, tree)
      const folder = joinPath(root, spec.folder)
      this.remotes.set(url, {type: 'repository', root, folder})
      await this.crawl(folder)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof LimitExceeded) throw error
      const fileError = before?.type === 'failed' ? before.fileError : ''
      const message = error instanceof Error ? error.message : String(error)
      this.remotes.set(url, {type: 'failed', fileError, repositoryError: message, http: false})
    }
  }
}

function refused(url: string): RemoteEntry {
  const message = `remote bases are not allowed: '${url}'`
  return {type: 'failed', fileError: message, repositoryError: message, http: false}
}
