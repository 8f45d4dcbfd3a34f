import {readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {startControlPlane} from '../handover/control-plane.js'
import type {Processes} from '../handover/processes.js'
import {startPeerCluster} from '../peers/peer-cluster.js'
import {findPeer} from '../peers/peers.js'

export interface StartedCluster {
  readonly kubeconfig: string
  /** false: somebody must make Pods ready */
  readonly kubelet: boolean
  close(): Promise<void>
}

/** Starts an empty cluster with access rights, its files in a folder. */
export type StartCluster = (folder: string, processes: Processes) => Promise<StartedCluster>

/** The embedded API. */
export const embeddedCluster: StartCluster = async (folder) => {
  const cluster = await startPeerCluster({rbac: true})
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, readFileSync(cluster.kubeconfig), {mode: 0o600})
  return {kubeconfig, kubelet: true, close: cluster.close}
}

/** etcd, kube-apiserver and kube-controller-manager; they end with the processes. */
export const realCluster: StartCluster = async (folder, processes) => ({
  kubeconfig: await startControlPlane(dirname(findPeer('kube-apiserver')!), join(folder, 'control-plane'), processes),
  kubelet: false,
  close: async () => undefined,
})
