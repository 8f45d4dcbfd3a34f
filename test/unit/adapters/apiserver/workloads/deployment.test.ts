import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'
import {type Cluster, deployment, dig, startCluster} from './cluster.js'

const base = '/apis/apps/v1/namespaces/default'

async function condition(cluster: Cluster, type: string): Promise<JsonObject | undefined> {
  const status = (await cluster.get(`${base}/deployments/web`))?.status as JsonObject
  return (status.conditions as JsonObject[] | undefined)?.find((one) => one.type === type)
}

const names = (objects: readonly KubeObject[]) => objects.map((object) => object.metadata.name)

describe('Deployments', () => {
  it('become available after the delay', async () => {
    const cluster = await startCluster({readyAfterMs: 2000})
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 2}))
    await cluster.clock.advance(500)
    expect(await condition(cluster, 'Available')).toMatchObject({status: 'False', reason: 'MinimumReplicasUnavailable'})
    expect(await condition(cluster, 'Progressing')).toMatchObject({status: 'True', reason: 'ReplicaSetUpdated'})
    const pods = await cluster.list('/api/v1/namespaces/default/pods')
    expect(pods).toHaveLength(2)
    expect(pods[0]?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{state: {waiting: {reason: 'ContainerCreating'}}}],
    })
    await cluster.clock.advance(2500)
    const done = await cluster.get(`${base}/deployments/web`)
    expect(done?.status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    })
    expect(await condition(cluster, 'Progressing')).toMatchObject({status: 'True', reason: 'NewReplicaSetAvailable'})
    expect(done?.metadata.annotations).toEqual({'deployment.kubernetes.io/revision': '1'})
    const ready = await cluster.list('/api/v1/namespaces/default/pods')
    expect(ready[0]?.status).toMatchObject({phase: 'Running', podIP: expect.stringMatching(/^10\.244\./)})
    await cluster.server.close()
  })

  it('scale up and down, and leave no pods behind', async () => {
    const cluster = await startCluster()
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 1}))
    await cluster.clock.advance(2000)
    await cluster.merge(`${base}/deployments/web/scale`, {spec: {replicas: 4}})
    await cluster.clock.advance(2000)
    expect((await cluster.get(`${base}/deployments/web`))?.status).toMatchObject({replicas: 4, readyReplicas: 4})
    await cluster.merge(`${base}/deployments/web`, {spec: {replicas: 0}})
    await cluster.clock.advance(2000)
    expect(await cluster.list('/api/v1/namespaces/default/pods')).toEqual([])
    const events = await cluster.list('/api/v1/namespaces/default/events')
    expect(events.map(({message}) => message)).toContain(
      `Scaled down replica set ${names(await cluster.list(`${base}/replicasets`))[0]} from 4 to 0`,
    )
    await cluster.server.close()
  })

  it('roll out a new template within the bounds of the strategy and keep the history', async () => {
    const cluster = await startCluster()
    await cluster.post(
      `${base}/deployments`,
      deployment('web', {replicas: 4, strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}),
    )
    await cluster.clock.advance(2000)
    await cluster.merge(`${base}/deployments/web`, {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:1.28'}]}}}})
    for (let step = 0; step < 12; step++) {
      await cluster.clock.advance(500)
      const pods = await cluster.list('/api/v1/namespaces/default/pods')
      expect(pods.length).toBeLessThanOrEqual(5)
      expect(pods.filter((pod) => (pod.status as JsonObject).phase === 'Running').length).toBeGreaterThanOrEqual(4)
    }
    expect((await cluster.get(`${base}/deployments/web`))?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '2',
    })
    const sets = await cluster.list(`${base}/replicasets`)
    expect(sets.map(({spec}) => (spec as JsonObject).replicas).sort()).toEqual([0, 4])
    await cluster.merge(`${base}/deployments/web`, {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:1.27'}]}}}})
    await cluster.clock.advance(10_000)
    expect(await cluster.list(`${base}/replicasets`)).toHaveLength(2)
    const first = (await cluster.list(`${base}/replicasets`)).find(({spec}) => (spec as JsonObject).replicas === 4)
    expect(first?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    })
    await cluster.server.close()
  })

  it('exceed their deadline when pods fail, and recover', async () => {
    const cluster = await startCluster()
    const failing = {'simulate.flux-toolkit.dev/fail': 'CrashLoopBackOff'}
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 1, progressDeadlineSeconds: 60}, failing))
    await cluster.clock.advance(50_000)
    expect(await condition(cluster, 'Progressing')).toMatchObject({status: 'True'})
    const [pod] = await cluster.list('/api/v1/namespaces/default/pods')
    expect(pod?.status).toMatchObject({
      phase: 'Running',
      containerStatuses: [{ready: false, state: {waiting: {reason: 'CrashLoopBackOff'}}}],
    })
    const containers = (pod?.status as JsonObject | undefined)?.containerStatuses as JsonObject[] | undefined
    expect(containers?.[0]?.restartCount).toBeGreaterThanOrEqual(2)
    const events = (await cluster.list('/api/v1/namespaces/default/events')) as unknown as JsonObject[]
    const backOff = events.filter(({reason}) => reason === 'BackOff')
    expect(backOff).toMatchObject([{count: containers?.[0]?.restartCount, type: 'Warning'}])
    await cluster.clock.advance(20_000)
    expect(await condition(cluster, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: expect.stringMatching(/^ReplicaSet "web-\w+" has timed out progressing\.$/),
    })
    await cluster.merge(`${base}/deployments/web`, {
      metadata: {annotations: {'simulate.flux-toolkit.dev/fail': null}},
      spec: {template: {metadata: {annotations: {again: 'yes'}}}},
    })
    await cluster.clock.advance(10_000)
    expect(await condition(cluster, 'Progressing')).toMatchObject({status: 'True', reason: 'NewReplicaSetAvailable'})
    await cluster.server.close()
  })

  it('heal when a rehearsed failure is taken away, and fail when one comes', async () => {
    const cluster = await startCluster()
    const fail = 'simulate.flux-toolkit.dev/fail'
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 1}, {[fail]: 'ImagePullBackOff'}))
    await cluster.clock.advance(5000)
    expect(await condition(cluster, 'Available')).toMatchObject({status: 'False'})
    await cluster.merge(`${base}/deployments/web`, {metadata: {annotations: {[fail]: null}}})
    await cluster.clock.advance(2000)
    expect(await condition(cluster, 'Available')).toMatchObject({status: 'True'})
    await cluster.merge(`${base}/deployments/web`, {metadata: {annotations: {[fail]: 'CrashLoopBackOff'}}})
    await cluster.clock.advance(2000)
    expect(await condition(cluster, 'Available')).toMatchObject({status: 'False'})
    await cluster.server.close()
  })

  it.each(['ImagePullBackOff', 'CrashLoopBackOff'])(
    'keep old pods that serve while those of a new template fail: %s',
    async (reason) => {
      const cluster = await startCluster()
      const fail = 'simulate.flux-toolkit.dev/fail'
      const rolling = {replicas: 2, strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}
      await cluster.post(`${base}/deployments`, deployment('web', rolling))
      await cluster.clock.advance(5000)
      const broken = {metadata: {annotations: {[fail]: reason}}, spec: {template: {metadata: {annotations: {next: '1'}}}}}
      await cluster.merge(`${base}/deployments/web`, broken)
      await cluster.clock.advance(30_000)
      const waiting = async () =>
        (await cluster.list('/api/v1/namespaces/default/pods')).map((pod) =>
          dig(pod, 'status', 'containerStatuses', 0, 'state', 'waiting', 'reason'),
        )
      expect((await waiting()).sort()).toEqual([reason, undefined, undefined])
      expect((await cluster.get(`${base}/deployments/web`))?.status).toMatchObject({readyReplicas: 2, unavailableReplicas: 1})
      // the next template does not heal the pods that this one broke
      await cluster.merge(`${base}/deployments/web`, {spec: {template: {metadata: {annotations: {next: '2'}}}}})
      await cluster.clock.advance(30_000)
      expect((await waiting()).sort()).toEqual([reason, undefined, undefined])
      await cluster.server.close()
    },
  )

  it('take over sets that nobody controls', async () => {
    const cluster = await startCluster()
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 2}))
    await cluster.clock.advance(3000)
    const before = names(await cluster.list('/api/v1/namespaces/default/pods'))
    await cluster.remove(`${base}/deployments/web?propagationPolicy=Orphan`)
    await cluster.clock.advance(1000)
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 3}))
    await cluster.clock.advance(3000)
    const sets = await cluster.list(`${base}/replicasets`)
    expect(sets).toHaveLength(1)
    expect(sets[0]?.metadata.ownerReferences).toMatchObject([{kind: 'Deployment', name: 'web', controller: true}])
    expect(names(await cluster.list('/api/v1/namespaces/default/pods'))).toEqual(expect.arrayContaining(before))
    await cluster.server.close()
  })

  it('recreate all pods at once when told so', async () => {
    const cluster = await startCluster()
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 3, strategy: {type: 'Recreate'}}))
    await cluster.clock.advance(2000)
    const before = names(await cluster.list('/api/v1/namespaces/default/pods'))
    await cluster.merge(`${base}/deployments/web`, {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:2'}]}}}})
    await cluster.clock.advance(3000)
    const after = await cluster.list('/api/v1/namespaces/default/pods')
    expect(after).toHaveLength(3)
    expect(names(after).some((name) => before.includes(name))).toBe(false)
    await cluster.server.close()
  })

  it('wait while they are paused', async () => {
    const cluster = await startCluster()
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 1}))
    await cluster.clock.advance(2000)
    await cluster.merge(`${base}/deployments/web`, {
      spec: {paused: true, template: {spec: {containers: [{name: 'web', image: 'nginx:2'}]}}},
    })
    await cluster.clock.advance(2000)
    expect(await cluster.list(`${base}/replicasets`)).toHaveLength(1)
    expect(await condition(cluster, 'Progressing')).toMatchObject({status: 'Unknown', reason: 'DeploymentPaused'})
    await cluster.merge(`${base}/deployments/web`, {spec: {paused: false}})
    await cluster.clock.advance(3000)
    expect(await cluster.list(`${base}/replicasets`)).toHaveLength(2)
    expect(await condition(cluster, 'Progressing')).toMatchObject({status: 'True', reason: 'NewReplicaSetAvailable'})
    await cluster.server.close()
  })

  it('stay pending without a node', async () => {
    const cluster = await startCluster({kubelet: false})
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 1}))
    await cluster.clock.advance(5000)
    const [pod] = await cluster.list('/api/v1/namespaces/default/pods')
    expect(pod?.status).toEqual({phase: 'Pending', qosClass: 'BestEffort'})
    expect(await condition(cluster, 'Available')).toMatchObject({status: 'False'})
    await cluster.server.close()
  })

  it('are collected with everything they own', async () => {
    const cluster = await startCluster()
    await cluster.post(`${base}/deployments`, deployment('web', {replicas: 2}))
    await cluster.clock.advance(2000)
    await cluster.remove(`${base}/deployments/web`)
    await cluster.clock.advance(60_000)
    expect(await cluster.list(`${base}/replicasets`)).toEqual([])
    expect(await cluster.list('/api/v1/namespaces/default/pods')).toEqual([])
    await cluster.server.close()
  })
})
