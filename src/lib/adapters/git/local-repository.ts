import {fileURLToPath} from 'node:url'
import {MemoryTree} from '../../formats/archive/memory-tree.js'
import type {GitCheckout, GitCloneOptions, GitRefSpec} from '../../ports/git.js'
import {GitError} from './git-error.js'
import {commitOfRef, localCommit, localFiles, openRepository, type WorkTree} from './work-tree.js'

/** Reads a commit of the repository behind a `file://` URL; submodules are left empty. @throws GitError */
export async function checkoutLocal({url, ref}: Pick<GitCloneOptions, 'url' | 'ref'>): Promise<GitCheckout> {
  const folder = folderOf(url)
  const tree = await openRepository(folder)
  if (tree === undefined) throw new GitError('git-not-found', `'${folder}' is no git repository`)
  const {sha, reference} = await commitOf(tree, ref)
  const commit = await localCommit(tree, sha, reference)
  return {unchanged: false, commit, tree: new MemoryTree((await localFiles(tree, sha))!)}
}

function folderOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch (error) {
    throw new GitError('git-invalid', `'${url}' names no folder of this machine`, {cause: error})
  }
}

async function commitOf(tree: WorkTree, ref: GitRefSpec): Promise<{sha: string; reference: string | undefined}> {
  const reference = ref.branch ? `refs/heads/${ref.branch}` : ref.tag ? `refs/tags/${ref.tag}` : tree.branch
  const sha = ref.commit ?? (ref.branch || ref.tag ? await commitOfRef(tree, reference!) : tree.head)
  if (sha === undefined) throw new GitError('git-ref-not-found', `the repository ${tree.root} has no ${reference ?? 'commit'}`)
  return {sha, reference: ref.commit ? undefined : reference}
}
