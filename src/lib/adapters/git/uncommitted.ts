import nodeFs from 'node:fs'
import {join} from 'node:path'
import {type DirectoryNode, directoryNode, type TreeNode} from '../../formats/archive/memory-tree.js'
import {diskNode, type WorkTree} from './work-tree.js'

type IsIgnored = (path: string) => Promise<boolean>

/**
 * Makes the files of HEAD those of the disk; true when anything differed. Content is compared, never time stamps, and nothing
 * is written into the repository: its index belongs to the user. Ignored files that HEAD does not have stay out.
 */
export async function addUncommitted(tree: WorkTree, files: DirectoryNode): Promise<boolean> {
  const git = (await import('isomorphic-git')).default
  const where = {fs: nodeFs, dir: tree.root, gitdir: tree.gitdir}
  return overlay(tree.root, tree.prefix, files, (filepath) => git.isIgnored({...where, filepath}))
}

async function overlay(root: string, path: string, folder: DirectoryNode, ignored: IsIgnored): Promise<boolean> {
  const entries = nodeFs.readdirSync(join(root, path), {withFileTypes: true}).filter((entry) => entry.name !== '.git')
  let changed = dropDeleted(folder, new Set(entries.map((entry) => entry.name)))
  for (const entry of entries) {
    const child = path === '' ? entry.name : `${path}/${entry.name}`
    const known = folder.children.get(entry.name)
    if (entry.isDirectory()) changed = (await overlayFolder(root, child, known, folder, ignored)) || changed
    else if (entry.isFile() || entry.isSymbolicLink()) {
      if (!known && (await ignored(child))) continue
      const node = diskNode(join(root, child))
      if (known && same(known, node)) continue
      folder.children.set(entry.name, node)
      changed = true
    }
  }
  return changed
}

function dropDeleted(folder: DirectoryNode, there: ReadonlySet<string>): boolean {
  // an empty folder stands for a submodule, which is not read
  const gone = [...folder.children].filter(([name, node]) => !there.has(name) && !isEmpty(node))
  for (const [name] of gone) folder.children.delete(name)
  return gone.length > 0
}

async function overlayFolder(
  root: string,
  path: string,
  known: TreeNode | undefined,
  parent: DirectoryNode,
  ignored: IsIgnored,
): Promise<boolean> {
  if (known?.type === 'directory' && known.children.size === 0) return false
  if (known?.type === 'directory') return overlay(root, path, known, ignored)
  if (await ignored(`${path}/`)) return false
  const added = directoryNode()
  await overlay(root, path, added, ignored)
  if (added.children.size === 0) return false
  parent.children.set(path.slice(path.lastIndexOf('/') + 1), added)
  return true
}

const isEmpty = (node: TreeNode) => node.type === 'directory' && node.children.size === 0

function same(a: TreeNode, b: TreeNode): boolean {
  if (a.type === 'symlink' && b.type === 'symlink') return a.target === b.target
  return (
    a.type === 'file' && b.type === 'file' && a.mode === b.mode && a.size === b.size && Buffer.compare(a.read(), b.read()) === 0
  )
}
