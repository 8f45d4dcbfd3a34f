import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerEnv} from '../../hooks.js'
import {specOf, timestamp} from '../runtime/objects.js'

/** The one node of the simulated cluster. */
export const nodeName = 'embedded-node'
export const nodeAddress = '10.244.0.1'

/** Makes the Node and reports it ready; its heartbeats are left out. */
export async function registerNode(env: ControllerEnv): Promise<void> {
  const client = env.clientFor('kubelet', `system:node:${nodeName}`)
  if (client.get('v1', 'Node', undefined, nodeName)) return
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': nodeName,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': 'simulated',
  }
  const node = await client.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name: nodeName, labels},
    spec: {podCIDR: '10.244.0.0/16'},
  })
  const {taints: _, ...spec} = specOf(node)
  const ready = await client.update({...node, spec})
  await client.update({...ready, status: nodeStatus(env.clock.now())} as KubeObject, {subresource: 'status'})
}

function nodeStatus(now: number): JsonObject {
  const time = timestamp(now)
  const condition = (type: string, status: string, reason: string, message: string): JsonObject => ({
    type,
    status,
    lastHeartbeatTime: time,
    lastTransitionTime: time,
    reason,
    message,
  })
  const resources = {cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '65535'}
  return {
    capacity: resources,
    allocatable: resources,
    conditions: [
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
    ],
    addresses: [
      {type: 'InternalIP', address: nodeAddress},
      {type: 'Hostname', address: nodeName},
    ],
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: 'simulated',
      osImage: 'simulated',
      containerRuntimeVersion: 'simulated://1.0',
      kubeletVersion: 'v1.36.3',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  }
}
