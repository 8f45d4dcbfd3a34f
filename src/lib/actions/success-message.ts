import type {KubeObject} from '../ports/kube.js'
import {textAt} from './conditions.js'

/** What flux says when an object has come to rest (cli reference 6.4). */
export function successMessage(object: KubeObject): string {
  return object.kind === 'Kustomization'
    ? `applied revision ${textAt(object, ['status', 'lastAppliedRevision'])}`
    : `fetched revision ${textAt(object, ['status', 'artifact', 'revision'])}`
}
