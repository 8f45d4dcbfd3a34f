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

/** `{subject: action}`, for the log. */
export function actionsBySubject(changes: readonly Change[]): Record<string, string> {
  return Object.fromEntries(changes.map((change) => [subjectOf(change.ref), change.action]))
}

/** `{action: [subjects]}`, for the log under gate GroupChangeLog. */
export function subjectsByAction(changes: readonly Change[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const {action, ref} of changes) {
    groups[action] ??= []
    groups[action].push(subjectOf(ref))
  }
  return groups
}
