import {afterEach, describe, expect, it} from 'vitest'
import {claimControllers} from '../../../../src/lib/actions/run/claim.js'
import type {FleetContext} from '../../../../src/lib/actions/run/fleet-context.js'
import {type ApiServer, startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {silentLog} from '../../../../src/lib/adapters/system/log.js'
import {noMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../../src/lib/adapters/system/system-clock.js'
import type {KubeObject} from '../../../../src/lib/ports/kube.js'
import {capturedOut} from '../../../fakes/captured-out.js'

const options = {namespace: 'flux-system', controllers: ['kustomize-controller'], takeOver: false}
const LEASE = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'flux-system',
  name: 'kustomize-controller-leader-election',
}

let api: ApiServer | undefined
let captured = capturedOut()

async function fleet(): Promise<FleetContext> {
  api = await startApiServer({rbac: false, kubelet: false})
  const clock = createSystemClock()
  const kube = createKubeClient({transport: api.transport(), clock, random: systemRandom, userAgent: 'test'})
  captured = capturedOut()
  const {out} = captured
  const base = {kube, clock, random: systemRandom, log: silentLog, metrics: noMetrics, out, signal: new AbortController().signal}
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'flux-system'}})
  const instance = {identity: 'flux-run_here_1', isOver: (holder: string) => holder === 'flux-run_here_2'}
  return {...base, forController: () => base, instance} as unknown as FleetContext
}

function deployment(replicas: number): KubeObject {
  const labels = {app: 'kustomize-controller'}
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'kustomize-controller', namespace: 'flux-system'},
    spec: {
      replicas,
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'manager', image: 'x'}]}},
    },
  }
}

function lease(holderIdentity = 'pod-1_uuid', ageSeconds = 0): KubeObject {
  const now = new Date(Date.now() - 1000 * ageSeconds).toISOString().replace('Z', '000Z')
  const {name, namespace, ...kind} = LEASE
  const spec = {holderIdentity, leaseDurationSeconds: 35, acquireTime: now, renewTime: now, leaseTransitions: 3}
  return {...kind, metadata: {name, namespace}, spec}
}

