import nodeFs from 'node:fs'
import {dirname, join, relative, resolve} from 'node:path'
import {LimitExceeded} from '../../errors/flux-error.js'
import {type DirectoryNode, directoryNode, type FileNode, fileNode} from '../../formats/archive/memory-tree.js'
import type {GitCommit} from '../../ports/git.js'
import {GitError} from './git-error.js'
import {shortRevision} from './revision.js'

/** A git repository on disk and the part of it that a folder is. */
export interface WorkTree {
  /** folder with the `.git` */
  readonly root: string
  /** where refs and objects are */
  readonly gitdir: string
  /** path of the folder below the root, `''` for the root itself */
  readonly prefix: string
  /** full name of the checked-out branch; undefined when HEAD is detached */
  readonly branch: string | undefined
  /** commit of HEAD, undefined on a branch without one */
  readonly head: string | undefined
}

type Isomorphic = typeof import('isomorphic-git')

/** The work tree that a folder lies in, or undefined. Linked work trees (`git worktree`) are followed. */
export async function findWorkTree(folder: string): Promise<WorkTree | undefined> {
  let root = resolve(folder)
  for (;;) {
    const stat = nodeFs.statSync(join(root, '.git'), {throwIfNoEntry: false})
    if (stat) return open(root, relative(root, resolve(folder)), stat.isFile())
    const parent = dirname(root)
    if (parent === root) return undefined
    root = parent
  }
}

/** The repository whose folder this is: one with a `.git`, or a bare one. */
export async function openRepository(folder: string): Promise<WorkTree | undefined> {
  const stat = nodeFs.statSync(join(folder, '.git'), {throwIfNoEntry: false})
  if (stat) return open(folder, '', stat.isFile())
  return nodeFs.existsSync(join(folder, 'objects')) ? atGitdir(folder, '', folder) : undefined
}

async function open(root: string, prefix: string, linked: boolean): Promise<WorkTree | undefined> {
  let gitdir = join(root, '.git')
  if (linked) gitdir = resolve(root, /^gitdir: (.*)$/m.exec(readText(gitdir) ?? '')?.[1] ?? '.git')
  return atGitdir(root, prefix, gitdir)
}

async function atGitdir(root: string, prefix: string, folder: string): Promise<WorkTree | undefined> {
  let gitdir = folder
  const head = readText(join(gitdir, 'HEAD'))?.trim()
  if (head === undefined) return undefined
  const common = readText(join(gitdir, 'commondir'))?.trim()
  if (common) gitdir = resolve(gitdir, common)
  const branch = /^ref: (.*)$/.exec(head)?.[1]
  const tree = {root, gitdir, prefix: prefix.split('\\').join('/'), branch}
  return {...tree, head: branch ? await resolveRef(tree, branch) : head}
}

/** The commit of a full reference name; undefined when there is none. */
export async function resolveRef(tree: Pick<WorkTree, 'gitdir'>, ref: string): Promise<string | undefined> {
  const git = await library()
  return git.resolveRef({fs: nodeFs, gitdir: tree.gitdir, ref}).catch(() => undefined)
}

/** The commit of a branch or tag; undefined when there is none. */
export async function commitOfRef(tree: Pick<WorkTree, 'gitdir'>, ref: string): Promise<string | undefined> {
  const oid = await resolveRef(tree, ref)
  if (oid === undefined) return undefined
  // an annotated tag stands for the commit that it names
  return (await (await library()).readCommit({fs: nodeFs, gitdir: tree.gitdir, oid})).oid
}

/** A commit of the repository, without its files. */
export async function localCommit(tree: WorkTree, sha: string, reference: string | undefined): Promise<GitCommit> {
  const git = await library()
  const {commit, payload} = await git.readCommit({fs: nodeFs, gitdir: tree.gitdir, oid: sha}).catch((error: Error) => {
    throw new GitError('git-object-not-found', `unable to read commit ${sha} of ${tree.root}: ${error.message}`, {cause: error})
  })
  const person = (who: {name: string; email: string; timestamp: number}) => ({
    name: who.name,
    email: who.email,
    when: who.timestamp,
  })
  return {
    sha,
    author: person(commit.author),
    committer: person(commit.committer),
    message: commit.message,
    ...(commit.gpgsig ? {signature: commit.gpgsig, payload: Buffer.from(payload)} : {}),
    ...(reference ? {reference} : {}),
    revision: shortRevision(reference, sha),
  }
}

/** The files of a commit below the work tree's folder; undefined when the commit has no such folder. */
export async function localFiles(tree: WorkTree, sha: string): Promise<DirectoryNode | undefined> {
  const git = await library()
  const cache = {}
  const where = {fs: nodeFs, gitdir: tree.gitdir, cache}
  const visit = async (oid: string): Promise<DirectoryNode> => {
    const folder = directoryNode()
    const {tree: entries} = await git.readTree({...where, oid})
    for (const entry of entries) {
      if (entry.type === 'tree') folder.children.set(entry.path, await visit(entry.oid))
      else if (entry.type === 'commit') folder.children.set(entry.path, directoryNode())
      else {
        const {blob} = await git.readBlob({...where, oid: entry.oid})
        if (entry.mode === '120000')
          folder.children.set(entry.path, {type: 'symlink', mode: 0o777, target: Buffer.from(blob).toString('utf8')})
        else folder.children.set(entry.path, fileNode(blob, entry.mode === '100755' ? 0o755 : 0o644))
      }
    }
    return folder
  }
  const {commit} = await git.readCommit({...where, oid: sha})
  const start = tree.prefix === '' ? commit.tree : await subtree(git, where, commit.tree, tree.prefix.split('/'))
  return start === undefined ? undefined : visit(start)
}

/** How many bytes may still be read of a folder that is read as it is. */
export interface ByteBudget {
  bytes: number
}

/** A folder larger than this is taken for a mistake. */
const MAX_BYTES = 256 * 1024 ** 2

/** The allowance for one reading of a folder. */
export function byteBudget(): ByteBudget {
  return {bytes: MAX_BYTES}
}

/**
 * One file or symlink of the disk.
 * @throws LimitExceeded before a file is read that the budget has no room for
 */
export function diskNode(path: string, budget?: ByteBudget): FileNode | {type: 'symlink'; mode: number; target: string} {
  const stat = nodeFs.lstatSync(path)
  if (stat.isSymbolicLink()) return {type: 'symlink', mode: 0o777, target: nodeFs.readlinkSync(path)}
  if (budget) {
    budget.bytes -= stat.size
    if (budget.bytes < 0) throw new LimitExceeded(`the source folder has more than ${MAX_BYTES} bytes (at ${path})`)
  }
  return fileNode(nodeFs.readFileSync(path), stat.mode & 0o111 ? 0o755 : 0o644)
}

async function subtree(
  git: Isomorphic,
  where: {fs: typeof nodeFs; gitdir: string; cache: object},
  oid: string,
  path: string[],
): Promise<string | undefined> {
  let at = oid
  for (const name of path) {
    const {tree: entries} = await git.readTree({...where, oid: at})
    const next = entries.find((entry) => entry.path === name && entry.type === 'tree')
    if (!next) return undefined
    at = next.oid
  }
  return at
}

/** The text of a file, undefined when it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return nodeFs.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

async function library(): Promise<Isomorphic> {
  return (await import('isomorphic-git')).default as unknown as Isomorphic
}
