import nodeFs from 'node:fs'
import {join} from 'node:path'
import {type DirectoryNode, directoryNode, type TreeNode} from '../../formats/archive/memory-tree.js'
import {type GitIgnore, gitIgnore} from '../../formats/ignore/git-ignore.js'
import {type ByteBudget, diskNode, readText, type WorkTree} from './work-tree.js'

interface Walk {
  readonly root: string
  /** false with `core.fileMode=false`: the disk cannot say what is executable */
  readonly modes: boolean
  /** for files that HEAD does not have */
  readonly budget: ByteBudget
  changed: boolean
}

/**
 * Makes the files of HEAD those of the disk; true when anything differed. Content is compared, never time stamps, and nothing
 * is written into the repository: its index belongs to the user. Ignored files that HEAD does not have stay out, and so do
 * submodules and other repositories that lie in the work tree.
 */
export async function addUncommitted(tree: WorkTree, files: DirectoryNode, budget: ByteBudget): Promise<boolean> {
  const git = (await import('isomorphic-git')).default
  // a boolean, or the text as it stands when the key is not written in small letters
  const mode = String(await git.getConfig({fs: nodeFs, gitdir: tree.gitdir, path: 'core.filemode'}))
  const walk: Walk = {root: tree.root, modes: !/^(?:false|no|off|0)$/i.test(mode), budget, changed: false}
  overlay(walk, tree.prefix, files, rulesAbove(tree))
  return walk.changed
}

const everything: GitIgnore = () => true

/** The rules that hold for a work tree's folder before its own `.gitignore`. */
function rulesAbove({root, gitdir, prefix}: WorkTree): GitIgnore {
  let rules = gitIgnore(readText(join(gitdir, 'info/exclude')) ?? '')
  let folder = ''
  for (const name of prefix === '' ? [] : prefix.split('/')) {
    rules = gitIgnore(readText(join(root, folder, '.gitignore')) ?? '', folder, rules)
    folder = below(folder, name)
    if (rules(folder, true)) return everything
  }
  return rules
}

function overlay(walk: Walk, path: string, folder: DirectoryNode, above: GitIgnore): void {
  const entries = nodeFs.readdirSync(join(walk.root, path), {withFileTypes: true}).filter((entry) => entry.name !== '.git')
  const rules = above === everything ? everything : withOwnRules(walk, path, entries, above)
  const absent = new Map([...folder.children].filter(([, node]) => !isEmpty(node)))
  for (const entry of entries) {
    const known = folder.children.get(entry.name)
    absent.delete(entry.name)
    const node = nodeNow(walk, below(path, entry.name), entry, known, rules)
    if (node === known) continue
    walk.changed = true
    if (node) folder.children.set(entry.name, node)
    else folder.children.delete(entry.name)
  }
  for (const name of absent.keys()) {
    walk.changed = true
    folder.children.delete(name)
  }
}

function withOwnRules(walk: Walk, path: string, entries: readonly nodeFs.Dirent[], above: GitIgnore): GitIgnore {
  // git does not follow a symlink of this name
  const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
  return own ? gitIgnore(readText(join(walk.root, path, '.gitignore')) ?? '', path, above) : above
}

/** What the source has at a path now: `known` itself when nothing of its own differs, undefined for nothing. */
function nodeNow(
  walk: Walk,
  path: string,
  entry: nodeFs.Dirent,
  known: TreeNode | undefined,
  rules: GitIgnore,
): TreeNode | undefined {
  if (entry.isDirectory()) return folderNow(walk, path, known, rules)
  if (!entry.isFile() && !entry.isSymbolicLink()) return undefined
  if (known && known.type !== 'directory') return fileNow(walk, path, known)
  return rules(path, false) ? undefined : fileNow(walk, path, undefined)
}

function folderNow(walk: Walk, path: string, known: TreeNode | undefined, rules: GitIgnore): TreeNode | undefined {
  // an empty folder stands for a submodule, which is not read
  if (known && isEmpty(known)) return known
  const ignored = rules(path, true)
  if (known?.type === 'directory') {
    overlay(walk, path, known, ignored ? everything : rules)
    return isEmpty(known) ? undefined : known
  }
  if (ignored || nodeFs.existsSync(join(walk.root, path, '.git'))) return undefined
  const added = directoryNode()
  overlay(walk, path, added, rules)
  return isEmpty(added) ? undefined : added
}

function fileNow(walk: Walk, path: string, known: TreeNode | undefined): TreeNode {
  const found = diskNode(join(walk.root, path), known ? undefined : walk.budget)
  const node = walk.modes || found.type !== 'file' ? found : {...found, mode: known?.type === 'file' ? known.mode : 0o644}
  return known && same(known, node) ? known : node
}

function same(a: TreeNode, b: TreeNode): boolean {
  if (a.type === 'symlink' && b.type === 'symlink') return a.target === b.target
  return (
    a.type === 'file' && b.type === 'file' && a.mode === b.mode && a.size === b.size && Buffer.compare(a.read(), b.read()) === 0
  )
}

const isEmpty = (node: TreeNode): boolean => node.type === 'directory' && node.children.size === 0
const below = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)
