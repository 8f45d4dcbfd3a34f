import type {DirEntry, FileStat, FileTree} from '../ports/files.js'

/** A tree with one file added or replaced. */
export class OverlayTree implements FileTree {
  readonly #directory: string
  readonly #name: string

  constructor(
    private readonly base: FileTree,
    private readonly path: string,
    private readonly content: Uint8Array,
  ) {
    const slash = path.lastIndexOf('/')
    this.#directory = slash < 0 ? '' : path.slice(0, slash)
    this.#name = path.slice(slash + 1)
  }

  async stat(path: string): Promise<FileStat | undefined> {
    return path === this.path ? {type: 'file', mode: 0o644, size: this.content.length} : this.base.stat(path)
  }

  async list(path: string): Promise<readonly DirEntry[]> {
    const entries = await this.base.list(path)
    if (path !== this.#directory || entries.some((entry) => entry.name === this.#name)) return entries
    const added: DirEntry = {name: this.#name, type: 'file'}
    return [...entries, added].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async read(path: string): Promise<Uint8Array> {
    return path === this.path ? this.content : this.base.read(path)
  }
}
