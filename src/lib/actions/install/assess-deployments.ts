import {inParallel} from '../../apply/in-parallel.js'
import type {StatusWord} from '../../apply/status/object-status.js'
import {NO_RULES} from '../../apply/wait/health-rules.js'
import {readStatus} from '../../apply/wait/read-status.js'
import type {Context} from '../../ports/context.js'

export interface AssessOptions {
  readonly namespace: string
  /** longest pause between two looks; the first ones are shorter, ms */
  readonly interval: number
  /** ms */
  readonly timeout: number
}

const FIRST_PAUSE = 100
const AT_ONCE = 8

/**
 * Waits until Deployments are current or time is up, and says of each how it is. True when all are current; what cannot be
 * read counts as not ready.
 */
export async function assessDeployments(
  ctx: Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>,
  names: readonly string[],
  {namespace, interval, timeout}: AssessOptions,
): Promise<boolean> {
  const deadline = ctx.clock.now() + timeout
  const states = new Map<string, StatusWord>()
  const look = async (name: string): Promise<void> => {
    const ref = {apiVersion: 'apps/v1', kind: 'Deployment', namespace, name}
    const status = await readStatus(ctx, ref, NO_RULES, ctx.signal).catch(() => undefined)
    states.set(name, status?.status ?? 'Unknown')
  }
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, interval)) {
    await inParallel(
      names.filter((name) => states.get(name) !== 'Current'),
      AT_ONCE,
      look,
    )
    ctx.signal.throwIfAborted()
    const rest = deadline - ctx.clock.now()
    if (rest <= 0 || [...states.values()].every((state) => state === 'Current')) break
    await ctx.clock.sleep(Math.min(pause, rest), ctx.signal)
  }
  for (const name of names.toSorted()) {
    const state = states.get(name)
    if (state === 'Current') ctx.out.success(`${name}: deployment ready`)
    else ctx.out.failure(`${name}: deployment ${state === 'NotFound' ? 'not found' : 'not ready'}`)
  }
  return [...states.values()].every((state) => state === 'Current')
}
