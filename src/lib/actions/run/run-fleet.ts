import type {Manager, Unsettled} from '../../controllers/runtime/manager.js'
import {FluxError} from '../../errors/flux-error.js'
import {apiVersionOf, KINDS, type KindRow} from '../../kinds/registry.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionOf} from '../conditions.js'
import {isTimeout} from '../poll.js'
import {aborted, bounded, inTime, silentApi} from './bounded.js'
import {type Claim, claimControllers} from './claim.js'
import {changedSettings, settingsWithArgs} from './controller-args.js'
import {type ControllerSettings, controllerNames, controllerOf, reconciledKinds, startControllers} from './controllers.js'
import {controllerObjects} from './controllers-objects.js'
import type {FleetContext} from './fleet-context.js'
import {installCrds, installObjects, requireKinds} from './install.js'
import {nudge} from './nudge.js'
import {outOfReach} from './out-of-reach.js'
import {showProgress} from './report/progress.js'
import {type RunReport, runReport} from './report/run-report.js'
import {applySync, ensureNamespace, type Fleet, type RunSource, readFleet} from './source/sync.js'

export {controllerNames}

export interface RunOptions {
  readonly namespace: string
  readonly embedded: boolean
  /** put the CRDs of our kinds into the cluster first */
  readonly installCrds: boolean
  /** release of Flux that the controllers stand for, and our own */
  readonly version: string
  readonly toolkitVersion: string
  readonly source?: RunSource | undefined
  readonly path: string
  readonly branch?: string | undefined
  readonly controllers: readonly string[]
  readonly settings: ControllerSettings
  /** to settled, then a report; otherwise until `ctx.signal` aborts */
  readonly once: boolean
  /** aborts with `ctx.signal`, and with `once` when it has waited long enough */
  readonly deadline: AbortSignal
  /** scale Flux's own Deployments to 0 first */
  readonly takeOver: boolean
}

/** How long the report, and then the controllers' end, may take, ms. */
const PATIENCE = 10_000
/** The same when the API is known to be gone. */
const NO_PATIENCE = 1000

/** Runs the controllers until the fleet is settled or until told to stop; what became of every Flux object. */
export async function runFleet(ctx: FleetContext, options: RunOptions): Promise<RunReport> {
  const {deadline} = options
  const starting: FleetContext = {...ctx, signal: deadline}
  const {fleet, claim, settings} = await inTime(ctx, deadline, begin(starting, options)).catch((error: unknown) => {
    throw withoutCluster(error)
  })
  const stop = new AbortController()
  const signal = AbortSignal.any([ctx.signal, stop.signal, ...(claim ? [claim.lost] : [])])
  let patience = PATIENCE
  const gone = (error: unknown): unknown => {
    if (!(error instanceof FluxError) || !GONE.has(error.code)) return error
    patience = NO_PATIENCE
    return error.code === 'api-silent' ? error : silentApi(ctx.kube.server, error)
  }
  try {
    if (fleet) {
      const name = await inTime(ctx, deadline, applySync(starting, fleet, options))
      ctx.out.success(`sync objects ${name} are in place`)
    }
    const stopProgress = showProgress(ctx, reconciledKinds(options.controllers), storedKinds(options))
    const manager = startControllers(ctx, options.controllers, settings)
    const running = manager.run(signal)
    ctx.out.action(`running ${options.controllers.join(' and ')}`)
    try {
      await Promise.race([running, aborted(signal), ...(options.once ? [settled(ctx, manager, options)] : [])])
      if (options.once) ctx.signal.throwIfAborted()
      const report = await finalReport(ctx, options)
      claim?.lost.throwIfAborted()
      stopProgress()
      tellLeftOut(ctx, options, report)
      if (options.once && report.parts.every((part) => part.objects.length === 0)) {
        ctx.out.warning(' nothing to reconcile: give --source DIR or --source URL')
      }
      return report
    } catch (error) {
      throw gone(error)
    } finally {
      const cut = signal.aborted || isTimeout(deadline) ? cutOff(manager) : []
      stop.abort(new FluxError('stopped', 'the controllers are stopped'))
      await bounded(ctx, patience, running, () => undefined).catch((error) => Promise.reject(gone(error)))
      if (patience === PATIENCE) for (const text of cut) ctx.out.warning(` ${text}`)
    }
  } finally {
    if (claim) await bounded(ctx, patience, claim.release(), () => undefined)
  }
}

interface Beginning {
  readonly fleet: Fleet | undefined
  readonly claim: Claim | undefined
  readonly settings: ControllerSettings
}

/** What must be known and there before controllers can work. */
async function begin(ctx: FleetContext, options: RunOptions): Promise<Beginning> {
  const components = options.embedded ? controllerObjects(options) : []
  const fleet = await readFleet(ctx, {...options, components})
  await install(ctx, options, fleet?.components ?? components)
  if (!options.embedded) {
    const settings = {...options.settings, leftAlone: standsFor(options)}
    return {fleet, settings, claim: await claimControllers(ctx, options)}
  }
  // an embedded API of this process has no other writers
  return {fleet, settings: lockdown(ctx, options, fleet?.args.get('kustomize-controller') ?? []), claim: undefined}
}

