import {KustomizeError, wrapped} from '../error.js'
import {type ClosedFiles, isWithin, joinPath} from './closed-files.js'
import {isRepository} from './repository.js'

/** What the load phase found behind an address. */
export type RemoteEntry =
  | {readonly type: 'file'; readonly data: Uint8Array}
  /** a repository, its files lie in the closed input below `root`; the kustomization is in `folder` */
  | {readonly type: 'repository'; readonly root: string; readonly folder: string}
  /** both answers of the network, in kustomize's words */
  | {readonly type: 'failed'; readonly fileError: string; readonly repositoryError: string}

export type Restriction = 'none' | 'root'

/** Reads files for one kustomization; knows who asked for it, so that circles are seen. */
export class Loader {
  private constructor(
    private readonly files: ClosedFiles,
    private readonly remotes: ReadonlyMap<string, RemoteEntry>,
    private readonly restriction: Restriction,
    /** absolute folder of the kustomization */
    readonly root: string,
    private readonly referrer: Loader | undefined,
    /** of the repository that this folder was fetched with */
    private readonly repository: {readonly url: string; readonly root: string} | undefined,
  ) {}

  static atFolder(
    files: ClosedFiles,
    remotes: ReadonlyMap<string, RemoteEntry>,
    restriction: Restriction,
    folder: string,
  ): Loader {
    return new Loader(files, remotes, restriction, confirmFolder(files, folder), undefined, undefined)
  }

  /** At the folder of a repository that was fetched. @throws KustomizeError when it was not */
  static atRepository(files: ClosedFiles, remotes: ReadonlyMap<string, RemoteEntry>, url: string): Loader {
    return new Loader(files, remotes, 'root', '/', undefined, undefined).#clone(url, undefined)
  }

  /** @throws KustomizeError when the file cannot be had */
  load(path: string): Uint8Array {
    if (isRemoteFile(path)) return this.#fetch(path)
    const absolute = path.startsWith('/') ? path : joinPath(this.root, path)
    if (this.restriction === 'none') return this.files.read(absolute)
    const {folder, file} = this.files.cleanedAbs(absolute)
    if (file === '') throw new KustomizeError(`'${absolute}' must resolve to a file`)
    if (!isWithin(folder, this.root)) {
      throw new KustomizeError(`security; file '${absolute}' is not in or below '${this.root}'`, {
        hints: ['Put the file beside the kustomization, or make a folder with its own kustomization a base.'],
      })
    }
    return this.files.read(`${folder}/${file}`)
  }

  /** True of an address that is no repository's and has no file either: there is nowhere else to look. */
  isGone(path: string): boolean {
    return isRemoteFile(path) && !isRepository(path) && this.remotes.get(path)?.type === 'failed'
  }

  #fetch(url: string): Uint8Array {
    const remote = this.remotes.get(url)
    if (remote?.type === 'file') return remote.data
    if (remote?.type === 'failed') throw new KustomizeError(remote.fileError)
    throw new KustomizeError('URL is a git repository')
  }

  /** A loader for another kustomization: a folder beside or below, or a repository. */
  enter(path: string): Loader {
    if (path === '') throw new KustomizeError('new root cannot be empty')
    if (isRepository(path)) return this.#clone(path, this)
    if (isRemoteFile(path)) throw new KustomizeError(`must build at directory: '${path}' is no address of a repository`)
    if (path.startsWith('/')) throw new KustomizeError(`new root '${path}' cannot be absolute`)
    let root: string
    try {
      root = confirmFolder(this.files, joinPath(this.root, path))
    } catch (error) {
      throw wrapped(error, 'must build at directory')
    }
    const repository = this.#containing()
    if (repository !== undefined && !isWithin(root, repository.root)) {
      throw new KustomizeError(
        `security; bases in kustomizations found in cloned git repos must be within the repo, but base '${root}' is outside '${repository.root}'`,
      )
    }
    this.#refuseCircle(root)
    return new Loader(this.files, this.remotes, this.restriction, root, this, undefined)
  }

  #clone(url: string, referrer: Loader | undefined): Loader {
    for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.referrer) {
      if (loader.repository?.url.startsWith(url)) {
        throw new KustomizeError(`cycle detected: URI '${url}' referenced by previous URI '${loader.repository.url}'`)
      }
    }
    const remote = this.remotes.get(url)
    if (remote?.type !== 'repository') {
      throw new KustomizeError(remote?.type === 'failed' ? remote.repositoryError : `no repository was loaded for '${url}'`)
    }
    const root = confirmFolder(this.files, remote.folder)
    return new Loader(this.files, this.remotes, 'root', root, referrer, {url, root: remote.root})
  }

  #containing(): {readonly url: string; readonly root: string} | undefined {
    for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.referrer) {
      if (loader.repository !== undefined) return loader.repository
    }
    return undefined
  }

  #refuseCircle(root: string): void {
    for (let loader: Loader | undefined = this; loader !== undefined; loader = loader.referrer) {
      if (isWithin(loader.root, root)) {
        throw new KustomizeError(`cycle detected: candidate root '${root}' contains visited root '${loader.root}'`)
      }
    }
  }
}

function confirmFolder(files: ClosedFiles, path: string): string {
  let found: {folder: string; file: string}
  try {
    found = files.cleanedAbs(path)
  } catch (error) {
    throw wrapped(error, 'not a valid directory')
  }
  if (found.file !== '') throw new KustomizeError(`'${path}': file is not directory`)
  return found.folder
}

export function isRemoteFile(path: string): boolean {
  return /^https?:\/\/[^/]/i.test(path)
}
