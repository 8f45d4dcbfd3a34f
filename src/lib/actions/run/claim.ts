import {createElector, type Elector, type HeldLease, type LeaseHolder, leaseName} from '../../controllers/runtime/lease.js'
import {FluxError} from '../../errors/flux-error.js'
import type {KubeObject} from '../../ports/kube.js'
import {specOf} from '../conditions.js'
import {isTimeout} from '../poll.js'
import type {FleetContext} from './fleet-context.js'

export interface ClaimOptions {
  readonly namespace: string
  readonly controllers: readonly string[]
  /** scale Flux's Deployments to 0 instead of giving up */
  readonly takeOver: boolean
}

/** Leases of the controllers that are ours now. */
export interface Claim {
  /** aborts when a lease could not be renewed */
  readonly lost: AbortSignal
  release(): Promise<void>
}

const DEPLOYMENT = {apiVersion: 'apps/v1', kind: 'Deployment'}
/** How long a Lease lasts that is not renewed (Flux: 35 s), ms. */
const DURATION = 35_000
/** Longest pause between two renewals of a holder that works (client-go: 5 s, up to a fifth more), and some, ms. */
const RENEWAL = 7000
/** A lease that ran out longer ago is no matter of clocks that differ, ms. */
const LONG_AGO = 600_000

/**
 * Makes sure that nobody else reconciles the same objects (DESIGN 4 "Two writers"): no controller Deployment may have
 * replicas, and each controller's Lease is taken as Flux's own controllers do, all of them at the same time.
 */
export async function claimControllers(ctx: FleetContext, options: ClaimOptions): Promise<Claim> {
  for (const deployment of await runningDeployments(ctx, options)) await standDown(ctx, deployment, options)
  const leases = await Promise.all(options.controllers.map((controller) => lookAt(ctx, controller, options)))
  for (const lease of leases) {
    if (!lease.holder) continue
    if (!options.takeOver) throw isHeld(lease.name, lease.holder)
    ctx.out.waiting(`waiting for Lease ${lease.name} of ${lease.holder.name}, up to ${seconds(DURATION)}`)
  }
  return acquireAll(ctx, leases)
}

interface SeenLease {
  readonly elector: Elector
  /** `namespace/name` */
  readonly name: string
  /** who keeps it from being taken at once */
  readonly holder?: LeaseHolder | undefined
}

async function lookAt(ctx: FleetContext, controller: string, {namespace}: ClaimOptions): Promise<SeenLease> {
  const lease = await leaseName(controller)
  const name = `${namespace}/${lease}`
  const {identity} = ctx.instance
  const elector = createElector(ctx.forController(controller), {namespace, name: lease, identity, duration: DURATION})
  const holder = await elector.holder(ctx.signal)
  return {elector, name, holder: holder && (await withoutDead(ctx, elector, name, holder))}
}

/** The holder, unless it is known to be gone: a run of this machine that is over, or somebody who let the lease run out. */
async function withoutDead(
  ctx: FleetContext,
  elector: Elector,
  name: string,
  holder: LeaseHolder,
): Promise<LeaseHolder | undefined> {
  const over = ctx.instance.isOver(holder.name)
  if (!over && holder.left > 0) return holder
  if (!over && holder.left > -LONG_AGO) {
    // our clocks may differ: who works renews it meanwhile
    ctx.out.waiting(`Lease ${name} of ${holder.name} ran out: looking for ${seconds(RENEWAL)} whether it is renewed`)
    await ctx.clock.sleep(RENEWAL, ctx.signal)
    const now = await elector.holder(ctx.signal)
    if (now && (now.name !== holder.name || now.renewTime !== holder.renewTime)) return now
  }
  elector.presumeGone()
  ctx.out.action(`Lease ${name} was left behind by ${holder.name}, ${over ? 'a run that is over' : 'and ran out'}`)
  return undefined
}

function isHeld(name: string, holder: LeaseHolder): FluxError {
  return new FluxError('held', `Lease ${name} is held by ${holder.name}`, {
    hints: [
      `unless it is renewed it runs out in ${seconds(Math.max(0, holder.left))}: when its holder is gone, try again then`,
      'stop that controller first, or take over with: flux run --take-over',
    ],
  })
}

async function acquireAll(ctx: FleetContext, leases: readonly SeenLease[]): Promise<Claim> {
  const stop = new AbortController()
  const signal = AbortSignal.any([ctx.signal, stop.signal])
  const held: HeldLease[] = []
  const release = async () => {
    for (const lease of held) await lease.release().catch((error) => ctx.log.error('the lease was not given back', error))
  }
  const taking = leases.map(async (lease) => void held.push(await acquire(ctx, lease, signal)))
  try {
    await Promise.all(taking)
  } catch (error) {
    stop.abort(error)
    await Promise.allSettled(taking)
    await release()
    throw error
  }
  return {lost: AbortSignal.any(held.map((lease) => lease.lost)), release}
}

function acquire(ctx: FleetContext, {elector, name, holder}: SeenLease, signal: AbortSignal): Promise<HeldLease> {
  return elector.acquire(signal).catch((error: unknown) => {
    if (!isTimeout(ctx.signal)) throw error
    throw new FluxError('held', `Lease ${name} was not given up in time by ${holder?.name ?? 'its holder'}`, {
      hints: ['stop that controller first, or wait longer with --timeout'],
      cause: error,
    })
  })
}

const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`

async function runningDeployments(ctx: FleetContext, {namespace, controllers}: ClaimOptions): Promise<KubeObject[]> {
  const {items} = await ctx.kube.list(DEPLOYMENT, {namespace, signal: ctx.signal})
  return items.filter((object) => controllers.includes(object.metadata.name ?? '') && Number(specOf(object).replicas ?? 1) > 0)
}

async function standDown(ctx: FleetContext, deployment: KubeObject, options: ClaimOptions): Promise<void> {
  const {name = '', namespace} = deployment.metadata
  if (!options.takeOver) {
    throw new FluxError(
      'held',
      `Deployment ${namespace}/${name} is running: two controllers must not reconcile the same objects`,
      {
        hints: [`flux run --take-over scales it to 0 first`, `or: kubectl -n ${namespace} scale deploy/${name} --replicas=0`],
      },
    )
  }
  const ref = {...DEPLOYMENT, namespace, name}
  await ctx.kube.patch(ref, {type: 'merge', body: {spec: {replicas: 0}}}, {fieldManager: 'flux', signal: ctx.signal})
  ctx.out.action(`Deployment ${namespace}/${name} scaled to 0`)
}
