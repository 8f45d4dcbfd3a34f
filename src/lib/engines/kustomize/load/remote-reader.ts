import {LimitExceeded} from '../../../errors/flux-error.js'
import type {FileTree} from '../../../ports/files.js'
import {joinPath} from '../files/closed-files.js'
import type {RemoteEntry} from '../files/loader.js'
import {isRepository, parseRepository} from '../files/repository.js'
import type {LoadOptions} from './options.js'
import {statusText} from './status-text.js'

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
      this.entries.set(url, {type: 'failed', fileError: faultOf(error, url), repositoryError: ''})
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
      this.entries.set(url, {type: 'failed', fileError, repositoryError: message})
    }
  }
}

/** Kustomize's words for an answer that is no file, the network's own for no answer. */
function faultOf(error: unknown, url: string): string {
  const status = (error as {status?: unknown}).status
  if (typeof status !== 'number') return error instanceof Error ? error.message : String(error)
  return isRepository(url) ? 'URL is a git repository' : `HTTP Error: status code ${status} (${statusText(status)})`
}

function refused(url: string): RemoteEntry {
  const message = `remote bases are not allowed: '${url}'`
  return {type: 'failed', fileError: message, repositoryError: message}
}
