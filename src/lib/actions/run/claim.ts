import {createElector, type HeldLease, leaseName} from '../../controllers/runtime/lease.js'
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

/**
 * Makes sure that nobody else reconciles the same objects (DESIGN 4 "Two writers"): no controller Deployment may have
 * replicas, and each controller's Lease is taken as Flux's own controllers do.
 */
export async function claimControllers(ctx: FleetContext, options: ClaimOptions): Promise<Claim> {
  for (const deployment of await runningDeployments(ctx, options)) await standDown(ctx, deployment, options)
  const held: HeldLease[] = []
  const release = async () => {
    for (const lease of held) await lease.release().catch((error) => ctx.log.error('the lease was not given back', error))
  }
  try {
    for (const controller of options.controllers) held.push(await take(ctx, controller, options))
  } catch (error) {
    await release()
    throw error
  }
  return {lost: AbortSignal.any(held.map((lease) => lease.lost)), release}
}

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

async function take(ctx: FleetContext, controller: string, options: ClaimOptions): Promise<HeldLease> {
  const name = await leaseName(controller)
  const identity = `flux-run_${ctx.random.uuid()}`
  const elector = createElector(ctx.forController(controller), {namespace: options.namespace, name, identity})
  const holder = await elector.holder(ctx.signal)
  if (holder !== undefined && !options.takeOver) {
    throw new FluxError('held', `Lease ${options.namespace}/${name} is held by ${holder}`, {
      hints: ['stop that controller first, or take over with: flux run --take-over'],
    })
  }
  if (holder !== undefined) ctx.out.waiting(`waiting for ${holder} to give up Lease ${options.namespace}/${name}`)
  return elector.acquire(ctx.signal).catch((error: unknown) => {
    if (!isTimeout(ctx.signal)) throw error
    throw new FluxError('held', `Lease ${options.namespace}/${name} was not given up in time by ${holder ?? 'its holder'}`, {
      hints: ['stop that controller first, or wait longer with --timeout'],
      cause: error,
    })
  })
}
