import {readFileSync, rmdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {makePrivateFolder} from './private-folder.js'
import {isAlive} from './process-alive.js'
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
  /** what came of the exports that it began with */
  readonly imported?: readonly string[] | undefined
  /** options that it was started with, by flag */
  readonly options?: Readonly<Record<string, string>> | undefined
}

/** Folder with cluster.json, kubeconfig and cluster.log of the API that these flags mean. */
export function clusterFolder(env: Readonly<Record<string, string | undefined>>, dataDir: string | undefined): string {
  return dataDir ?? stateFolder(env, 'cluster')
}

const stateFile = (folder: string) => join(folder, 'cluster.json')

/** The API that runs from this folder; undefined when none does. What a killed one left behind is no state. */
export function runningCluster(folder: string): ClusterState | undefined {
  try {
    const state = JSON.parse(readFileSync(stateFile(folder), 'utf8')) as ClusterState
    return isAlive(state.pid) ? state : undefined
  } catch {
    return undefined
  }
}

/**
 * Writes what others need to find the API that this process serves; only the owner can read it. A second one of the same
 * user keeps its state beside that of the first; the folder comes back.
 */
export function showCluster(
  wanted: string,
  listening: {readonly server: string; readonly kubeconfig: string},
  about: Pick<ClusterState, 'dataDir' | 'imported' | 'options'>,
): ClusterState & {folder: string} {
  const folder = runningCluster(wanted) ? `${wanted}-${process.pid}` : wanted
  makePrivateFolder(folder)
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, listening.kubeconfig, {mode: 0o600})
  const startedAt = new Date(Date.now()).toISOString()
  const state: ClusterState = {pid: process.pid, server: listening.server, kubeconfig, startedAt, ...about}
  writeFileSync(stateFile(folder), `${JSON.stringify(state, undefined, 2)}\n`, {mode: 0o600})
  // a second Ctrl-C ends the process before anything is closed
  process.once('exit', () => {
    if (runningCluster(folder)?.pid === process.pid) forgetCluster(folder)
  })
  return {...state, folder}
}

/** Removes what tells others where the API is. */
export function forgetCluster(folder: string): void {
  for (const name of ['cluster.json', 'kubeconfig']) rmSync(join(folder, name), {force: true})
  try {
    rmdirSync(folder)
  } catch {
    // its content or its log is still there
  }
}
