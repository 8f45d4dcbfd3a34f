import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'
import {startCluster} from '../cluster.js'

describe('sets that a quota stops', () => {
  it('say so before they count the pods they made', async () => {
    const cluster = await startCluster({kubelet: false})
    await cluster.post('/api/v1/namespaces/default/resourcequotas', {metadata: {name: 'x'}, spec: {hard: {pods: '1'}}})
    await cluster.clock.advance(1000)
    await cluster.post('/apis/apps/v1/namespaces/default/deployments', {
      metadata: {name: 'x'},
      spec: {
        replicas: 2,
        selector: {matchLabels: {app: 'x'}},
        template: {metadata: {labels: {app: 'x'}}, spec: {containers: [{name: 'c', image: 'i'}]}},
      },
    })
    await cluster.clock.advance(1000)
    const status = (await cluster.get('/apis/apps/v1/namespaces/default/deployments/x'))?.status as JsonObject
    expect((status.conditions as JsonObject[]).map(({type}) => type)).toEqual(['Available', 'ReplicaFailure', 'Progressing'])
    expect(status).toMatchObject({replicas: 1, updatedReplicas: 1})
    await cluster.server.close()
  })
})
