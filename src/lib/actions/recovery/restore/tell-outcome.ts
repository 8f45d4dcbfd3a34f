import type {Out} from '../../../ports/observe.js'
import type {Restored} from './apply-steps.js'
import {subject} from './prepare-manifests.js'

/** One line on stderr for what came of one object, and the next step when it went wrong. */
export function tellOutcome(out: Out, {object, at, action, message, hint}: Restored): void {
  const name = subject(object)
  if (action === 'failed') {
    out.failure(`${name} failed: ${message} (${at})`)
    if (hint) out.action(hint)
  } else if (action === 'kept') out.warning(`${name} kept as it is: ${message}`)
  else if (action === 'unchanged') out.action(`${name} unchanged`)
  else out.success(`${name} ${action}`)
}
