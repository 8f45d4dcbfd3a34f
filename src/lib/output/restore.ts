import type {RestoreReport} from '../actions/recovery/restore/restore.js'
import {FluxError} from '../errors/flux-error.js'
import {kindRow} from '../kinds/registry.js'

/** Objects that are not ready and are named; the others are counted. */
const NAMED = 20
const ORDER = ['created', 'configured', 'unchanged', 'kept', 'failed'] as const

/** The plan of a dry-run: a line per object in the order of the apply, then how many there are of each. */
export function renderPlan({entries}: RestoreReport): string {
  const lines = entries.map(({object: {kind, metadata}, action, message, at}) => {
    const name = [kind, ...(metadata.namespace ? [metadata.namespace] : []), metadata.name].join('/')
    const why = message === undefined ? '' : `: ${message}`
    return `${name} ${action}${action === 'failed' ? `${why} (${at})` : why}\n`
  })
  return `${lines.join('')}${countsOf(entries)}\n`
}

/** `3 created, 2 unchanged` */
export function countsOf(entries: RestoreReport['entries']): string {
  const counts = ORDER.map((action) => [entries.filter((entry) => entry.action === action).length, action] as const)
  return counts
    .filter(([count]) => count > 0)
    .map(([count, action]) => `${count} ${action}`)
    .join(', ')
}

/** Throws FluxError when something failed or did not become ready, with the next steps. */
export function requireRestored({entries, notReady, awaited}: RestoreReport): void {
  const failed = entries.filter(({action}) => action === 'failed').length
  if (failed > 0) throw new FluxError('restore-failed', `${failed} of ${entries.length} objects could not be restored`)
  if (notReady.length === 0) return
  const lines = notReady.slice(0, NAMED).map(({kind, namespace, name, message}) => `${kind}/${namespace}/${name}: ${message}`)
  if (notReady.length > NAMED) lines.push(`and ${notReady.length - NAMED} more`)
  const message = [`${notReady.length} of ${awaited} objects of Flux did not become ready:`, ...lines].join('\n  ')
  throw new FluxError('not-ready', message, {hints: nextSteps(notReady)})
}

function nextSteps(notReady: RestoreReport['notReady']): string[] {
  const {kind, namespace, name} = notReady[0]!
  const list = kindRow(kind)?.listWords.join(' ')
  const unseen = notReady.some(({message}) => message.startsWith('no controller'))
  return [
    ...(unseen ? ['flux check tells whether the controllers are running'] : []),
    `flux events --for ${kind}/${name} -n ${namespace}`,
    `flux get ${list} -A --status-selector ready=false`,
  ]
}
