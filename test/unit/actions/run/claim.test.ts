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
  return {...base, forController: () => base} as unknown as FleetContext
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

function lease(): KubeObject {
  const now = new Date().toISOString().replace('Z', '000Z')
  const {name, namespace, ...kind} = LEASE
  const spec = {holderIdentity: 'pod-1_uuid', leaseDurationSeconds: 35, acquireTime: now, renewTime: now, leaseTransitions: 3}
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
    await expect(claimControllers(ctx, options)).rejects.toThrow(
      'Lease flux-system/kustomize-controller-leader-election is held by pod-1_uuid',
    )
  })

  it('does not wait for a lease longer than its time, and names the holder', async () => {
    const ctx = {...(await fleet()), signal: createSystemClock().timeout(50)}
    await ctx.kube.create(lease())
    await expect(claimControllers(ctx, {...options, takeOver: true})).rejects.toThrow(
      'Lease flux-system/kustomize-controller-leader-election was not given up in time by pod-1_uuid',
    )
  })

  it('takes the leases and gives them back', async () => {
    const ctx = await fleet()
    const claim = await claimControllers(ctx, options)
    expect((await ctx.kube.get(LEASE)).spec).toMatchObject({
      holderIdentity: expect.stringMatching(/^flux-run_/),
      leaseDurationSeconds: 35,
    })
    await expect(claimControllers(ctx, options)).rejects.toThrow(/is held by flux-run_/)
    await claim.release()
    expect((await ctx.kube.get(LEASE)).spec).toMatchObject({holderIdentity: ''})
  })
})
