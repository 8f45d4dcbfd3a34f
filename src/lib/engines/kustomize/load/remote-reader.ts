import {LimitExceeded} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import {joinPath} from '../files/closed-files.js'
import type {RemoteEntry} from '../files/loader.js'
import {isRepository, parseRepository} from '../files/repository.js'
import type {LoadOptions} from './options.js'

/** What a build finds behind addresses, each asked for once. */
export class RemoteReader {
  readonly entries = new Map<string, RemoteEntry>()

  constructor(private readonly options: Pick<LoadOptions, 'remote' | 'signal'>) {}

  async file(url: string): Promise<void> {
    if (this.entries.has(url)) return
    const {remote, signal} = this.options
    if (remote === undefined) {
      this.entries.set(url, refused(url))
      return
    }
    try {
      this.entries.set(url, {type: 'file', data: await remote.file(url, signal)})
    } catch (error) {
      signal?.throwIfAborted()
      const repository = isRepository(url)
      const message = error instanceof Error ? error.message : String(error)
      const status = (error as {status?: unknown}).status
      const fileError = repository && typeof status === 'number' ? 'URL is a git repository' : message
      this.entries.set(url, {type: 'failed', fileError, repositoryError: '', http: !repository && typeof status === 'number'})
    }
  }

  /** Fetches a repository; `mount` says where its files lie, `crawl` reads what its folder needs. */
  async repository(url: string, mount: (tree: FileTree) => string, crawl: (folder: string) => Promise<void>): Promise<void> {
    const before = this.entries.get(url)
    if (before?.type === 'repository' || (before?.type === 'failed' && before.repositoryError !== '')) return
    const {remote, signal} = this.options
    if (remote === undefined) {
      this.entries.set(url, refused(url))
      return
    }
    const spec = parseRepository(url)!
    try {
      const root = mount(await remote.repository(spec, signal))
      const folder = joinPath(root, spec.folder)
      this.entries.set(url, {type: 'repository', root, folder})
      await crawl(folder)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof LimitExceeded) throw error
      const fileError = before?.type === 'failed' ? before.fileError : ''
      const message = error instanceof Error ? error.message : String(error)
      this.entries.set(url, {type: 'failed', fileError, repositoryError: message, http: false})
    }
  }
}

function refused(url: string): RemoteEntry {
  const message = `remote bases are not allowed: '${url}'`
  return {type: 'failed', fileError: message, repositoryError: message, http: false}
}
