import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'
import {startCluster} from '../cluster.js'

const claims = '/api/v1/namespaces/default/persistentvolumeclaims'
const claim = (name: string, spec: JsonObject = {}): JsonObject => ({
  metadata: {name},
  spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}, ...spec},
})

describe('claims where nobody makes volumes', () => {
  it('tell why they are not bound', async () => {
    const cluster = await startCluster({kubelet: false})
    await cluster.post('/apis/storage.k8s.io/v1/storageclasses', {
      metadata: {name: 'late'},
      provisioner: 'p',
      volumeBindingMode: 'WaitForFirstConsumer',
    })
    await cluster.post(claims, claim('plain'))
    await cluster.post(claims, claim('unknown', {storageClassName: 'fast'}))
    await cluster.post(claims, claim('waits', {storageClassName: 'late'}))
    await cluster.clock.advance(1000)
    const events = await cluster.list('/api/v1/namespaces/default/events')
    const told = events.map(({involvedObject, type, reason, message}) => [
      (involvedObject as JsonObject).name,
      type,
      reason,
      message,
    ])
    expect(told).toHaveLength(3)
    expect(told).toContainEqual([
      'plain',
      'Normal',
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
    ])
    expect(told).toContainEqual(['unknown', 'Warning', 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found'])
    expect(told).toContainEqual([
      'waits',
      'Normal',
      'WaitForFirstConsumer',
      'waiting for first consumer to be created before binding',
    ])
    await cluster.server.close()
  })

  it('are bound to a volume that somebody brings', async () => {
    const cluster = await startCluster({kubelet: false})
    await cluster.post(claims, claim('plain'))
    await cluster.clock.advance(1000)
    expect((await cluster.get(`${claims}/plain`))?.status).toMatchObject({phase: 'Pending'})
    await cluster.post('/api/v1/persistentvolumes', {
      metadata: {name: 'disk'},
      spec: {capacity: {storage: '2Gi'}, accessModes: ['ReadWriteOnce'], hostPath: {path: '/x'}},
    })
    await cluster.clock.advance(1000)
    expect((await cluster.get(`${claims}/plain`))?.status).toMatchObject({phase: 'Bound', capacity: {storage: '2Gi'}})
    expect((await cluster.get('/api/v1/persistentvolumes/disk'))?.status).toMatchObject({phase: 'Bound'})
    await cluster.server.close()
  })
})
