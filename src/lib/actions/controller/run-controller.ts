import {createElector, type HeldLease, leaseName} from '../../controllers/runtime/lease.js'
import type {Manager} from '../../controllers/runtime/manager.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {SetupError} from '../../errors/setup-error.js'
import {apiVersionOf} from '../../kinds/registry.js'
import {leftOutKinds, reconciledKinds, startController} from '../run/controllers.js'
import type {ControllerContext} from '../run/fleet-context.js'
import type {ControllerSetup} from './controller-settings.js'

/** Leader election as the flags have it; times in ms. */
export interface ElectionOptions {
  /** namespace of the Lease: the controller's own */
  readonly namespace: string
  readonly identity: string
  readonly releaseOnCancel: boolean
  readonly leaseDuration: number
  readonly renewDeadline: number
  readonly retryPeriod: number
}

export interface ControllerRun {
  /** e.g. `source-controller` */
  readonly name: string
  readonly setup: ControllerSetup
  /** absent: nobody else runs */
  readonly election?: ElectionOptions | undefined
  /** Called once this process leads: starts what only the leader may do beside reconciling. */
  readonly elected: () => Promise<void>
}

/**
 * One controller until `ctx.signal` aborts: waits to lead, reconciles, ends its runs and gives the Lease back. Throws
 * FluxError `lease-lost` when another one may lead.
 */
export async function runController(ctx: ControllerContext, run: ControllerRun): Promise<void> {
  const setup = ctx.log.child({logger: 'setup'})
  await requireServed(ctx, run.name)
  setup.info('starting manager')
  if (run.election) checkTimes(run.election)
  tellLeftOut(ctx, run.name)
  const lease = run.election && (await acquire(ctx, run, run.election))
  if (ctx.signal.aborted) return lease && giveBack(ctx, lease)
  const signal = lease ? AbortSignal.any([ctx.signal, lease.lost]) : ctx.signal
  try {
    await run.elected()
    const manager: Manager = startController(ctx, run.name, run.setup.settings, run.setup.options)
    await manager.run(signal)
    if (lease?.lost.aborted) throw new FluxError('lease-lost', 'leader election lost', {cause: lease.lost.reason})
  } finally {
    if (lease && !lease.lost.aborted && run.election?.releaseOnCancel) {
      await giveBack(ctx, lease)
    }
  }
}

/** What cannot be given back runs out. */
function giveBack({log}: ControllerContext, lease: HeldLease): Promise<void> {
  return lease.release().catch((error: unknown) => log.error('the lease was not given back', error))
}

/** Whoever cannot work ends at once: a Pod that is restarted is seen, one that waits for ever is not. */
async function requireServed(ctx: ControllerContext, name: string): Promise<void> {
  for (const row of reconciledKinds([name])) {
    await ctx.kube.resourceFor({apiVersion: apiVersionOf(row), kind: row.kind}, {signal: ctx.signal}).catch((error: unknown) => {
      ctx.signal.throwIfAborted()
      const words = `failed to determine if *${row.version}.${row.kind} is namespaced: failed to get restmapping`
      throw new SetupError('unable to start manager', `${words}: ${messageOf(error)}`, error)
    })
  }
}

/** How often a try may be late (client-go's JitterFactor). */
const JITTER = 1.2

/** client-go's own conditions on the times of an election. */
function checkTimes({leaseDuration, renewDeadline, retryPeriod}: ElectionOptions): void {
  const faults: readonly (readonly [boolean, string])[] = [
    [leaseDuration <= renewDeadline, 'leaseDuration must be greater than renewDeadline'],
    [renewDeadline <= JITTER * retryPeriod, 'renewDeadline must be greater than retryPeriod*JitterFactor'],
    [retryPeriod <= 0, 'retryPeriod must be greater than zero'],
  ]
  const words = faults.find(([broken]) => broken)?.[1]
  if (words === undefined) return
  throw new SetupError('problem running manager', `failed during initialization leader election process: ${words}`)
}

/** Undefined when the process is told to stop before it leads. */
async function acquire(ctx: ControllerContext, run: ControllerRun, election: ElectionOptions): Promise<HeldLease | undefined> {
  const elector = createElector(ctx, {
    namespace: election.namespace,
    name: await leaseName(run.name, run.setup.options.watchLabelSelector),
    identity: election.identity,
    duration: election.leaseDuration,
    renewDeadline: election.renewDeadline,
    retryPeriod: election.retryPeriod,
  })
  return elector.acquire(ctx.signal).catch((error: unknown) => {
    if (ctx.signal.aborted) return undefined
    throw error
  })
}

/** Whoever runs this in place of Flux's controller must hear which objects nobody takes care of. */
function tellLeftOut(ctx: ControllerContext, name: string): void {
  const kinds = leftOutKinds([name]).map(({kind}) => kind)
  if (kinds.length > 0) ctx.log.info('kinds that this release does not reconcile', {kinds})
}
