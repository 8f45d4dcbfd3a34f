import type {Out} from '../../../ports/observe.js'
import {subject} from './prepare-manifests.js'
import type {Restored} from './restored.js'

/** One line on stderr for what came of one object, none for what stays as it is; the next step, once, when it went wrong. */
export function tellOutcome(out: Out, {object, at, action, message, hint}: Restored, toldHints: Set<string>): void {
  const name = subject(object)
  if (action === 'kept') out.warning(`${name} kept as it is: ${message}`)
  else if (action === 'failed') {
    out.failure(`${name} failed: ${message} (${at})`)
    if (hint && !toldHints.has(hint)) out.action(hint)
    if (hint) toldHints.add(hint)
  } else if (action !== 'unchanged') out.success(`${name} ${action}`)
}
