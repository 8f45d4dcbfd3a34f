import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {getCondition} from '../runtime/conditions.js'

export const CONTROLLER = 'kustomize-controller'
const PREFIX = 'kustomize.toolkit.fluxcd.io/'
const USER_PREFIX = 'event.toolkit.fluxcd.io/'

export interface EventRevision {
  readonly revision?: string | undefined
  readonly originRevision?: string | undefined
  /** true for what a commit status shall be made of */
  readonly commitStatus?: boolean
}

/** Sends an event about a Kustomization (reference 18): its reason is that of Ready. */
export function tell(
  context: Pick<Context, 'events'>,
  object: KubeObject,
  severity: 'info' | 'error',
  message: string,
  revision: EventRevision = {},
): void {
  const metadata: Record<string, string> = {}
  if (revision.revision) metadata[`${PREFIX}revision`] = revision.revision
  if (revision.originRevision) metadata[`${PREFIX}originRevision`] = revision.originRevision
  if (revision.commitStatus) metadata[`${PREFIX}commit_status`] = 'update'
  for (const [key, value] of Object.entries(object.metadata.annotations ?? {})) {
    if (key.startsWith(USER_PREFIX)) metadata[key] = value
  }
  context.events.emit(CONTROLLER, {
    object,
    type: severity === 'info' ? 'Normal' : 'Warning',
    reason: getCondition(object, 'Ready')?.reason ?? severity,
    message,
    metadata,
  })
}
