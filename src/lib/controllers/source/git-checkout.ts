import {messageOf} from '../../errors/flux-error.js'
import {parseDuration} from '../../formats/duration/duration.js'
import type {GitRepositorySpec} from '../../kinds/types/gitrepository.gen.js'
import type {GitAuth, GitCheckout} from '../../ports/git.js'
import {eitherSignal} from '../runtime/either-signal.js'
import {isInStorage} from './finish.js'
import {SourceError} from './source-error.js'
import type {SourceRun} from './source-run.js'
import {artifactOf} from './storage-step.js'

/**
 * Clones what the spec asks for within `spec.timeout`; with `optimized` an unchanged revision comes back without
 * files (source-controller 9.4).
 * @throws SourceError with FetchFailed already set
 */
export async function gitCheckout(
  run: SourceRun,
  spec: GitRepositorySpec,
  auth: GitAuth,
  optimized: boolean,
): Promise<GitCheckout> {
  const artifact = artifactOf(run)
  const lastRevision = optimized && artifact && isInStorage(run.draft) ? artifact.revision : undefined
  const {signal, release} = eitherSignal(run.signal, run.context.clock.timeout(parseDuration(spec.timeout ?? '60s')))
  const local = run.context.git.overrideFor(run.namespace, run.name)
  const ref = spec.ref ?? {}
  try {
    if (local) return await local.checkout(ref, lastRevision, signal)
    return await run.context.git.clone({
      url: spec.url,
      ref,
      auth,
      recurseSubmodules: spec.recurseSubmodules,
      sparse: spec.sparseCheckout,
      lastRevision,
      signal,
    })
  } catch (error) {
    if ((error as {code?: string}).code === 'git-empty' && messageOf(error) === 'remote repository is empty') {
      throw run.failure('FetchFailed', new SourceError('failed', 'EmptyGitRepository', 'git repository is empty', {cause: error}))
    }
    const text = `failed to checkout and determine revision: ${messageOf(error)}`
    throw run.failure('FetchFailed', new SourceError('failed', 'GitOperationFailed', text, {cause: error}))
  } finally {
    release()
  }
}

/** Every path of `spec.sparseCheckout` must be there. @throws SourceError with FetchFailed already set */
export async function checkSparsePaths(run: SourceRun, spec: GitRepositorySpec, checkout: GitCheckout): Promise<void> {
  if (checkout.unchanged) return
  for (const path of spec.sparseCheckout ?? []) {
    const clean = path
      .split('/')
      .filter((part) => part !== '' && part !== '.' && part !== '..')
      .join('/')
    if (await checkout.tree.stat(clean)) continue
    const place = `/tmp/gitrepository-${run.namespace}-${run.name}-0/${clean}`
    const text = `failed to sparse checkout directories : sparse checkout dir '${path}' does not exist in repository: lstat ${place}: no such file or directory`
    throw run.failure('FetchFailed', new SourceError('failed', 'GitOperationFailed', text))
  }
}
