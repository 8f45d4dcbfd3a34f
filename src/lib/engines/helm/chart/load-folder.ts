import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import type {Warn} from '../values/tables.js'
import {ARCHIVE_LIMITS, type ArchiveLimits} from './archive.js'
import type {ChartFile} from './chart.js'
import {helmIgnore, type Ignores} from './helm-ignore.js'
import {textOfFile} from './read-yaml.js'

const MAX_LINKS = 40
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
  const walk = new Walk(tree, helmIgnore(text), limits, (name, found) => {
    // as Helm, which tells its whole path and where it leads to
    warn('found symbolic link in path. Contents of linked file included and used', {
      ...{path: `/${name === '' ? folder : below(folder, name)}`, resolved: `/${found}`},
    })
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
    readonly tellLink: (name: string, found: string) => void,
  ) {}

  async folder(path: string, name: string, depth = 0): Promise<void> {
    if (depth > MAX_LINKS) throw new FluxError('bad-chart', `the folders of the chart nest without end at '${name}'`)
    for (const entry of await this.tree.list(path)) {
      const place = below(name, entry.name)
      const here = below(path, entry.name)
      // no link: what leads to it has been followed already
      const found = entry.type === 'symlink' ? await followed(this.tree, here) : await this.#here(here, entry.type)
      if (typeof found === 'string') throw new FluxError('bad-chart', `'${place}' ${found}`)
      if (entry.type === 'symlink') this.tellLink(place, found.path)
      if (this.ignores(place, found.type === 'directory')) continue
      if (found.irregular)
        throw new FluxError('bad-chart', `cannot load irregular file ${place} as it has file mode type bits set`)
      if (found.type === 'directory') await this.folder(found.path, place, depth + 1)
      else await this.#take(found.path, found.size, place)
    }
  }

  async #here(path: string, type: 'file' | 'directory'): Promise<Found | string> {
    if (type === 'directory') return {path, type, size: 0}
    const stat = await this.tree.stat(path)
    return stat === undefined ? 'is not there any more' : {path, type, size: stat.size, irregular: stat.irregular}
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

  #tooLarge(name: string): LimitExceeded {
    return new LimitExceeded(`error reading ${name}: chart exceeds maximum decompressed size of ${this.limits.maxBytes} bytes`)
  }
}

interface Found {
  readonly path: string
  readonly type: 'file' | 'directory'
  readonly size: number
  readonly irregular?: boolean | undefined
}

/** The file or folder that a path leads to, links followed within the tree; what is wrong with it when it leads to none. */
async function followed(tree: FileTree, path: string): Promise<Found | string> {
  let pending = path.split('/').filter((part) => part !== '' && part !== '.')
  let done: string[] = []
  let links = 0
  let link = ''
  let last: Found = {path: '', type: 'directory', size: 0}
  while (pending.length > 0) {
    const [part, ...rest] = pending as [string, ...string[]]
    pending = rest
    if (part === '..') {
      if (done.pop() === undefined) return `is a link that leads out of the source: '${link}'`
      last = {path: done.join('/'), type: 'directory', size: 0}
      continue
    }
    const here = [...done, part].join('/')
    const stat = await tree.stat(here)
    if (stat === undefined) return `is a link to what is not there: '${link}'`
    if (stat.type === 'symlink') {
      link = stat.target ?? ''
      if (link.startsWith('/')) return `is a link that leads out of the source: '${link}'`
      if (++links > MAX_LINKS) return `is a link that leads to itself: '${link}'`
      pending = [...link.split('/').filter((name) => name !== '' && name !== '.'), ...rest]
      continue
    }
    done = [...done, part]
    last = {path: here, type: stat.type, size: stat.size, irregular: stat.irregular}
  }
  return last
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
