import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import type {DirEntry, FileTree} from '../../../ports/files.js'
import type {Warn} from '../values/tables.js'
import {ARCHIVE_LIMITS, type ArchiveLimits} from './archive.js'
import type {ChartFile} from './chart.js'
import {helmIgnore, type Ignores} from './helm-ignore.js'
import {textOfFile} from './read-yaml.js'

/** Links in a path; those that lead to each other are Go's to count. */
const MAX_LINKS = 40
const MAX_HOPS = 255
const MAX_FILES = 100_000

/**
 * The files of a chart in a folder of a tree, without what `.helmignore` names. Links are followed within the tree
 * (helm-engine reference 1.3).
 * @throws FluxError `bad-chart`, LimitExceeded
 */
export async function readChartFolder(
  tree: FileTree,
  folder: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
  warn: Warn = () => {},
): Promise<ChartFile[]> {
  const start = await followed(tree, folder)
  if (typeof start === 'string' || start.type !== 'directory')
    throw new FluxError('no-chart', `there is no chart in '${folder}': no such folder`)
  const ignoreFile = await followed(tree, below(start.path, '.helmignore'))
  const text = typeof ignoreFile !== 'string' && ignoreFile.type === 'file' ? textOfFile(await tree.read(ignoreFile.path)) : ''
  // as Helm, which tells whole paths
  const whole = (name: string) => `/${name === '' ? folder : below(folder, name)}`
  const walk = new Walk(tree, helmIgnore(text), limits, whole, (name, found) => {
    warn('found symbolic link in path. Contents of linked file included and used', {path: whole(name), resolved: `/${found}`})
  })
  if ((await tree.stat(folder))?.type === 'symlink') walk.tellLink('', start.path)
  await walk.folder(start.path, '')
  return walk.files
}

class Walk {
  readonly files: ChartFile[] = []
  #bytes = 0

  constructor(
    private readonly tree: FileTree,
    private readonly ignores: Ignores,
    private readonly limits: ArchiveLimits,
    private readonly whole: (name: string) => string,
    readonly tellLink: (name: string, found: string) => void,
  ) {}

  /** @param links those on the way to it */
  async folder(path: string, name: string, links = 0): Promise<void> {
    if (links > MAX_LINKS) throw bad(this.#tooManyLinks(name))
    for (const entry of await this.tree.list(path)) {
      const place = below(name, entry.name)
      const found = await this.#found(below(path, entry.name), entry.type, place)
      if (this.ignores(place, found.type === 'directory')) continue
      if (found.irregular) throw bad(`cannot load irregular file ${this.whole(place)} as it has file mode type bits set`)
      const all = links + (found.links ?? 0)
      if (found.type === 'directory') await this.folder(found.path, place, all)
      else if (all > MAX_LINKS) throw bad(`error reading ${place}: ${this.#tooManyLinks(place)}`)
      else await this.#take(found.path, found.size, place)
    }
  }

  async #found(path: string, type: DirEntry['type'], place: string): Promise<Found> {
    const isLink = type === 'symlink'
    // no link: what leads to it has been followed already
    const found = isLink ? await followed(this.tree, path) : await this.#here(path, type)
    if (typeof found === 'string') throw bad(isLink ? `error evaluating symlink ${this.whole(place)}: ${found}` : found)
    if (isLink) this.tellLink(place, found.path)
    return found
  }

  async #here(path: string, type: 'file' | 'directory'): Promise<Found | string> {
    if (type === 'directory') return {path, type, size: 0}
    const stat = await this.tree.stat(path)
    return stat === undefined ? missing(path) : {path, type, size: stat.size, irregular: stat.irregular}
  }

  async #take(path: string, size: number, name: string): Promise<void> {
    if (size > this.limits.maxFileBytes) throw this.#tooLarge(name)
    const data = await this.tree.read(path)
    this.#bytes += data.length
    if (this.#bytes > this.limits.maxBytes || this.files.length >= MAX_FILES) {
      throw this.#tooLarge(name)
    }
    this.files.push({name, data})
  }

  #tooManyLinks(name: string): string {
    return `open ${this.whole(name)}: too many levels of symbolic links`
  }

  #tooLarge(name: string): LimitExceeded {
    return new LimitExceeded(`error reading ${name}: chart exceeds maximum decompressed size of ${this.limits.maxBytes} bytes`)
  }
}

interface Found {
  readonly path: string
  readonly type: 'file' | 'directory'
  readonly size: number
  readonly irregular?: boolean | undefined
  /** that lead to it */
  readonly links?: number
}

function bad(message: string): FluxError {
  return new FluxError('bad-chart', message)
}

function missing(path: string): string {
  return `lstat /${path}: no such file or directory`
}

/** The file or folder that a path leads to, links followed within the tree; in Go's words why it leads to none. */
async function followed(tree: FileTree, path: string): Promise<Found | string> {
  let pending = path.split('/').filter((part) => part !== '' && part !== '.')
  let done: string[] = []
  let links = 0
  let last: Found = {path: '', type: 'directory', size: 0}
  while (pending.length > 0) {
    const [part, ...rest] = pending as [string, ...string[]]
    pending = rest
    if (part === '..') {
      if (done.pop() === undefined) return 'it leads out of the source'
      last = {path: done.join('/'), type: 'directory', size: 0}
      continue
    }
    const here = [...done, part].join('/')
    const stat = await tree.stat(here)
    if (stat === undefined) return last.type === 'file' ? 'not a directory' : missing(here)
    if (stat.type === 'symlink') {
      const link = stat.target ?? ''
      if (link.startsWith('/')) return `it leads out of the source: ${link}`
      if (++links > MAX_HOPS) return 'EvalSymlinks: too many links'
      pending = [...link.split('/').filter((name) => name !== '' && name !== '.'), ...rest]
      continue
    }
    done = [...done, part]
    last = {path: here, type: stat.type, size: stat.size, irregular: stat.irregular}
  }
  return {...last, links}
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
