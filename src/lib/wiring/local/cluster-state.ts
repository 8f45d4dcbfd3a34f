import {readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {stateFolder} from './state-folder.js'

/** What a running embedded API tells others about itself. */
export interface ClusterState {
  readonly pid: number
  readonly server: string
  readonly kubeconfig: string
  /** folder of the content; absent: in memory */
  readonly dataDir?: string | undefined
  /** RFC 3339 */
  readonly startedAt: string
}

/** Folder with cluster.json, kubeconfig and cluster.log of the API that these flags mean. */
export function clusterFolder(env: Readonly<Record<string, string | undefined>>, dataDir: string | undefined): string {
  return dataDir ?? stateFolder(env, 'cluster')
}

export const stateFile = (folder: string) => join(folder, 'cluster.json')

/** The API that runs from this folder; undefined when none does. What a killed one left behind is no state. */
export function runningCluster(folder: string): ClusterState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile(folder), 'utf8')) as ClusterState
    process.kill(state.pid, 0)
    return state
  } catch {
    return undefined
  }
}

/** Removes what tells others where the API is. */
export function forgetCluster(folder: string): void {
  for (const name of ['cluster.json', 'kubeconfig']) rmSync(join(folder, name), {force: true})
}
