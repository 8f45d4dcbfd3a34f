import nodeFs from 'node:fs'
import {join, resolve} from 'node:path'
import {type DirectoryNode, directoryNode, MemoryTree} from '../../formats/archive/memory-tree.js'
import type {Context} from '../../ports/context.js'
import type {GitCheckout, GitCommit, GitRefSpec, LocalSource} from '../../ports/git.js'
import {GitError} from './git-error.js'
import {treeHash} from './git-hash.js'
import {shortRevision, upgradeRevision} from './revision.js'
import {addUncommitted} from './uncommitted.js'
import {
  type ByteBudget,
  byteBudget,
  diskNode,
  findWorkTree,
  localCommit,
  localFiles,
  resolveRef,
  type WorkTree,
} from './work-tree.js'

export interface LocalSourceOptions {
  /** Uncommitted files of a git work tree too. */
  readonly dirty?: boolean | undefined
  /** Branch to read instead of what is checked out. */
  readonly branch?: string | undefined
}

/**
 * A folder that stands in for a Git repository: a git work tree (or a folder in one) at its HEAD, or a plain folder
 * whose revision is the id that git would give its content. The folder counts as it is now, whatever branch, tag or
 * commit an object asks for.
 */
export function createLocalSource(
  context: Pick<Context, 'tasks'>,
  folder: string,
  options: LocalSourceOptions = {},
): LocalSource {
  const path = resolve(folder)
  return {
    folder: path,
    checkout: (ref, lastRevision, signal) =>
      context.tasks.run('read folder', () => checkout(path, options, ref, upgradeRevision(lastRevision ?? ''), signal)),
  }
}

async function checkout(
  folder: string,
  options: LocalSourceOptions,
  ref: GitRefSpec,
  last: string,
  signal: AbortSignal | undefined,
): Promise<GitCheckout> {
  signal?.throwIfAborted()
  if (!nodeFs.statSync(folder, {throwIfNoEntry: false})?.isDirectory()) {
    throw new GitError('git-not-found', `the source folder ${folder} does not exist or is no folder`)
  }
  const tree = await findWorkTree(folder)
  const committed = tree && (await fromCommit(tree, options, last))
  return committed ?? plain(folder, options.branch ?? ref.branch ?? 'local', last)
}

/** Undefined when HEAD does not have the folder: it then counts as a plain one. */
async function fromCommit(tree: WorkTree, options: LocalSourceOptions, last: string): Promise<GitCheckout | undefined> {
  const reference = options.branch ? `refs/heads/${options.branch}` : tree.branch
  const sha = options.branch ? await resolveRef(tree, reference!) : tree.head
  if (options.branch && !sha) {
    throw new GitError('git-ref-not-found', `the repository ${tree.root} has no branch '${options.branch}'`)
  }
  if (!sha) return undefined
  const revision = shortRevision(reference, sha)
  const current = !options.branch || reference === tree.branch
  const dirty = options.dirty === true && current
  if (!dirty && revision === last) {
    const nobody = {name: '', email: '', when: 0}
    return {unchanged: true, commit: {sha, author: nobody, committer: nobody, message: '', reference, revision}}
  }
  const files = await localFiles(tree, sha)
  if (!files) return undefined
  const commit = await localCommit(tree, sha, reference)
  if (dirty && (await addUncommitted(tree, files, byteBudget()))) return uncommitted(files, commit, last)
  if (revision === last) return {unchanged: true, commit}
  return {unchanged: false, commit, tree: new MemoryTree(files)}
}

/** A revision that names the branch and, by its hash, the files as they are. */
function uncommitted(files: DirectoryNode, head: GitCommit, last: string): GitCheckout {
  const reference = `${head.reference ?? 'refs/heads/HEAD'}-dirty`
  const sha = treeHash(files)
  const commit: GitCommit = {
    sha,
    author: head.author,
    committer: head.committer,
    message: 'uncommitted files',
    reference,
    revision: shortRevision(reference, sha),
  }
  return commit.revision === last ? {unchanged: true, commit} : {unchanged: false, commit, tree: new MemoryTree(files)}
}

function plain(folder: string, branch: string, last: string): GitCheckout {
  const files = readFolder(folder, byteBudget())
  const sha = treeHash(files)
  const reference = `refs/heads/${branch}`
  const nobody = {name: '', email: '', when: 0}
  const message = `files of ${folder}`
  const commit = {sha, author: nobody, committer: nobody, message, reference, revision: shortRevision(reference, sha)}
  return commit.revision === last ? {unchanged: true, commit} : {unchanged: false, commit, tree: new MemoryTree(files)}
}

function readFolder(path: string, budget: ByteBudget): DirectoryNode {
  const folder = directoryNode()
  for (const entry of nodeFs.readdirSync(path, {withFileTypes: true})) {
    if (entry.name === '.git') continue
    const child = join(path, entry.name)
    if (entry.isDirectory()) folder.children.set(entry.name, readFolder(child, budget))
    else if (entry.isFile() || entry.isSymbolicLink()) folder.children.set(entry.name, diskNode(child, budget))
  }
  return folder
}
