import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../../../../src/lib/ports/kube.js'
import {dig, startCluster} from '../cluster.js'

const NODE = '/api/v1/nodes/embedded-node'
const LEASE = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/embedded-node'
const TTL = 'node.alpha.kubernetes.io/ttl'
const taints = (node: KubeObject | undefined) => dig(node, 'spec', 'taints')

describe('nodes', () => {
  it('are tainted while they are cordoned, as the node lifecycle controller does it', async () => {
    const cluster = await startCluster()
    await cluster.merge(NODE, {spec: {unschedulable: true, taints: [{key: 'own', effect: 'NoExecute'}]}})
    await cluster.clock.advance(1000)
    expect(taints(await cluster.get(NODE))).toEqual([
      {key: 'own', effect: 'NoExecute'},
      {key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: expect.stringMatching(/Z$/)},
    ])
    await cluster.merge(NODE, {spec: {unschedulable: null}})
    await cluster.clock.advance(1000)
    expect(taints(await cluster.get(NODE))).toEqual([{key: 'own', effect: 'NoExecute'}])
    await cluster.merge(NODE, {spec: {taints: null}})
    await cluster.server.close()
  })

  it('take a pod that tolerates the taint though they are cordoned', async () => {
    const cluster = await startCluster()
    await cluster.merge(NODE, {spec: {unschedulable: true}})
    await cluster.clock.advance(1000)
    const tolerations = [{key: 'node.kubernetes.io/unschedulable', operator: 'Exists'}]
    const spec = {containers: [{name: 'a', image: 'i'}]}
    await cluster.post('/api/v1/namespaces/default/pods', {metadata: {name: 'tolerant'}, spec: {...spec, tolerations}})
    await cluster.post('/api/v1/namespaces/default/pods', {metadata: {name: 'other'}, spec})
    await cluster.clock.advance(3000)
    expect(dig(await cluster.get('/api/v1/namespaces/default/pods/tolerant'), 'status', 'phase')).toBe('Running')
    const other = await cluster.get('/api/v1/namespaces/default/pods/other')
    expect(JSON.stringify(other?.status)).toContain('0/1 nodes are available: 1 node(s) were unschedulable.')
    await cluster.server.close()
  })

  it('have the ttl annotation, with a nodes controller alone, too', async () => {
    const cluster = await startCluster({kubelet: false})
    await cluster.post('/api/v1/nodes', {metadata: {name: 'n1', labels: {a: 'b'}}})
    await cluster.clock.advance(1000)
    const node = await cluster.get('/api/v1/nodes/n1')
    expect(node?.metadata.annotations?.[TTL]).toBe('0')
    expect(node?.metadata.managedFields?.find(({manager}) => manager === 'kube-controller-manager')?.fieldsV1).toEqual({
      'f:metadata': {'f:annotations': {'.': {}, [`f:${TTL}`]: {}}},
    })
    await cluster.server.close()
  })

  it('hold their Lease, as a kubelet does', async () => {
    const cluster = await startCluster()
    const [lease, node] = [await cluster.get(LEASE), await cluster.get(NODE)]
    expect(lease).toMatchObject({
      metadata: {ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'embedded-node', uid: node?.metadata.uid}]},
      spec: {holderIdentity: 'embedded-node', leaseDurationSeconds: 40, renewTime: expect.stringMatching(/\.000000Z$/)},
    })
    await cluster.server.close()
  })
})
