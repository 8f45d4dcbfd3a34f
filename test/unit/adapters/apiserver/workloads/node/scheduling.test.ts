import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../../src/lib/ports/kube.js'
import {type Cluster, dig, startCluster} from '../cluster.js'

const PODS = '/api/v1/namespaces/default/pods'
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims'
const CLASSES = '/apis/storage.k8s.io/v1/storageclasses'
const NODE = '/api/v1/nodes/embedded-node'

const pod = (name: string, spec: JsonObject = {}): JsonObject => ({
  metadata: {name},
  spec: {containers: [{name: 'a', image: 'i'}], ...spec},
})
const claim = (name: string, spec: JsonObject = {}): JsonObject => ({
  metadata: {name},
  spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, ...spec},
})
const mounts = (claimName: string): JsonObject => ({volumes: [{name: 'v', persistentVolumeClaim: {claimName}}]})
const needs = (cpu: string): JsonObject => ({containers: [{name: 'a', image: 'i', resources: {requests: {cpu}}}]})
const affinity = (...terms: JsonObject[]): JsonObject => ({
  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: terms}}},
})

const phaseOf = (object: KubeObject | undefined) => dig(object, 'status', 'phase')
const scheduled = (object: KubeObject | undefined) =>
  ((dig(object, 'status', 'conditions') ?? []) as JsonObject[]).find(({type}) => type === 'PodScheduled')

async function eventsOf(cluster: Cluster, name: string): Promise<unknown[]> {
  const events = await cluster.list('/api/v1/namespaces/default/events')
  return events
    .filter((event) => dig(event, 'involvedObject', 'name') === name)
    .map(({type, reason, message}) => [type, reason, message])
}

const SELECTOR =
  "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."

describe('pods that no node takes', () => {
  it.each([
    ['a selector', {nodeSelector: {no: 'such'}}, SELECTOR],
    ['affinity', affinity({matchExpressions: [{key: 'pool', operator: 'In', values: ['gpu']}]}), SELECTOR],
    ['an empty term', affinity({}), SELECTOR],
    [
      'too many CPUs',
      needs('500'),
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ],
    ['a claim that is not there', mounts('none'), '0/1 nodes are available: persistentvolumeclaim "none" not found. not found'],
  ])('stay Pending and say so: %s', async (_, spec, message) => {
    const cluster = await startCluster()
    await cluster.clock.advance(1000)
    await cluster.post(PODS, pod('p', spec as JsonObject))
    await cluster.clock.advance(5000)
    const found = await cluster.get(`${PODS}/p`)
    expect(phaseOf(found)).toBe('Pending')
    expect(found?.spec).not.toHaveProperty('nodeName')
    expect(scheduled(found)).toMatchObject({status: 'False', reason: 'Unschedulable', message})
    expect(await eventsOf(cluster, 'p')).toEqual([['Warning', 'FailedScheduling', message]])
    await cluster.server.close()
  })

  it('are taken once the node has what they want', async () => {
    const cluster = await startCluster()
    await cluster.clock.advance(1000)
    await cluster.merge(NODE, {spec: {unschedulable: true}})
    await cluster.post(PODS, pod('p', {nodeSelector: {pool: 'gpu'}}))
    await cluster.clock.advance(2000)
    expect(scheduled(await cluster.get(`${PODS}/p`))?.message).toContain('1 node(s) were unschedulable.')
    await cluster.merge(NODE, {spec: {unschedulable: false}})
    await cluster.clock.advance(2000)
    expect(scheduled(await cluster.get(`${PODS}/p`))?.message).toBe(SELECTOR)
    await cluster.merge(NODE, {metadata: {labels: {pool: 'gpu'}}})
    await cluster.clock.advance(5000)
    expect(phaseOf(await cluster.get(`${PODS}/p`))).toBe('Running')
    expect((await eventsOf(cluster, 'p')).map((event) => dig(event, 1))).toEqual([
      'FailedScheduling',
      'FailedScheduling',
      'Scheduled',
      'Started',
    ])
    await cluster.server.close()
  })

  it('match labels, numbers and names of the node', async () => {
    const cluster = await startCluster()
    await cluster.clock.advance(1000)
    await cluster.merge(NODE, {metadata: {labels: {size: '7'}}})
    const wanted = {
      above: affinity({matchExpressions: [{key: 'size', operator: 'Gt', values: ['6']}]}),
      below: affinity({matchExpressions: [{key: 'size', operator: 'Lt', values: ['7']}]}),
      either: affinity(
        {matchExpressions: [{key: 'none', operator: 'Exists'}]},
        {matchExpressions: [{key: 'size', operator: 'Exists'}]},
      ),
      named: affinity({matchFields: [{key: 'metadata.name', operator: 'In', values: ['embedded-node']}]}),
      other: affinity({matchFields: [{key: 'metadata.name', operator: 'In', values: ['elsewhere']}]}),
      linux: {nodeSelector: {'kubernetes.io/os': 'linux'}},
    }
    for (const [name, spec] of Object.entries(wanted)) await cluster.post(PODS, pod(name, spec))
    await cluster.clock.advance(5000)
    const phases = await Promise.all(
      Object.keys(wanted).map(async (name) => [name, phaseOf(await cluster.get(`${PODS}/${name}`))]),
    )
    expect(Object.fromEntries(phases)).toEqual({
      above: 'Running',
      below: 'Pending',
      either: 'Running',
      named: 'Running',
      other: 'Pending',
      linux: 'Running',
    })
    await cluster.server.close()
  })
})

