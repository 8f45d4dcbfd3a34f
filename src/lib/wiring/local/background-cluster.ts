import {type ChildProcess, spawn} from 'node:child_process'
import {closeSync, openSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Host} from '../../../commands/host.js'
import {FluxError} from '../../errors/flux-error.js'
import {type ClusterState, clusterFolder, forgetCluster, runningCluster} from './cluster-state.js'
import {foundCluster} from './found-cluster.js'
import {makePrivateFolder} from './private-folder.js'
import type {ServeClusterOptions} from './serve-cluster-options.js'

const STEP_MS = 25
const STOP_MS = 10_000

type ProcessHost = Pick<Host, 'env' | 'signal'>

/** Starts an embedded API in a process of its own and waits until it answers; the one that runs already is as good. */
export async function startCluster(
  options: ServeClusterOptions,
  host: ProcessHost,
): Promise<ClusterState & {readonly found?: boolean}> {
  const folder = clusterFolder(host.env, options['data-dir'])
  const other = foundCluster(folder, options)
  if (other) return {...other, found: true}
  makePrivateFolder(folder)
  const logFile = join(folder, 'cluster.log')
  const log = openSync(logFile, 'w', 0o600)
  const words = [
    'cluster',
    'start',
    '--foreground',
    '--port',
    String(options.port),
    `--rbac=${options.rbac}`,
    '--ready-after',
    `${options['ready-after']}ms`,
  ]
  if (options['data-dir'] !== undefined) words.push('--data-dir', options['data-dir'])
  if (options.scenario !== undefined) words.push('--scenario', options.scenario)
  for (const path of options.import ?? []) words.push('--import', path)
  const child = spawn(process.execPath, [process.argv[1]!, ...words], {
    detached: true,
    stdio: ['ignore', log, log],
    env: host.env,
  })
  closeSync(log)
  child.unref()
  return started(child, folder, logFile, host.signal)
}

async function started(child: ChildProcess, folder: string, logFile: string, signal: AbortSignal): Promise<ClusterState> {
  for (;;) {
    signal.throwIfAborted()
    const state = runningCluster(folder)
    if (state?.pid === child.pid) return state!
    if (child.exitCode !== null || child.signalCode !== null) {
      const text = readFileSync(logFile, 'utf8').trim()
      throw new FluxError('cluster-failed', text.replace(/^✗ /, '') || `the embedded API ended at once (see ${logFile})`)
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
}

/** Ends the API of this folder and waits for its end; false when none runs. */
export async function stopCluster(dataDir: string | undefined, host: ProcessHost): Promise<boolean> {
  const folder = clusterFolder(host.env, dataDir)
  const state = runningCluster(folder)
  if (!state) return false
  process.kill(state.pid, 'SIGTERM')
  for (let waited = 0; runningCluster(folder)?.pid === state.pid; waited += STEP_MS) {
    if (waited > STOP_MS) process.kill(state.pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
  forgetCluster(folder)
  return true
}

/** What runs from this folder. */
export function clusterStatus(dataDir: string | undefined, host: ProcessHost): ClusterState | undefined {
  return runningCluster(clusterFolder(host.env, dataDir))
}
