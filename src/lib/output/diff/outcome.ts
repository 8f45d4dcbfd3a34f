import type {DiffResult} from '../../actions/diff/diff-entry.js'
import {FluxError} from '../../errors/flux-error.js'

/** Throws what ends `flux diff`: 2 when an object could not be compared, 1 when something differs. */
export function diffOutcome({errors, changed}: DiffResult): void {
  const [first] = errors
  if (first !== undefined) {
    throw new FluxError('diff-failed', errors.length === 1 ? first : `[${errors.join(', ')}]`, {exitCode: 2})
  }
  if (changed) throw new FluxError('drift', 'identified at least one change, exiting with non-zero exit code')
}