describe('claims of classes', () => {
  it('wait for their first pod, or for their class', async () => {
    const cluster = await startCluster()
    await cluster.clock.advance(1000)
    await cluster.post(CLASSES, {metadata: {name: 'late'}, provisioner: 'p', volumeBindingMode: 'WaitForFirstConsumer'})
    await cluster.post(CLASSES, {metadata: {name: 'soon'}, provisioner: 'p'})
    const names = {late: 'late', soon: 'soon', missing: 'missing', none: ''}
    for (const [name, storageClassName] of Object.entries(names)) await cluster.post(CLAIMS, claim(name, {storageClassName}))
    await cluster.post(CLAIMS, claim('plain'))
    await cluster.clock.advance(2000)
    const phases = async () =>
      Object.fromEntries((await cluster.list(CLAIMS)).map((found) => [found.metadata.name, phaseOf(found)]))
    expect(await phases()).toEqual({late: 'Pending', soon: 'Bound', missing: 'Pending', none: 'Pending', plain: 'Bound'})

    await cluster.post(PODS, pod('p', mounts('late')))
    await cluster.post(PODS, pod('q', mounts('missing')))
    await cluster.clock.advance(5000)
    expect(await phases()).toMatchObject({late: 'Bound', missing: 'Pending'})
    expect((await cluster.get(`${CLAIMS}/late`))?.metadata.annotations).toMatchObject({
      'volume.kubernetes.io/selected-node': 'embedded-node',
    })
    expect(phaseOf(await cluster.get(`${PODS}/p`))).toBe('Running')
    expect(scheduled(await cluster.get(`${PODS}/q`))?.message).toBe(
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    )
    expect(await eventsOf(cluster, 'missing')).toEqual([
      ['Warning', 'ProvisioningFailed', 'storageclass.storage.k8s.io "missing" not found'],
    ])

    await cluster.post(CLASSES, {metadata: {name: 'missing'}, provisioner: 'p'})
    await cluster.clock.advance(5000)
    expect(phaseOf(await cluster.get(`${PODS}/q`))).toBe('Running')
    await cluster.server.close()
  })

  it('take the smallest free volume that is large enough and of their mode', async () => {
    const cluster = await startCluster()
    const volume = (name: string, storage: string, rest: JsonObject = {}) =>
      cluster.post('/api/v1/persistentvolumes', {
        metadata: {name},
        spec: {capacity: {storage}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/x'}, storageClassName: 'disk', ...rest},
      })
    await volume('small', '512Mi')
    await volume('block', '5Gi', {volumeMode: 'Block'})
    await cluster.clock.advance(1000)
    expect(phaseOf(await cluster.get('/api/v1/persistentvolumes/small'))).toBe('Available')
    await cluster.post(CLAIMS, claim('c', {storageClassName: 'disk'}))
    await cluster.clock.advance(1000)
    expect(phaseOf(await cluster.get(`${CLAIMS}/c`))).toBe('Pending')
    await volume('fits', '2Gi')
    await cluster.clock.advance(1000)
    expect(await cluster.get(`${CLAIMS}/c`)).toMatchObject({spec: {volumeName: 'fits'}, status: {phase: 'Bound'}})
    expect(phaseOf(await cluster.get('/api/v1/persistentvolumes/small'))).toBe('Available')
    await volume('huge', '9Gi')
    await volume('middle', '3Gi')
    await cluster.post(CLAIMS, claim('d', {storageClassName: 'disk', resources: {requests: {storage: '2Gi'}}}))
    await cluster.clock.advance(1000)
    expect((await cluster.get(`${CLAIMS}/d`))?.spec).toMatchObject({volumeName: 'middle'})
    expect((await cluster.get('/api/v1/persistentvolumes/middle'))?.metadata.annotations).toEqual({
      'pv.kubernetes.io/bound-by-controller': 'yes',
    })
    await cluster.server.close()
  })

  it('name their provisioner', async () => {
    const cluster = await startCluster({kubelet: false})
    await cluster.post(CLASSES, {metadata: {name: 'soon'}, provisioner: 'example.com/p'})
    await cluster.post(CLAIMS, claim('c', {storageClassName: 'soon'}))
    await cluster.clock.advance(1000)
    const found = await cluster.get(`${CLAIMS}/c`)
    expect(phaseOf(found)).toBe('Pending')
    expect(found?.metadata.annotations).toEqual({
      'volume.beta.kubernetes.io/storage-provisioner': 'example.com/p',
      'volume.kubernetes.io/storage-provisioner': 'example.com/p',
    })
    expect((await eventsOf(cluster, 'c')).map((event) => dig(event, 1))).toEqual(['ExternalProvisioning'])
    await cluster.server.close()
  })
})

describe('init containers', () => {
  it('end once and for all, sidecars run on', async () => {
    const cluster = await startCluster()
    const initContainers = [
      {name: 'x', image: 'i', restartPolicy: 'Always'},
      {name: 'y', image: 'i'},
    ]
    await cluster.post(PODS, pod('p', {initContainers}))
    await cluster.clock.advance(5000)
    const before = await cluster.get(`${PODS}/p`)
    expect(before?.status).toMatchObject({
      initContainerStatuses: [
        {name: 'x', started: true, state: {running: {}}},
        {name: 'y', started: false, state: {terminated: {exitCode: 0, reason: 'Completed'}}},
      ],
    })
    await cluster.merge(`${PODS}/p`, {metadata: {labels: {a: 'b'}}})
    await cluster.clock.advance(5000)
    expect((await cluster.get(`${PODS}/p`))?.status).toEqual(before?.status)
    await cluster.server.close()
  })
})

describe('pods that are told to fail', () => {
  it.each([
    [
      'ErrImagePull',
      [
        ['Warning', 'Failed', 'Failed to pull image "i": simulated failure'],
        ['Warning', 'Failed', 'Error: ErrImagePull'],
      ],
    ],
    [
      'ImagePullBackOff',
      [
        ['Normal', 'BackOff', 'Back-off pulling image "i"'],
        ['Warning', 'Failed', 'Error: ImagePullBackOff'],
      ],
    ],
    ['CreateContainerConfigError', [['Warning', 'Failed', 'Error: CreateContainerConfigError']]],
  ])('say why: %s', async (reason, told) => {
    const cluster = await startCluster()
    const annotations = {'simulate.flux-toolkit.dev/fail': reason}
    await cluster.post(PODS, {...pod('p'), metadata: {name: 'p', annotations}})
    await cluster.clock.advance(5000)
    expect(dig(await cluster.get(`${PODS}/p`), 'status', 'containerStatuses', 0, 'state', 'waiting', 'reason')).toBe(reason)
    // both of one moment: listed in any order
    const events = (await eventsOf(cluster, 'p')).filter((event) => dig(event, 1) !== 'Scheduled')
    expect(events).toHaveLength(told.length)
    expect(events).toEqual(expect.arrayContaining(told))
    await cluster.server.close()
  })
})
