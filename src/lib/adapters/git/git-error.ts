import {FluxError, type FluxErrorOptions, messageOf} from '../../errors/flux-error.js'

export type GitErrorCode =
  | 'git-auth'
  | 'git-not-found'
  | 'git-ref-not-found'
  | 'git-object-not-found'
  | 'git-empty'
  | 'git-host-key'
  | 'git-network'
  | 'git-protocol'
  | 'git-timeout'
  | 'git-invalid'
  | 'git-conflict'
  | 'git-refused'

/** What went wrong with a Git repository; texts as Flux shows them, since they end in status messages. */
export class GitError extends FluxError {
  override readonly name = 'GitError'
  override readonly code: GitErrorCode

  constructor(code: GitErrorCode, message: string, options: FluxErrorOptions = {}) {
    super(code, message, options)
    this.code = code
  }

  /** The same failure with something said before it. */
  prefixed(prefix: string): GitError {
    return new GitError(this.code, `${prefix}: ${this.message}`, {hints: this.hints, cause: this.cause ?? this})
  }
}

/** Any failure as GitError: an abort by timeout reads like Go's, everything else keeps its text. */
export function asGitError(error: unknown): GitError {
  if (error instanceof GitError) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'TimeoutError') return new GitError('git-timeout', 'context deadline exceeded', {cause: error})
  if (name === 'AbortError') return new GitError('git-timeout', 'context canceled', {cause: error})
  return new GitError('git-network', messageOf(error), {cause: error})
}
