import type {DiffResult} from '../../actions/diff/diff-entry.js'
import {aggregateText} from '../../errors/aggregate.js'
import {FluxError} from '../../errors/flux-error.js'

/** Throws what ends `flux diff`: 2 when an object could not be compared, 1 when something differs. */
export function diffOutcome({errors, changed}: DiffResult): void {
  if (errors.length > 0) throw new FluxError('diff-failed', aggregateText(errors), {exitCode: 2})
  if (changed) throw new FluxError('drift', 'identified at least one change, exiting with non-zero exit code')
}
