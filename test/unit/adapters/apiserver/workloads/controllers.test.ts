import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'
import {deployment, dig, startCluster} from './cluster.js'

const pods = '/api/v1/namespaces/default/pods'
const names = (objects: readonly KubeObject[]) => objects.map((object) => object.metadata.name).sort()
const template = (app: string, more: JsonObject = {}) => ({
  metadata: {labels: {app}},
  spec: {containers: [{name: 'web', image: 'nginx:1.27', ports: [{name: 'http', containerPort: 8080}]}], ...more},
})

describe('StatefulSets', () => {
  const path = '/apis/apps/v1/namespaces/default/statefulsets'
  const set = (more: JsonObject = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {name: 'db'},
    spec: {serviceName: 'db', replicas: 3, selector: {matchLabels: {app: 'db'}}, template: template('db'), ...more},
  })

  it('start one member after the other and update from the last', async () => {
    const cluster = await startCluster()
    await cluster.post(path, set())
    await cluster.clock.advance(500)
    expect(names(await cluster.list(pods))).toEqual(['db-0'])
    await cluster.clock.advance(1000)
    expect(names(await cluster.list(pods))).toEqual(['db-0', 'db-1'])
    await cluster.clock.advance(4000)
    const first = await cluster.get(`${path}/db`)
    expect(first?.status).toMatchObject({replicas: 3, readyReplicas: 3, updatedReplicas: 3, availableReplicas: 3})
    const old = (first?.status as JsonObject | undefined)?.currentRevision
    await cluster.merge(`${path}/db`, {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:2'}]}}}})
    await cluster.clock.advance(500)
    const [, , last] = (await cluster.list(pods)).sort((a, b) => (String(a.metadata.name) < String(b.metadata.name) ? -1 : 1))
    expect(last?.metadata.labels?.['controller-revision-hash']).not.toBe(old)
    await cluster.clock.advance(10_000)
    const status = (await cluster.get(`${path}/db`))?.status as JsonObject
    expect(status.currentRevision).toBe(status.updateRevision)
    expect(status.currentRevision).not.toBe(old)
    expect(await cluster.list('/apis/apps/v1/namespaces/default/controllerrevisions')).toHaveLength(2)
    await cluster.server.close()
  })

  it('keep the claims of their members and scale down from the last', async () => {
    const cluster = await startCluster()
    const claim = {metadata: {name: 'data'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}}
    await cluster.post(path, set({replicas: 2, volumeClaimTemplates: [claim]}))
    await cluster.clock.advance(10_000)
    const claims = await cluster.list('/api/v1/namespaces/default/persistentvolumeclaims')
    expect(names(claims)).toEqual(['data-db-0', 'data-db-1'])
    expect(claims[0]?.status).toMatchObject({phase: 'Bound', capacity: {storage: '1Gi'}})
    expect((await cluster.get(`${path}/db`))?.status).toMatchObject({readyReplicas: 2})
    await cluster.merge(`${path}/db/scale`, {spec: {replicas: 1}})
    await cluster.clock.advance(60_000)
    expect(names(await cluster.list(pods))).toEqual(['db-0'])
    expect(await cluster.list('/api/v1/namespaces/default/persistentvolumeclaims')).toHaveLength(2)
    await cluster.server.close()
  })
})

describe('StatefulSets side by side', () => {
  const path = '/apis/apps/v1/namespaces/default/statefulsets'
  const claims = '/api/v1/namespaces/default/persistentvolumeclaims'

  async function start(more: JsonObject) {
    const cluster = await startCluster()
    await cluster.post(path, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: {name: 'db'},
      spec: {
        serviceName: 'db',
        replicas: 3,
        podManagementPolicy: 'Parallel',
        selector: {matchLabels: {app: 'db'}},
        template: template('db'),
        ...more,
      },
    })
    await cluster.clock.advance(5000)
    return cluster
  }

  it('update one member at a time all the same', async () => {
    const cluster = await start({})
    await cluster.merge(`${path}/db`, {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:2'}]}}}})
    for (let step = 0; step < 100; step++) {
      await cluster.clock.advance(500)
      const ready = (await cluster.list(pods)).filter((pod) => {
        const conditions = dig(pod, 'status', 'conditions') as JsonObject[] | undefined
        return conditions?.some(({type, status}) => type === 'Ready' && status === 'True')
      })
      expect(ready.length).toBeGreaterThanOrEqual(2)
    }
    expect((await cluster.get(`${path}/db`))?.status).toMatchObject({readyReplicas: 3, updatedReplicas: 3})
    await cluster.server.close()
  })

  it('give up the claims of members and sets that go, if told so', async () => {
    const cluster = await start({
      persistentVolumeClaimRetentionPolicy: {whenScaled: 'Delete', whenDeleted: 'Delete'},
      volumeClaimTemplates: [
        {metadata: {name: 'data'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}},
      ],
    })
    expect(names(await cluster.list(claims))).toEqual(['data-db-0', 'data-db-1', 'data-db-2'])
    await cluster.merge(`${path}/db/scale`, {spec: {replicas: 1}})
    await cluster.clock.advance(60_000)
    expect(names(await cluster.list(claims))).toEqual(['data-db-0'])
    await cluster.remove(`${path}/db`)
    await cluster.clock.advance(60_000)
    expect(await cluster.list(claims)).toEqual([])
    await cluster.server.close()
  })
})

describe('DaemonSets', () => {
  it('run on the node', async () => {
    const cluster = await startCluster()
    const path = '/apis/apps/v1/namespaces/default/daemonsets'
    await cluster.post(path, {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {name: 'agent'},
      spec: {selector: {matchLabels: {app: 'agent'}}, template: template('agent')},
    })
    await cluster.clock.advance(3000)
    expect((await cluster.get(`${path}/agent`))?.status).toMatchObject({
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberReady: 1,
      numberAvailable: 1,
      updatedNumberScheduled: 1,
      observedGeneration: 1,
    })
    await cluster.merge(`${path}/agent`, {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:2'}]}}}})
    await cluster.clock.advance(40_000)
    const [pod] = await cluster.list(pods)
    expect(dig(pod, 'spec', 'containers', 0, 'image')).toBe('nginx:2')
    await cluster.server.close()
  })
})

describe('Jobs', () => {
  const path = '/apis/batch/v1/namespaces/default/jobs'
  const job = (spec: JsonObject, annotations: Record<string, string> = {}) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {name: 'j', annotations},
    spec: {template: {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox'}]}}, ...spec},
  })

  it.each(['Background', 'Foreground'])('leave no pods behind when they go (%s)', async (policy) => {
    for (const wait of [100, 5000]) {
      const cluster = await startCluster()
      await cluster.post(path, job({parallelism: 2, completions: 2}))
      await cluster.clock.advance(wait)
      expect(await cluster.list(pods)).toHaveLength(2)
      await cluster.remove(`${path}/j?propagationPolicy=${policy}`)
      await cluster.clock.advance(60_000)
      expect(await cluster.list(pods)).toEqual([])
      expect(await cluster.list(path)).toEqual([])
      await cluster.server.close()
    }
  })

  it('let go of pods that outlive them, and of namespaces', async () => {
    const cluster = await startCluster()
    await cluster.post('/api/v1/namespaces', {metadata: {name: 'n'}})
    await cluster.post(path.replace('default', 'n'), job({}, {'simulate.flux-toolkit.dev/hang': 'true'}))
    await cluster.post(path, job({}, {'simulate.flux-toolkit.dev/hang': 'true'}))
    await cluster.clock.advance(1000)
    await cluster.remove(`${path}/j?propagationPolicy=Orphan`)
    await cluster.clock.advance(1000)
    const [pod] = await cluster.list(pods)
    expect(pod?.metadata).not.toHaveProperty('finalizers')
    await cluster.remove('/api/v1/namespaces/n')
    await cluster.clock.advance(60_000)
    expect(await cluster.get('/api/v1/namespaces/n')).toBeUndefined()
    await cluster.server.close()
  })

  it('complete, side by side as far as they may', async () => {
    const cluster = await startCluster()
    await cluster.post(path, job({completions: 3, parallelism: 2}))
    await cluster.clock.advance(500)
    expect((await cluster.get(`${path}/j`))?.status).toMatchObject({active: 2})
    await cluster.clock.advance(5000)
    expect((await cluster.get(`${path}/j`))?.status).toMatchObject({
      succeeded: 3,
      completionTime: expect.any(String),
      conditions: [
        {type: 'SuccessCriteriaMet', status: 'True', reason: 'CompletionsReached'},
        {type: 'Complete', status: 'True', message: 'Reached expected number of succeeded pods'},
      ],
    })
    await cluster.server.close()
  })

  it('fail after their retries', async () => {
    const cluster = await startCluster()
    await cluster.post(path, job({backoffLimit: 2}, {'simulate.flux-toolkit.dev/exit-code': '3'}))
    await cluster.clock.advance(15_000)
    expect((await cluster.get(`${path}/j`))?.status).toMatchObject({failed: 2})
    await cluster.clock.advance(60_000)
    expect((await cluster.get(`${path}/j`))?.status).toMatchObject({
      failed: 3,
      conditions: [
        {type: 'FailureTarget', reason: 'BackoffLimitExceeded'},
        {type: 'Failed', message: 'Job has reached the specified backoff limit'},
      ],
    })
    await cluster.server.close()
  })

  it('run out of time, can be suspended, and go after their time to live', async () => {
    const cluster = await startCluster()
    await cluster.post(
      path,
      job({activeDeadlineSeconds: 5, ttlSecondsAfterFinished: 20, suspend: true}, {'simulate.flux-toolkit.dev/hang': 'true'}),
    )
    await cluster.clock.advance(10_000)
    expect(await cluster.list(pods)).toEqual([])
    expect((await cluster.get(`${path}/j`))?.status).toMatchObject({conditions: [{type: 'Suspended', status: 'True'}]})
    await cluster.merge(`${path}/j`, {spec: {suspend: false}})
    await cluster.clock.advance(4000)
    expect(await cluster.list(pods)).toHaveLength(1)
    await cluster.clock.advance(3000)
    const conditions = dig(await cluster.get(`${path}/j`), 'status', 'conditions') as JsonObject[]
    expect(conditions.find(({type}) => type === 'Failed')).toMatchObject({reason: 'DeadlineExceeded'})
    await cluster.clock.advance(60_000)
    expect(await cluster.get(`${path}/j`)).toBeUndefined()
    await cluster.server.close()
  })
})

describe('CronJobs', () => {
  it('start a job at each due time and keep few', async () => {
    const cluster = await startCluster()
    const path = '/apis/batch/v1/namespaces/default/cronjobs'
    await cluster.post(path, {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {name: 'tick'},
      spec: {
        schedule: '*/10 * * * *',
        successfulJobsHistoryLimit: 2,
        jobTemplate: {spec: {template: {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox'}]}}}},
      },
    })
    await cluster.clock.advance(65 * 60_000)
    const jobs = await cluster.list('/apis/batch/v1/namespaces/default/jobs')
    expect(jobs).toHaveLength(2)
    expect((await cluster.get(`${path}/tick`))?.status).toMatchObject({
      lastScheduleTime: '2026-01-01T01:00:00Z',
      lastSuccessfulTime: '2026-01-01T01:00:01Z',
    })
    await cluster.server.close()
  })

  it('tell of a job that somebody else made of them, and do not count it', async () => {
    const cluster = await startCluster()
    const group = '/apis/batch/v1/namespaces/default'
    const spec = {template: {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox'}]}}}
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {name: 'tick'},
      spec: {schedule: '0 0 1 1 *', jobTemplate: {spec}},
    }
    await cluster.post(`${group}/cronjobs`, cron)
    const uid = (await cluster.get(`${group}/cronjobs/tick`))?.metadata.uid ?? ''
    const owner = {apiVersion: 'batch/v1', kind: 'CronJob', name: 'tick', uid, controller: true}
    const metadata = {name: 'by-hand', ownerReferences: [owner]}
    await cluster.post(`${group}/jobs`, {apiVersion: 'batch/v1', kind: 'Job', metadata, spec})
    await cluster.clock.advance(500)
    expect((await cluster.get(`${group}/cronjobs/tick`))?.status).toEqual({})
    const events = await cluster.list('/api/v1/namespaces/default/events')
    expect(events.filter((event) => event['reason'] === 'UnexpectedJob')).toMatchObject([
      {type: 'Warning', message: 'Saw a job that the controller did not create or forgot: by-hand'},
    ])
    await cluster.server.close()
  })
})

describe('Services', () => {
  it('get endpoints, slices and, as load balancers, an address', async () => {
    const cluster = await startCluster()
    await cluster.post('/apis/apps/v1/namespaces/default/deployments', {
      ...deployment('web'),
      spec: {replicas: 2, selector: {matchLabels: {app: 'web'}}, template: template('web')},
    })
    await cluster.post('/api/v1/namespaces/default/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'web'},
      spec: {type: 'LoadBalancer', selector: {app: 'web'}, ports: [{name: 'http', port: 80, targetPort: 'http'}]},
    })
    await cluster.clock.advance(5000)
    const service = await cluster.get('/api/v1/namespaces/default/services/web')
    expect(service?.status).toEqual({loadBalancer: {ingress: [{ip: '172.18.255.1', ipMode: 'VIP'}]}})
    const [slice] = await cluster.list('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices')
    expect(slice).toMatchObject({
      addressType: 'IPv4',
      ports: [{name: 'http', port: 8080, protocol: 'TCP'}],
      endpoints: [{conditions: {ready: true}}, {conditions: {ready: true}}],
    })
    expect((await cluster.get('/api/v1/namespaces/default/endpoints/web'))?.subsets).toMatchObject([
      {addresses: [{}, {}], ports: [{port: 8080}]},
    ])
    await cluster.server.close()
  })
})

describe('the rest of a cluster', () => {
  it('counts what a budget allows', async () => {
    const cluster = await startCluster()
    await cluster.post('/apis/apps/v1/namespaces/default/deployments', deployment('web', {replicas: 3}))
    await cluster.post('/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: {name: 'p'},
      spec: {maxUnavailable: 1, selector: {matchLabels: {app: 'web'}}},
    })
    await cluster.clock.advance(5000)
    expect((await cluster.get('/apis/policy/v1/namespaces/default/poddisruptionbudgets/p'))?.status).toMatchObject({
      disruptionsAllowed: 1,
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 3,
      conditions: [{type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods'}],
    })
    await cluster.server.close()
  })

  it('keeps a Deployment within the bounds of its autoscaler', async () => {
    const cluster = await startCluster()
    await cluster.post('/apis/apps/v1/namespaces/default/deployments', deployment('web', {replicas: 1}))
    const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
    await cluster.post(path, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {name: 'web'},
      spec: {scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'}, minReplicas: 2, maxReplicas: 5},
    })
    await cluster.clock.advance(5000)
    expect((await cluster.get(`${path}/web`))?.status).toMatchObject({currentReplicas: 2, desiredReplicas: 2})
    expect((await cluster.get('/apis/apps/v1/namespaces/default/deployments/web'))?.status).toMatchObject({readyReplicas: 2})
    await cluster.server.close()
  })

  it('binds claims, releases volumes, and protects claims in use', async () => {
    const cluster = await startCluster()
    const path = '/api/v1/namespaces/default/persistentvolumeclaims'
    await cluster.post(path, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {name: 'data'},
      spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '2Gi'}}},
    })
    const volumes = [{name: 'd', persistentVolumeClaim: {claimName: 'data'}}]
    await cluster.post(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'p'},
      spec: {volumes, containers: [{name: 'c', image: 'i'}]},
    })
    await cluster.clock.advance(3000)
    expect((await cluster.get(path + '/data'))?.status).toMatchObject({phase: 'Bound'})
    expect((await cluster.get(`${pods}/p`))?.status).toMatchObject({phase: 'Running'})
    await cluster.remove(`${path}/data`)
    await cluster.clock.advance(1000)
    expect((await cluster.get(`${path}/data`))?.metadata.deletionTimestamp).toBeDefined()
    await cluster.remove(`${pods}/p`)
    await cluster.clock.advance(60_000)
    expect(await cluster.get(`${path}/data`)).toBeUndefined()
    expect(await cluster.list('/api/v1/persistentvolumes')).toEqual([])
    await cluster.server.close()
  })

  it('plays images that cannot be pulled and pods that flap', async () => {
    const cluster = await startCluster()
    const pod = (name: string, annotations: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name, annotations},
      spec: {containers: [{name: 'c', image: 'i:1'}]},
    })
    await cluster.post(pods, pod('pull', {'simulate.flux-toolkit.dev/fail': 'ImagePullBackOff'}))
    await cluster.post(pods, pod('flap', {'simulate.flux-toolkit.dev/flap': '10s'}))
    await cluster.clock.advance(5000)
    expect((await cluster.get(`${pods}/pull`))?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{state: {waiting: {reason: 'ImagePullBackOff'}}}],
    })
    const ready = async () => {
      const conditions = dig(await cluster.get(`${pods}/flap`), 'status', 'conditions') as JsonObject[]
      return conditions.find(({type}) => type === 'Ready')?.status
    }
    expect(await ready()).toBe('True')
    await cluster.clock.advance(10_000)
    expect(await ready()).toBe('False')
    await cluster.clock.advance(10_000)
    expect(await ready()).toBe('True')
    await cluster.server.close()
  })
})
