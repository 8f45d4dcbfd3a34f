import {isNotFound} from '../../errors/api-error.js'
import {messageOf} from '../../errors/flux-error.js'
import {type DirectoryNode, MemoryTree, putNode, type TreeNode, treeNodes} from '../../formats/archive/memory-tree.js'
import {isObject} from '../../formats/json/value.js'
import type {GitRepositorySpec} from '../../kinds/types/gitrepository.gen.js'
import type {Artifact} from '../../ports/artifacts.js'
import type {FileTree} from '../../ports/files.js'
import {SourceError} from './source-error.js'
import type {SourceRun} from './source-run.js'

type Include = NonNullable<GitRepositorySpec['include']>[number]

/**
 * The artifacts that `spec.include` names, in its order (source-controller 9.3).
 * @throws SourceError waiting, with IncludeUnavailable already set
 */
export async function fetchIncludes(run: SourceRun, spec: GitRepositorySpec, requeueAfterMs: number): Promise<Artifact[]> {
  const artifacts: Artifact[] = []
  for (const include of spec.include ?? []) {
    const {name} = include.repository
    const wait = (reason: string, text: string): SourceError =>
      run.failure('IncludeUnavailable', new SourceError('waiting', reason, text, {requeueAfterMs}))
    const ref = {apiVersion: run.draft.apiVersion, kind: run.draft.kind, namespace: run.namespace, name}
    const included = await run.context.kube.get(ref, {signal: run.signal}).catch((error: unknown) => {
      // The name of the kind, not of the resource, as CNCF's cached client says it.
      const reason = isNotFound(error) ? `GitRepository.source.toolkit.fluxcd.io "${name}" not found` : messageOf(error)
      throw wait('NotFound', `could not get resource for include '${name}': ${reason}`)
    })
    const artifact = isObject(included.status) ? included.status.artifact : undefined
    if (!isObject(artifact)) throw wait('NoArtifact', `no artifact available for include '${name}'`)
    artifacts.push(artifact as unknown as Artifact)
  }
  run.unmark('IncludeUnavailable')
  return artifacts
}

/** The checkout with the included trees in their places; Flux moves each one there (source-controller 9.6). */
export async function addIncludes(
  run: SourceRun,
  spec: GitRepositorySpec,
  tree: FileTree,
  artifacts: readonly Artifact[],
): Promise<FileTree> {
  const includes = spec.include ?? []
  let result = tree
  if (includes.length > 0) {
    const root = await treeNodes(tree)
    for (const [index, include] of includes.entries()) await copyInclude(run, root, include, artifacts[index]!)
    result = new MemoryTree(root)
  }
  run.unmark('IncludeUnavailable')
  return result
}

async function copyInclude(run: SourceRun, root: DirectoryNode, include: Include, artifact: Artifact): Promise<void> {
  const {name} = include.repository
  const from = include.fromPath ?? ''
  const to = include.toPath || name
  try {
    const source = await treeNodes(await run.context.artifacts.open(artifact, run.signal))
    move(run, source, from, root, to)
  } catch (error) {
    const text = `failed to copy '${name}' include from ${from} to ${to}: ${messageOf(error)}`
    throw run.failure('StorageOperationFailed', new SourceError('failed', 'CopyFailure', text, {cause: error}))
  }
}

/** As a rename on disk would do it, with the words of Go's os package. */
function move(run: SourceRun, source: DirectoryNode, from: string, root: DirectoryNode, to: string): void {
  const fromPath = securePath(source, from)
  const toPath = securePath(root, to)
  const sourceName = join('/tmp/flux-include-0/unpack', fromPath)
  const targetName = join(`/tmp/gitrepository-${run.namespace}-${run.name}-0`, toPath)
  const node = new MemoryTree(source).node(fromPath)
  if (!node) throw new Error(`cannot stat ${sourceName}: stat ${sourceName}: no such file or directory`)
  const target = new MemoryTree(root).node(toPath)
  if (target?.type === 'directory') throw renameError(sourceName, targetName, 'file exists')
  if (target && node.type === 'directory') throw renameError(sourceName, targetName, 'not a directory')
  putNode(root, toPath, node)
}

function renameError(from: string, to: string, reason: string): Error {
  return new Error(`link error: cannot rename ${from} to ${to}: rename ${from} ${to}: ${reason}`)
}

function join(folder: string, path: string): string {
  return path === '' ? folder : `${folder}/${path}`
}

/** A path below a root, whatever `..` and symlinks it has: nothing leads out. */
function securePath(root: DirectoryNode, path: string): string {
  let rest = path.split('/')
  let done: string[] = []
  for (let links = 0; rest.length > 0; ) {
    const [name, ...after] = rest
    rest = after
    if (name === '' || name === '.') continue
    if (name === '..') {
      done = done.slice(0, -1)
      continue
    }
    const next: TreeNode | undefined = new MemoryTree(root).node([...done, name!].join('/'))
    if (next?.type !== 'symlink') done = [...done, name!]
    else {
      if (++links > 255) throw new Error(`too many levels of symbolic links: ${path}`)
      if (next.target.startsWith('/')) done = []
      rest = [...next.target.split('/'), ...rest]
    }
  }
  return done.join('/')
}
