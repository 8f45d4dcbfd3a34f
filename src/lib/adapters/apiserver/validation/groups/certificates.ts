import type {Go} from '../../../../schema/builtin/go.gen.js'
import type {RuleEnv} from '../../hooks.js'
import {timeText} from '../time-text.js'

type Request = Go['CertificateSigningRequest']

/** A request says who made it, whatever the client wrote. */
export function prepareSigningRequest({spec, status}: Request, {user}: RuleEnv): void {
  for (const name of ['username', 'uid', 'groups', 'extra'] as const) delete spec[name]
  Object.assign(spec, {
    username: user.name,
    ...(user.uid ? {uid: user.uid} : {}),
    groups: [...user.groups],
    ...(user.extra && Object.keys(user.extra).length > 0 ? {extra: user.extra} : {}),
  })
  for (const name of Object.keys(status ?? {})) delete (status as Record<string, unknown>)[name]
}

/** Nothing of what was asked for changes; conditions get their times. */
export function prepareSigningRequestUpdate(next: Request, old: Request, {now, subresource}: RuleEnv): void {
  next.spec = old.spec
  if (subresource === undefined) return
  const before = new Map((old.status?.conditions ?? []).map((condition) => [condition.type, condition]))
  for (const condition of next.status?.conditions ?? []) {
    condition.lastUpdateTime ||= timeText(now)
    const known = before.get(condition.type)
    if (condition.lastTransitionTime) continue
    condition.lastTransitionTime = (known?.status === condition.status && known.lastTransitionTime) || timeText(now)
  }
}
