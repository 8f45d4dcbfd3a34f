import type {DirEntry, FileStat, FileTree} from '../../../ports/files.js'

/** A folder of a few texts. */
export class TextTree implements FileTree {
  readonly #files: ReadonlyMap<string, Uint8Array>

  constructor(files: Readonly<Record<string, string>>) {
    const encoder = new TextEncoder()
    this.#files = new Map(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]))
  }

  async stat(path: string): Promise<FileStat | undefined> {
    if (path === '') return {type: 'directory', mode: 0o755, size: 0}
    const file = this.#files.get(path)
    return file && {type: 'file', mode: 0o644, size: file.length}
  }

  async list(): Promise<readonly DirEntry[]> {
    return [...this.#files.keys()].sort().map((name) => ({name, type: 'file'}))
  }

  async read(path: string): Promise<Uint8Array> {
    const file = this.#files.get(path)
    if (file === undefined) throw new Error(`there is no ${path}`)
    return file
  }
}
