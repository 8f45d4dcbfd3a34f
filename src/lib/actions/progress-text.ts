import {staticMessage} from '../kinds/object-facts.js'
import {kindRow} from '../kinds/registry.js'
import type {KubeObject} from '../ports/kube.js'
import {conditionOf, statusOf} from './conditions.js'

/** What an object is doing, in one line: what its controller says of the run, or that it has not begun. */
export function progressText(object: KubeObject): string {
  const {namespace, name} = object.metadata
  const said = conditionOf(object, 'Reconciling')?.message || conditionOf(object, 'Ready')?.message
  return `${object.kind} ${namespace}/${name}: ${(said || unsaid(object)).split('\n')[0]}`
}

/** What is known of an object whose controller says nothing. */
function unsaid(object: KubeObject): string {
  const {generation, deletionTimestamp} = object.metadata
  if (deletionTimestamp) return 'it is being deleted'
  const row = kindRow(object.kind)
  // nobody reports on these: they count as soon as they are written
  if (row && staticMessage(row, object) !== undefined) return 'nothing to wait for'
  const seen = Number(statusOf(object).observedGeneration ?? 0)
  return seen < Number(generation ?? 0) ? 'its controller has not seen it yet' : 'in progress'
}
