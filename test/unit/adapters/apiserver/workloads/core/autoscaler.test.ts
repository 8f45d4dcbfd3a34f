import {expect, it} from 'vitest'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'
import {deployment, dig, startCluster} from '../cluster.js'

const SCALERS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
const WHY =
  'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)'

it('an autoscaler without metrics says so in the words of kube-controller-manager, in status and events', async () => {
  const cluster = await startCluster({kubelet: false})
  await cluster.post('/apis/apps/v1/namespaces/default/deployments', deployment('web', {replicas: 2}))
  const target = {type: 'Utilization', averageUtilization: 80}
  await cluster.post(SCALERS, {
    metadata: {name: 'web'},
    spec: {
      maxReplicas: 3,
      scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'},
      metrics: [{type: 'Resource', resource: {name: 'cpu', target}}],
    },
  })
  await cluster.clock.advance(60_000)
  const scaler = await cluster.get(`${SCALERS}/web`)
  expect(scaler?.status).toMatchObject({currentMetrics: [{type: ''}], currentReplicas: 2, desiredReplicas: 0})
  const active = (dig(scaler, 'status', 'conditions') as JsonObject[]).find(({type}) => type === 'ScalingActive')
  expect(active).toMatchObject({
    status: 'False',
    reason: 'FailedGetResourceMetric',
    message: `the HPA was unable to compute the replica count: ${WHY}`,
  })
  const events = await cluster.list('/api/v1/namespaces/default/events')
  const told = events.filter((event) => dig(event, 'involvedObject', 'kind') === 'HorizontalPodAutoscaler')
  expect(told.map(({type, reason, message}) => [type, reason, message]).sort()).toEqual([
    [
      'Warning',
      'FailedComputeMetricsReplicas',
      `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${WHY}`,
    ],
    ['Warning', 'FailedGetResourceMetric', WHY],
  ])
  await cluster.server.close()
})