describe('claimControllers', () => {
  afterEach(() => api?.close())

  it('stops before a Deployment that runs, names it and what helps', async () => {
    const ctx = await fleet()
    await ctx.kube.create(deployment(1))
    await expect(claimControllers(ctx, options)).rejects.toMatchObject({
      message: 'Deployment flux-system/kustomize-controller is running: two controllers must not reconcile the same objects',
      hints: [expect.stringContaining('--take-over'), expect.stringContaining('--replicas=0')],
    })
  })

  it('scales that Deployment to 0 on request, and leaves others alone', async () => {
    const ctx = await fleet()
    await ctx.kube.create(deployment(2))
    const other = deployment(1)
    await ctx.kube.create({...other, metadata: {...other.metadata, name: 'helm-controller'}})
    const claim = await claimControllers(ctx, {...options, takeOver: true})
    const ref = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'flux-system'}
    expect((await ctx.kube.get({...ref, name: 'kustomize-controller'})).spec).toMatchObject({replicas: 0})
    expect((await ctx.kube.get({...ref, name: 'helm-controller'})).spec).toMatchObject({replicas: 1})
    expect(captured.stderr()).toContain('► Deployment flux-system/kustomize-controller scaled to 0')
    await claim.release()
  })

  it('stops before a lease that somebody holds, and names the holder', async () => {
    const ctx = await fleet()
    await ctx.kube.create(lease())
    await expect(claimControllers(ctx, options)).rejects.toMatchObject({
      message: 'Lease flux-system/kustomize-controller-leader-election is held by pod-1_uuid',
      hints: [expect.stringMatching(/it runs out in 3[45] s: when its holder is gone/), expect.stringContaining('--take-over')],
    })
    const both = {...options, controllers: ['source-controller', 'kustomize-controller']}
    await expect(claimControllers(ctx, both)).rejects.toThrow('is held by pod-1_uuid')
    const free = ctx.kube.get({...LEASE, name: 'source-controller-leader-election'})
    await expect(free).rejects.toThrow('not found')
  })

  it('does not wait for a lease longer than its time, and names the holder', async () => {
    const ctx = {...(await fleet()), signal: createSystemClock().timeout(50)}
    await ctx.kube.create(lease())
    await expect(claimControllers(ctx, {...options, takeOver: true})).rejects.toThrow(
      'Lease flux-system/kustomize-controller-leader-election was not given up in time by pod-1_uuid',
    )
  })

  it('takes at once what a run of this machine has left that is over, and what ran out long ago', async () => {
    const ctx = await fleet()
    await ctx.kube.create(lease('flux-run_here_2'))
    const claim = await claimControllers(ctx, options)
    expect(captured.stderr()).toBe(
      '► Lease flux-system/kustomize-controller-leader-election was left behind by flux-run_here_2, a run that is over\n',
    )
    expect((await ctx.kube.get(LEASE)).spec).toMatchObject({holderIdentity: 'flux-run_here_1'})
    await claim.release()
    await ctx.kube.delete(LEASE)
    await ctx.kube.create(lease('pod-1_uuid', 3600))
    const second = await claimControllers(ctx, options)
    expect(captured.stderr()).toContain('was left behind by pod-1_uuid, and ran out\n')
    await second.release()
  })

  it('looks whether a lease that ran out a moment ago is renewed all the same: clocks differ', async () => {
    const ctx = await fleet()
    await ctx.kube.create(lease('pod-1_uuid', 60))
    let renew = true
    const sleep = async () => {
      if (!renew) return
      const live = await ctx.kube.get(LEASE)
      await ctx.kube.update({...live, spec: {...(live.spec as object), renewTime: '2001-01-01T00:00:00.000000Z'}})
    }
    const quick = {...ctx, clock: {...ctx.clock, sleep}} as FleetContext
    await expect(claimControllers(quick, options)).rejects.toThrow('is held by pod-1_uuid')
    expect(captured.stderr()).toBe(
      '◎ Lease flux-system/kustomize-controller-leader-election of pod-1_uuid ran out: looking for 7 s whether it is renewed\n',
    )
    renew = false
    await ctx.kube.delete(LEASE)
    await ctx.kube.create(lease('pod-1_uuid', 60))
    await (await claimControllers(quick, options)).release()
    expect((await ctx.kube.get(LEASE)).spec).toMatchObject({holderIdentity: ''})
  })

  it('waits for all leases at the same time, and gives back what it has when one is not given up', async () => {
    const ctx = {...(await fleet()), signal: createSystemClock().timeout(300)}
    await ctx.kube.create(lease())
    const both = {...options, controllers: ['source-controller', 'kustomize-controller'], takeOver: true}
    await expect(claimControllers(ctx, both)).rejects.toThrow('was not given up in time by pod-1_uuid')
    expect(captured.stderr()).toBe(
      '◎ waiting for Lease flux-system/kustomize-controller-leader-election of pod-1_uuid, up to 35 s\n',
    )
    const other = await ctx.kube.get({...LEASE, name: 'source-controller-leader-election'})
    expect(other.spec).toMatchObject({holderIdentity: ''})
  })

  it('takes the leases and gives them back', async () => {
    const ctx = await fleet()
    const claim = await claimControllers(ctx, options)
    expect((await ctx.kube.get(LEASE)).spec).toMatchObject({
      holderIdentity: expect.stringMatching(/^flux-run_/),
      leaseDurationSeconds: 35,
    })
    const instance = {identity: 'flux-run_here_3', isOver: () => false}
    await expect(claimControllers({...ctx, instance}, options)).rejects.toThrow('is held by flux-run_here_1')
    await claim.release()
    expect((await ctx.kube.get(LEASE)).spec).toMatchObject({holderIdentity: ''})
  })
})
