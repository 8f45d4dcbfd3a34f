import {isConflict, isNotFound} from '../../errors/api-error.js'
import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {eitherSignal} from './either-signal.js'

export type LeaseContext = Pick<Context, 'kube' | 'clock' | 'random' | 'log' | 'metrics'>

export interface LeaseOptions {
  readonly namespace: string
  /** e.g. `kustomize-controller-leader-election` */
  readonly name: string
  /** who holds it: `<host>_<uuid>` */
  readonly identity: string
  /** ms; Flux: 35 s */
  readonly duration?: number
  /** ms within which a renewal must succeed; Flux: 30 s */
  readonly renewDeadline?: number
  /** ms between tries; Flux: 5 s */
  readonly retryPeriod?: number
}

/** A lease that is held; `lost` aborts when it could not be renewed in time. */
export interface HeldLease {
  readonly lost: AbortSignal
  /** Stops renewing and gives the lease up, so that the next one need not wait. */
  release(): Promise<void>
}

export interface LeaseHolder {
  readonly name: string
  /** when it renewed the lease last, by its own clock (RFC 3339) */
  readonly renewTime: string
  /** ms until the lease runs out when it is not renewed, by our clock and its; negative: since it ran out */
  readonly left: number
}

const LEASE = {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease'}

/** How long giving a lease back may take, ms: it runs out by itself when the server does not answer. */
const RELEASE_MS = 3_000

/** Name of a controller's lease; sharded controllers have their own (kustomize-controller 20). */
export async function leaseName(controller: string, watchLabelSelector = ''): Promise<string> {
  const base = `${controller}-leader-election`
  if (watchLabelSelector === '') return base
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(watchLabelSelector))
  return `${base}-${[...new Uint8Array(hash).subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export type Elector = ReturnType<typeof createElector>

/** client-go's leader election on one Lease. */
export function createElector(ctx: LeaseContext, options: LeaseOptions) {
  const {kube, clock} = ctx
  const {duration = 35_000, renewDeadline = 30_000, retryPeriod = 5_000} = options
  const ref = {...LEASE, namespace: options.namespace, name: options.name}
  /** last record seen and when, by our own clock: other people's clocks are not compared */
  let seen: {record: string; at: number} | undefined

  const micro = () => new Date(clock.now()).toISOString().replace('Z', '000Z')
  const read = (signal?: AbortSignal) =>
    kube.get(ref, {signal}).catch((error) => {
      if (isNotFound(error)) return undefined
      throw error
    })
  const holderOf = (lease: KubeObject | undefined) => {
    const spec = specOf(lease)
    return typeof spec['holderIdentity'] === 'string' ? spec['holderIdentity'] : ''
  }
  const isFree = (lease: KubeObject): boolean => {
    const spec = specOf(lease)
    const record = JSON.stringify([spec['holderIdentity'], spec['renewTime'], spec['leaseTransitions']])
    if (seen?.record !== record) seen = {record, at: clock.monotonic()}
    const lasts = Number(spec['leaseDurationSeconds'] ?? 0) * 1000
    return holderOf(lease) === '' || clock.monotonic() - seen.at > lasts
  }
  /** Takes or renews; false when somebody else holds it. */
  const tryAcquire = async (signal: AbortSignal): Promise<boolean> => {
    const now = micro()
    const fresh = {
      holderIdentity: options.identity,
      leaseDurationSeconds: Math.round(duration / 1000),
      acquireTime: now,
      renewTime: now,
    }
    const lease = await read(signal)
    if (!lease) {
      const metadata = {namespace: ref.namespace, name: ref.name}
      await kube.create({...LEASE, metadata, spec: {...fresh, leaseTransitions: 0}}, {signal})
      return true
    }
    const spec = specOf(lease)
    const mine = holderOf(lease) === options.identity
    if (!mine && !isFree(lease)) return false
    const transitions = Number(spec['leaseTransitions'] ?? 0)
    const next = {
      ...fresh,
      acquireTime: mine ? spec['acquireTime'] : now,
      leaseTransitions: mine ? transitions : transitions + 1,
    }
    await kube.update({...lease, spec: {...spec, ...next}}, {signal})
    return true
  }
  /** One try within `limit`, or until `signal`: a server that never answers must hide neither that the lease is over nor our end. */
  const attempt = async (limit: AbortSignal, signal: AbortSignal): Promise<boolean> => {
    const either = eitherSignal(limit, signal)
    try {
      return await tryAcquire(either.signal)
    } catch (error) {
      const told = isConflict(error) || (signal.aborted && !limit.aborted)
      if (!told) ctx.log.error(`error retrieving or updating resource lock ${ref.namespace}/${ref.name}`, error)
      return false
    } finally {
      either.release()
    }
  }
  const pause = (signal: AbortSignal) => clock.sleep(retryPeriod * (1 + ctx.random.float() * 0.2), signal)

  const giveBack = async (signal: AbortSignal): Promise<void> => {
    const lease = await read(signal)
    if (!lease || holderOf(lease) !== options.identity) return
    const now = micro()
    const spec = {...specOf(lease), holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now}
    await kube.update({...lease, spec}, {signal})
  }

  const hold = (signal: AbortSignal): HeldLease => {
    const lost = new AbortController()
    const stop = new AbortController()
    const both = AbortSignal.any([signal, stop.signal])
    ctx.metrics.gauge('leader_election_master_status', {name: options.name}, 1)
    const renew = async () => {
      let deadline = clock.monotonic() + renewDeadline
      while (!both.aborted) {
        await routine(clock, retryPeriod, both)
        if (both.aborted) return
        const limit = clock.timeout(deadline - clock.monotonic())
        const renewed = await attempt(limit, both)
        if (both.aborted) return
        if (renewed) deadline = clock.monotonic() + renewDeadline
        else if (limit.aborted || clock.monotonic() > deadline) {
          ctx.metrics.gauge('leader_election_master_status', {name: options.name}, 0)
          return lost.abort(new FluxError('lease-lost', `leader election lost: ${ref.namespace}/${ref.name}`))
        }
      }
    }
    const renewing = renew()
    return {
      lost: lost.signal,
      async release() {
        stop.abort()
        await renewing
        ctx.metrics.gauge('leader_election_master_status', {name: options.name}, 0)
        const limit = clock.timeout(RELEASE_MS)
        // a renewal that was cut off may still come through
        await giveBack(limit).catch((error: unknown) => {
          if (!isConflict(error)) throw error
          return giveBack(limit)
        })
      },
    }
  }

  return {
    /** Who else holds the lease now; undefined when nobody does. */
    async holder(signal?: AbortSignal): Promise<LeaseHolder | undefined> {
      const lease = await read(signal)
      const name = holderOf(lease)
      if (!lease || name === '' || name === options.identity) return undefined
      isFree(lease)
      const renewTime = String(specOf(lease)['renewTime'] ?? '')
      const left = Date.parse(renewTime) + Number(specOf(lease)['leaseDurationSeconds'] ?? 0) * 1000 - clock.now()
      return {name, renewTime, left: Number.isNaN(left) ? 0 : left}
    },
    /** The holder that was last seen is known to be gone: unless it renews the lease all the same, it need not run out. */
    presumeGone(): void {
      if (seen) seen = {...seen, at: Number.NEGATIVE_INFINITY}
    },
    /** Waits until the lease is ours. */
    async acquire(signal: AbortSignal): Promise<HeldLease> {
      ctx.metrics.gauge('leader_election_master_status', {name: options.name}, 0)
      ctx.log.info(`attempting to acquire leader lease ${ref.namespace}/${ref.name}...`)
      while (!(await attempt(clock.timeout(renewDeadline), signal))) {
        // a try that was cut off may have come through
        if (signal.aborted) await giveBack(clock.timeout(RELEASE_MS)).catch(() => undefined)
        await pause(signal)
      }
      ctx.log.info(`successfully acquired lease ${ref.namespace}/${ref.name}`)
      return hold(signal)
    },
  }
}

function specOf(lease: KubeObject | undefined): JsonObject {
  return lease && isObject(lease['spec']) ? lease['spec'] : {}
}

/** A wait that counts as routine, so that a held lease keeps nobody from being settled. */
function routine(clock: LeaseContext['clock'], ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      timer.cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = clock.timer(ms, end, {interval: true})
    signal.addEventListener('abort', end, {once: true})
  })
}
