import {LimitExceeded} from '../../errors/flux-error.js'
import {type DirectoryNode, directoryNode, type TreeNode} from '../../formats/archive/memory-tree.js'
import {GitError} from './git-error.js'
import type {ObjectStore} from './object-store.js'
import {parseTree} from './objects.js'

export interface CommitTree {
  readonly root: DirectoryNode
  /** paths of submodules and the commits they are pinned to */
  readonly links: ReadonlyMap<string, string>
}

const MAX_ENTRIES = 1_000_000
const MAX_DEPTH = 256

/**
 * The files of a tree object as nodes; contents stay packed until they are read. `sparse` brings only paths that begin
 * with one of the texts, as go-git's sparse checkout does. A submodule that is not fetched is an empty folder.
 */
export function commitTree(store: ObjectStore, tree: string, sparse: readonly string[] = []): CommitTree {
  const links = new Map<string, string>()
  const budget = {entries: 0}
  const wanted = sparse.map((path) => path.replace(/^\.\//, ''))
  const keep = (path: string): boolean => wanted.length === 0 || wanted.some((prefix) => path.startsWith(prefix))
  /** Folders are looked into when something below them can be wanted. */
  const reach = (path: string): boolean => keep(path) || wanted.some((prefix) => prefix.startsWith(`${path}/`))

  const visit = (hash: string, prefix: string, depth: number): DirectoryNode => {
    const object = store.get(hash)
    if (object?.type !== 'tree') throw new GitError('git-object-not-found', 'object not found')
    if (depth > MAX_DEPTH) throw new LimitExceeded(`folders are nested deeper than ${MAX_DEPTH}`)
    const folder = directoryNode()
    for (const entry of parseTree(object.bytes)) {
      if (++budget.entries > MAX_ENTRIES) throw new LimitExceeded(`the repository has more than ${MAX_ENTRIES} entries`)
      const path = prefix + entry.name
      const node = nodeOf(entry, path, depth)
      if (node) folder.children.set(entry.name, node)
    }
    return folder
  }

  const nodeOf = (entry: {mode: string; hash: string}, path: string, depth: number): TreeNode | undefined => {
    if (entry.mode === '40000') {
      if (!reach(path)) return undefined
      const child = visit(entry.hash, `${path}/`, depth + 1)
      return child.children.size === 0 && wanted.length > 0 ? undefined : child
    }
    if (!keep(path)) return undefined
    if (entry.mode === '160000') {
      links.set(path, entry.hash)
      return directoryNode()
    }
    return leaf(store, entry)
  }

  return {root: visit(tree, '', 0), links}
}

function leaf(store: ObjectStore, entry: {mode: string; hash: string}): TreeNode {
  const {mode, hash} = entry
  const size = store.size(hash)
  if (size === undefined) throw new GitError('git-object-not-found', 'object not found')
  const read = (): Uint8Array => {
    const object = store.get(hash)
    if (!object) throw new GitError('git-object-not-found', 'object not found')
    return object.bytes
  }
  if (mode === '120000') return {type: 'symlink', mode: 0o777, target: Buffer.from(read()).toString('utf8')}
  return {type: 'file', mode: mode === '100755' ? 0o755 : 0o644, size, read}
}
