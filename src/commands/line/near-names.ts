import {isNotFound} from '../../lib/errors/api-error.js'
import {FluxError} from '../../lib/errors/flux-error.js'
import {apiVersionOf, KINDS} from '../../lib/kinds/registry.js'
import type {Session} from '../base.js'
import {nearWords} from './command-tree.js'

/** Names that one line tells. */
const NAMED = 3

/** Objects of the kind that a line is about whose names are near to one that is not there; asks the cluster once more. */
export async function nearNames(error: unknown, path: readonly string[], session: Session): Promise<string[]> {
  try {
    const name = session.args[0]
    const row = KINDS.find(({words, listWords}) => [words, listWords].some((one) => path.slice(1).join(' ') === one.join(' ')))
    if (!row || !name || !isMissing(error)) return []
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

function isMissing(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (isNotFound(at) || (at instanceof FluxError && ['not-found', 'none-found'].includes(at.code))) return true
  }
  return false
}