/** Who has no cluster, or has it elsewhere, is told what works. */
function withoutCluster(error: unknown): unknown {
  if (!(error instanceof FluxError) || error.code !== 'unreachable' || error.hints.length > 0) return error
  const hints = [
    'without a cluster: flux run --embedded',
    'with one: name its kubeconfig with --kubeconfig or KUBECONFIG, and choose with --context',
  ]
  return new FluxError('no-cluster', error.message, {hints, cause: error})
}

async function install(ctx: FleetContext, options: RunOptions, components: readonly KubeObject[]): Promise<void> {
  if (options.embedded || options.installCrds) await installCrds(ctx, options.version)
  else
    await requireKinds(
      ctx,
      reconciledKinds(options.controllers).map(({kind, ...row}) => ({apiVersion: apiVersionOf(row), kind})),
    )
  if (options.embedded) await installObjects(ctx, components)
  await ensureNamespace(ctx, options.namespace)
}

const GONE = new Set(['unreachable', 'api-silent'])

async function finalReport(ctx: FleetContext, options: RunOptions): Promise<RunReport> {
  return bounded(
    ctx,
    PATIENCE,
    runReport(ctx, {
      reconciled: reconciledKinds(options.controllers),
      stored: storedKinds(options),
      leftOut: leftOutKinds(options),
    }),
    () => {
      throw silentApi(ctx.kube.server)
    },
  )
}

/** A fleet that brings Flux's own Deployments would start a second writer: they stay as they are (DESIGN 4). */
const standsFor = ({namespace, controllers}: RunOptions) => controllers.map((name) => `Deployment/${namespace}/${name}`)

/** A rehearsal obeys the lockdown that the fleet puts on its own controllers. */
function lockdown(ctx: FleetContext, options: RunOptions, args: readonly string[]): ControllerSettings {
  const settings = settingsWithArgs(options.settings, args)
  const changed = changedSettings(options.settings, settings)
  if (changed.length > 0) ctx.out.action(`the fleet runs its controllers with ${changed.join(' ')}`)
  return settings
}

async function settled(ctx: FleetContext, manager: Manager, options: RunOptions): Promise<void> {
  const {deadline} = options
  const stop = new AbortController()
  const signal = AbortSignal.any([deadline, stop.signal])
  const nudging = nudge(ctx, manager, signal)
  try {
    const hopeless = await Promise.race([manager.settled(signal), outOfReach(ctx, manager, storedKinds(options), signal)])
    for (const {kind, namespace, name} of hopeless ?? []) {
      ctx.out.warning(` ${kind} ${namespace}/${name} waits only for objects that no controller of this run reconciles`)
    }
  } catch (error) {
    if (!isTimeout(deadline)) throw error
    const busy = manager.unsettled().map(({kind, namespace, name, why}) => `${kind} ${namespace}/${name} is ${why}`)
    ctx.out.failure(`not settled in time: ${busy.length > 0 ? busy.join(', ') : 'work is still queued'}`)
  } finally {
    stop.abort(new FluxError('stopped', 'nothing is waited for any more'))
    await nudging
  }
}

/** What a stop has caught in the middle of an apply, in words for people; who checks health has all in place. */
function cutOff(manager: Manager): string[] {
  const applies = ({kind, namespace, name, why}: Unsettled): boolean => {
    if (kind !== 'Kustomization' || why !== 'running') return false
    const object = manager.controllers.find(({reconciler}) => reconciler.kind.kind === kind)?.cache.get(namespace, name)
    return !object || !conditionOf(object, 'Reconciling')?.message.startsWith('Running health checks')
  }
  const busy = manager.unsettled().filter(applies)
  return busy.map(
    ({kind, namespace, name}) =>
      `${kind} ${namespace}/${name} was interrupted: what it applied is in its inventory, the next run takes up what was left`,
  )
}

/** Kinds that nobody reconciles: in a cluster there may be other controllers, in an embedded API there are none. */
function storedKinds(options: RunOptions): KindRow[] {
  const others = [...reconciledKinds(options.controllers), ...leftOutKinds(options)]
  return options.embedded ? KINDS.filter((kind) => !others.includes(kind) && !kind.alwaysReady) : []
}

/** Kinds that this program could reconcile, if `--controllers` did not leave their controller out. */
function leftOutKinds({controllers}: RunOptions): KindRow[] {
  return reconciledKinds(controllerNames([]).filter((name) => !controllers.includes(name)))
}

function tellLeftOut(ctx: FleetContext, options: RunOptions, report: RunReport): void {
  for (const kind of leftOutKinds(options)) {
    const count = report.parts.find((part) => part.kind === kind)?.objects.length ?? 0
    if (count === 0) continue
    const what = count === 1 ? `1 ${kind.kind} was` : `${count} ${kind.kind} objects were`
    ctx.out.warning(` ${what} left alone: --controllers does not name ${controllerOf(kind.kind)}`)
  }
}
