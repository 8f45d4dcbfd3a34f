import {isNotFound} from '../../../lib/errors/api-error.js'
import {FluxError} from '../../../lib/errors/flux-error.js'
import {missingObject} from '../../../lib/errors/missing-object.js'
import {apiVersionOf, KINDS, type KindRow} from '../../../lib/kinds/registry.js'
import type {Session} from '../../base.js'
import {nearWords} from '../command-tree.js'

/** Names that one line tells. */
const NAMED = 3

/** Objects of the kind that a line is about whose names are near to one that is not there; asks the cluster once more. */
export async function nearNames(error: unknown, path: readonly string[], session: Session): Promise<string[]> {
  try {
    const {row, name} = subjectOf(path, session)
    if (!row || !name || !isMissing(error, row, name)) return []
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {items} = await ctx.kube.list({apiVersion: apiVersionOf(row), kind: row.kind}, {namespace, signal: ctx.signal})
    const near = nearWords(name, new Set(items.map(({metadata}) => metadata.name ?? '')))
    if (near.length === 0 || near.length > NAMED) return []
    return [`did you mean ${near.join(' or ')}?`]
  } catch {
    // who may not look is told the other steps
    return []
  }
}

/** The object that a line names: by its command and one argument, or as `events --for Kind/name`. */
function subjectOf(path: readonly string[], {args, flags}: Session): {row?: KindRow | undefined; name?: string | undefined} {
  if (path.join(' ') === 'events') {
    const [kind = '', name] = String((flags as {readonly for?: unknown}).for ?? '').split('/')
    return {row: KINDS.find((row) => row.kind.toLowerCase() === kind.toLowerCase()), name}
  }
  const words = path.slice(1).join(' ')
  const row = KINDS.find((one) => [one.words, one.listWords].some((some) => words === some.join(' ')))
  return {row, name: args.length === 1 ? args[0] : undefined}
}

/** True when it is the named object that is missing, and not another one that it names. */
function isMissing(error: unknown, {plural}: KindRow, name: string): boolean {
  const missing = missingObject(error)
  if (missing) return missing.resource === plural && missing.name === name
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (isNotFound(at)) return true
    if (at instanceof FluxError && ['not-found', 'none-found'].includes(at.code)) return at.message.includes(name)
  }
  return false
}
