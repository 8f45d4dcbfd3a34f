import type {KubeObject, ObjectRef} from '../../ports/kube.js'

/** What an apply would do to one object; Secrets are masked. */
export type DiffEntry =
  | {readonly action: 'created'; readonly subject: string; readonly ref: ObjectRef; readonly after: KubeObject}
  | {
      readonly action: 'drifted'
      readonly subject: string
      readonly ref: ObjectRef
      readonly before: KubeObject
      readonly after: KubeObject
    }
  | {readonly action: 'skipped'; readonly subject: string; readonly ref: ObjectRef}
  | {readonly action: 'deleted'; readonly subject: string; readonly ref: ObjectRef; readonly before?: KubeObject | undefined}
  /** a Kustomization among the objects, and what changes in it */
  | {readonly action: 'child'; readonly subject: string; readonly ref: ObjectRef; readonly entries: readonly DiffEntry[]}
  /** a Kustomization among the objects that is applied to another cluster */
  | {readonly action: 'remote'; readonly subject: string; readonly ref: ObjectRef}

export interface DiffResult {
  /** `Kustomization/namespace/name` */
  readonly subject: string
  /** in the order of the build, deletions last */
  readonly entries: readonly DiffEntry[]
  /** True when an apply would change anything */
  readonly changed: boolean
  /** objects that could not be compared */
  readonly errors: readonly string[]
}

/** True when an apply would change anything. */
export function hasChanges(entries: readonly DiffEntry[]): boolean {
  return entries.some((entry) => entry.action !== 'skipped' && entry.action !== 'remote')
}
