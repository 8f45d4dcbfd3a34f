import {FluxError} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {statusOf, textAt} from '../../conditions.js'

/** What flux says about a source that is ready; `missing` is the error for one without an artifact. */
export function* artifactLines(label: string, missing: string, ready: KubeObject): Iterable<string> {
  yield `${label} reconciliation completed`
  if (!isObject(statusOf(ready).artifact)) throw new FluxError('no-artifact', missing)
  yield `fetched revision: ${textAt(ready, ['status', 'artifact', 'revision'])}`
}
