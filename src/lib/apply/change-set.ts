import type {ObjectRef} from '../ports/kube.js'
import {subjectOf} from './subject.js'

export type ChangeAction = 'created' | 'configured' | 'unchanged' | 'deleted' | 'skipped' | 'unknown'

/** What came of one object; `ref` is its identity as the server sees it. */
export interface Change {
  readonly ref: ObjectRef
  readonly action: ChangeAction
}

/** `<subject> <action>` */
export function changeLine(change: Change): string {
  return `${subjectOf(change.ref)} ${change.action}`
}

/** True when something was written. */
export function hasChanged(change: Change): boolean {
  return change.action === 'created' || change.action === 'configured' || change.action === 'deleted'
}
