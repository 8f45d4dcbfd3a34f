import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../../../../src/lib/ports/kube.js'
import {type Cluster, startCluster} from '../cluster.js'

const sets = '/apis/apps/v1/namespaces/default/daemonsets'
const pods = '/api/v1/namespaces/default/pods'
const daemon = {
  metadata: {name: 'd'},
  spec: {
    selector: {matchLabels: {app: 'd'}},
    template: {metadata: {labels: {app: 'd'}}, spec: {containers: [{name: 'c', image: 'i'}]}},
  },
}
const nodesOf = (list: readonly KubeObject[]) => list.map(({spec}) => (spec as {nodeName?: string}).nodeName).sort()

async function twoNodes(): Promise<Cluster> {
  const cluster = await startCluster()
  await cluster.post('/api/v1/nodes', {apiVersion: 'v1', kind: 'Node', metadata: {name: 'other'}})
  await cluster.post(sets, daemon)
  await cluster.clock.advance(10_000)
  return cluster
}

describe('DaemonSets beside a second node', () => {
  it('leave it out until it is ready, and have one pod on each then', async () => {
    const cluster = await twoNodes()
    expect(nodesOf(await cluster.list(pods))).toEqual(['embedded-node'])
    expect((await cluster.get(`${sets}/d`))?.status).toMatchObject({desiredNumberScheduled: 1, numberAvailable: 1})
    await cluster.merge('/api/v1/nodes/other', {spec: {taints: null}})
    await cluster.clock.advance(10_000)
    expect(nodesOf(await cluster.list(pods))).toEqual(['embedded-node', 'other'])
    expect((await cluster.get(`${sets}/d`))?.status).toMatchObject({
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberAvailable: 1,
      numberUnavailable: 1,
    })
    await cluster.server.close()
  })

  it('keep what runs when a node takes no more, and let it go when it drives pods out', async () => {
    const cluster = await twoNodes()
    const taint = (effect: string) =>
      cluster.merge('/api/v1/nodes/embedded-node', {spec: {taints: [{key: 'mine', value: 'yes', effect}]}})
    await taint('NoSchedule')
    await cluster.clock.advance(10_000)
    expect(nodesOf(await cluster.list(pods))).toEqual(['embedded-node'])
    expect((await cluster.get(`${sets}/d`))?.status).toMatchObject({desiredNumberScheduled: 0, numberMisscheduled: 1})
    await taint('NoExecute')
    await cluster.clock.advance(60_000)
    expect(await cluster.list(pods)).toEqual([])
    await cluster.server.close()
  })
})
