import type {KubeObject} from '../ports/kube.js'
import {conditionOf} from './conditions.js'

/** What an object is doing, in one line: what its controller says of the run, or that it has not begun. */
export function progressText(object: KubeObject): string {
  const {namespace, name, generation} = object.metadata
  const said = conditionOf(object, 'Reconciling')?.message || conditionOf(object, 'Ready')?.message
  const seen = Number((object['status'] as {observedGeneration?: number} | undefined)?.observedGeneration ?? 0)
  const doing = said || (seen < Number(generation ?? 0) ? 'its controller has not seen it yet' : 'in progress')
  return `${object.kind} ${namespace}/${name}: ${doing.split('\n')[0]}`
}
