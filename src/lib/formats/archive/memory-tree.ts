import {FluxError} from '../../errors/flux-error.js'
import type {DirEntry, FileStat, FileTree} from '../../ports/files.js'

export type FileNode = {readonly type: 'file'; readonly mode: number; readonly size: number; readonly read: () => Uint8Array}
type SymlinkNode = {readonly type: 'symlink'; readonly mode: number; readonly target: string}
export type DirectoryNode = {readonly type: 'directory'; readonly mode: number; readonly children: Map<string, TreeNode>}
export type TreeNode = FileNode | SymlinkNode | DirectoryNode

/** An empty folder to fill. */
export function directoryNode(mode = 0o755): DirectoryNode {
  return {type: 'directory', mode, children: new Map()}
}

/** A FileTree over nodes in memory; contents are fetched by `read` of each file when they are asked for. */
export class MemoryTree implements FileTree {
  readonly #listings = new WeakMap<DirectoryNode, readonly DirEntry[]>()

  constructor(readonly root: DirectoryNode) {}

  /** The entry at a path, `''` is the root; symlinks are not followed. */
  node(path: string): TreeNode | undefined {
    if (path === '') return this.root
    let node: TreeNode | undefined = this.root
    for (const name of path.split('/')) {
      if (node?.type !== 'directory') return undefined
      node = node.children.get(name)
    }
    return node
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const node = this.node(path)
    if (!node) return undefined
    if (node.type === 'file') return {type: 'file', mode: node.mode, size: node.size}
    if (node.type === 'symlink') return {type: 'symlink', mode: node.mode, size: node.target.length, target: node.target}
    return {type: 'directory', mode: node.mode, size: 0}
  }

  async list(path: string): Promise<readonly DirEntry[]> {
    const node = this.node(path)
    if (node?.type !== 'directory') throw new FluxError('not-a-directory', `${path || '.'} is not a directory`)
    let entries = this.#listings.get(node)
    if (!entries) {
      entries = [...node.children].map(([name, child]) => ({name, type: child.type})).sort(byName)
      this.#listings.set(node, entries)
    }
    return entries
  }

  async read(path: string): Promise<Uint8Array> {
    const node = this.node(path)
    if (node?.type !== 'file') throw new FluxError('not-a-file', `${path} is not a file`)
    return node.read()
  }
}

/** Byte order of UTF-8, which differs from JavaScript's order beyond U+FFFF. */
export function byName(left: {readonly name: string}, right: {readonly name: string}): number {
  if (left.name === right.name) return 0
  for (let index = 0; ; index++) {
    const a = left.name.charCodeAt(index)
    const b = right.name.charCodeAt(index)
    if (a === b) continue
    if (Number.isNaN(a)) return -1
    if (Number.isNaN(b)) return 1
    return rank(a) - rank(b)
  }
}

/** Surrogates stand for characters above all others. */
function rank(code: number): number {
  return code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code
}

/** A file whose bytes are at hand. */
export function fileNode(bytes: Uint8Array, mode = 0o644): FileNode {
  return {type: 'file', mode, size: bytes.length, read: () => bytes}
}

/**
 * Puts a node at a path, making the folders above it. What was there is replaced.
 * @throws FluxError when a file stands where a folder is needed
 */
export function putNode(root: DirectoryNode, path: string, node: TreeNode): void {
  const names = path.split('/')
  const last = names.pop()!
  let folder = root
  for (const name of names) {
    let next = folder.children.get(name)
    if (!next) {
      next = directoryNode()
      folder.children.set(name, next)
    }
    if (next.type !== 'directory') throw new FluxError('not-a-directory', `${path}: a file stands where a folder is needed`)
    folder = next
  }
  folder.children.set(last, node)
}

/** A folder with the same contents that may be changed without changing the first. */
function copyDirectory(node: DirectoryNode): DirectoryNode {
  const children = new Map<string, TreeNode>()
  for (const [name, child] of node.children) children.set(name, child.type === 'directory' ? copyDirectory(child) : child)
  return {type: 'directory', mode: node.mode, children}
}

/** Any FileTree as nodes; files are read at once, since a FileTree reads asynchronously. */
export async function treeNodes(tree: FileTree, path = ''): Promise<DirectoryNode> {
  if (tree instanceof MemoryTree) {
    const node = tree.node(path)
    if (node?.type === 'directory') return copyDirectory(node)
  }
  const folder = directoryNode()
  for (const entry of await tree.list(path)) {
    const child = path === '' ? entry.name : `${path}/${entry.name}`
    if (entry.type === 'directory') folder.children.set(entry.name, await treeNodes(tree, child))
    else if (entry.type === 'symlink') {
      const stat = await tree.stat(child)
      folder.children.set(entry.name, {type: 'symlink', mode: 0o777, target: stat?.target ?? ''})
    } else {
      const stat = await tree.stat(child)
      folder.children.set(entry.name, fileNode(await tree.read(child), stat?.mode ?? 0o644))
    }
  }
  return folder
}
