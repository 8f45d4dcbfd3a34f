import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerEnv, LocalClient} from '../../hooks.js'
import {specOf, timestamp} from '../runtime/objects.js'

/** The one node of the simulated cluster. */
export const nodeName = 'embedded-node'
export const nodeAddress = '10.244.0.1'

/** Makes the Node, reports it ready and takes its Lease; the heartbeats that follow are left out. */
export async function registerNode(env: ControllerEnv): Promise<void> {
  const client = env.clientFor('kubelet', `system:node:${nodeName}`)
  const node = client.get('v1', 'Node', undefined, nodeName) ?? (await makeNode(env, client))
  await takeLease(env, client, node)
}

async function takeLease({clock}: ControllerEnv, client: LocalClient, {metadata: {uid = ''}}: KubeObject): Promise<void> {
  const renewTime = timestamp(clock.now()).replace('Z', '.000000Z')
  const lease: KubeObject = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: nodeName,
      namespace: 'kube-node-lease',
      ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: nodeName, uid}],
    },
    spec: {holderIdentity: nodeName, leaseDurationSeconds: 40, renewTime},
  }
  const known = client.get(lease.apiVersion, lease.kind, lease.metadata.namespace, nodeName)
  if (known) await client.update({...known, spec: {...specOf(known), renewTime}})
  else await client.create(lease)
}

async function makeNode(env: ControllerEnv, client: LocalClient): Promise<KubeObject> {
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
  const open = await client.update({...node, spec})
  return client.update({...open, status: nodeStatus(env.clock.now())} as KubeObject, {subresource: 'status'})
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
