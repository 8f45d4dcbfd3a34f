import {FluxError} from '../../errors/flux-error.js'
import type {Out} from '../../ports/observe.js'
import {type ClusterInfo, foreignManager} from './cluster-info.js'

export interface Asking {
  /** Asks a question that only `y` accepts. */
  confirm(label: string): Promise<'yes' | 'no' | 'end'>
}

/** Asks before an installation that another tool keeps is replaced; `cancelled` is what a no ends with. */
export async function confirmOverride(
  ctx: Asking & {readonly out: Out},
  info: ClusterInfo | undefined,
  cancelled: string,
): Promise<void> {
  const manager = foreignManager(info)
  if (manager === undefined) return
  ctx.out.note(`Flux ${info?.version ?? ''} has been installed on this cluster with ${manager}!\n`)
  const answer = await ctx.confirm(`Are you sure you want to override the ${manager} installation? Y/N`)
  if (answer !== 'yes') throw new FluxError('aborted', answer === 'end' ? '^D' : cancelled)
}
