import type {DirEntry, FileStat, FileTree} from '../ports/files.js'

/** A tree with files laid over it; the folders that they need are there, too. */
export class LayeredTree implements FileTree {
  readonly #folders = new Map<string, Map<string, DirEntry>>()

  constructor(
    private readonly base: FileTree,
    private readonly files: ReadonlyMap<string, Uint8Array>,
  ) {
    for (const path of files.keys()) {
      const parts = path.split('/')
      parts.forEach((name, depth) => {
        const folder = parts.slice(0, depth).join('/')
        const entries = this.#folders.get(folder) ?? new Map<string, DirEntry>()
        entries.set(name, {name, type: depth === parts.length - 1 ? 'file' : 'directory'})
        this.#folders.set(folder, entries)
      })
    }
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const file = this.files.get(path)
    if (file) return {type: 'file', mode: 0o644, size: file.length}
    return this.#folders.has(path) ? {type: 'directory', mode: 0o755, size: 0} : this.base.stat(path)
  }

  async list(path: string): Promise<readonly DirEntry[]> {
    const added = this.#folders.get(path)
    if (!added) return this.base.list(path)
    const below = (await this.base.stat(path))?.type === 'directory' ? await this.base.list(path) : []
    const entries = new Map([...below.map((entry): [string, DirEntry] => [entry.name, entry]), ...added])
    return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async read(path: string): Promise<Uint8Array> {
    return this.files.get(path) ?? this.base.read(path)
  }
}
