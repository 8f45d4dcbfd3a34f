import {GitError} from '../git-error.js'
import {objectHash} from '../git-hash.js'
import type {ObjectStore} from '../object-store.js'
import {parseTree, type TreeEntry} from '../objects.js'
import type {GitObject} from '../protocol/pack.js'

/** Content of files from now on by their paths; null: the file goes. */
export type FileChanges = ReadonlyMap<string, Uint8Array | null>

/** Objects made here, on top of those of a repository. */
export class NewObjects implements ObjectStore {
  readonly #made = new Map<string, GitObject>()

  constructor(private readonly below: ObjectStore | undefined) {}

  /** Those that the repository does not have. */
  get made(): GitObject[] {
    return [...this.#made.values()]
  }

  get(hash: string): GitObject | undefined {
    return this.#made.get(hash) ?? this.below?.get(hash)
  }

  size(hash: string): number | undefined {
    return this.#made.get(hash)?.bytes.length ?? this.below?.size(hash)
  }

  /** The hash of the object, which is kept when it is new. */
  put(type: GitObject['type'], bytes: Uint8Array): string {
    const hash = objectHash(type, bytes)
    if (this.below?.size(hash) === undefined) this.#made.set(hash, {type, bytes})
    return hash
  }

  /**
   * The hash of a tree (undefined: an empty one) with files written and removed; undefined when nothing is left. What lies beside
   * them is neither read nor needed. A file that keeps its place keeps its mode, new ones are plain files.
   * @throws GitError `git-invalid` for a path that leaves the repository or goes through a file
   */
  edit(tree: string | undefined, changes: FileChanges, prefix = ''): string | undefined {
    const entries = new Map(this.#entries(tree).map((entry) => [entry.name, entry]))
    const below = new Map<string, Map<string, Uint8Array | null>>()
    for (const [path, change] of changes) {
      const slash = path.indexOf('/')
      const name = slash < 0 ? path : path.slice(0, slash)
      if (['', '.', '..'].includes(name)) throw new GitError('git-invalid', `the path '${prefix}${path}' leaves the repository`)
      if (slash < 0) this.#editFile(entries, name, change, prefix)
      else below.set(name, (below.get(name) ?? new Map<string, Uint8Array | null>()).set(path.slice(slash + 1), change))
    }
    for (const [name, inner] of below) this.#editFolder(entries, name, inner, prefix)
    return entries.size === 0 ? undefined : this.put('tree', treeBytes([...entries.values()]))
  }

  #editFile(entries: Map<string, TreeEntry>, name: string, change: Uint8Array | null, prefix: string): void {
    const old = entries.get(name)
    if (old?.mode === '40000') throw new GitError('git-invalid', `'${prefix}${name}' is a folder`)
    if (change === null) entries.delete(name)
    else entries.set(name, {mode: old?.mode === '100755' ? old.mode : '100644', name, hash: this.put('blob', change)})
  }

  #editFolder(entries: Map<string, TreeEntry>, name: string, changes: FileChanges, prefix: string): void {
    const old = entries.get(name)
    if (old !== undefined && old.mode !== '40000') throw noFolder(`${prefix}${name}`, old.mode)
    const hash = this.edit(old?.hash, changes, `${prefix}${name}/`)
    if (hash === undefined) entries.delete(name)
    else entries.set(name, {mode: '40000', name, hash})
  }

  #entries(tree: string | undefined): TreeEntry[] {
    if (tree === undefined) return []
    const object = this.get(tree)
    if (object?.type !== 'tree') throw new GitError('git-object-not-found', 'object not found')
    return parseTree(object.bytes)
  }
}

const NO_FOLDERS: Readonly<Record<string, string>> = {
  '120000': 'a symbolic link, which Flux does not follow: name the folder that it leads to',
  '160000': 'a submodule, which belongs to another repository',
}

function noFolder(path: string, mode: string): GitError {
  return new GitError('git-invalid', `'${path}' is ${NO_FOLDERS[mode] ?? 'no folder'}`)
}

/** Git sorts folders as if their names ended in a slash. */
function treeBytes(entries: readonly TreeEntry[]): Uint8Array {
  const keyed = entries.map((entry) => ({entry, key: Buffer.from(entry.mode === '40000' ? `${entry.name}/` : entry.name)}))
  keyed.sort((a, b) => Buffer.compare(a.key, b.key))
  return Buffer.concat(
    keyed.flatMap(({entry: {mode, name, hash}}) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(hash, 'hex')]),
  )
}
