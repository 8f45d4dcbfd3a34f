import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, durationFlag, intFlag, listFlag, textFlag, wordFlag} from '../flags/flag-types.js'
import type {Host} from '../host.js'

const DATA_DIR = {'data-dir': textFlag({summary: 'folder that keeps the content across restarts; without it, in memory'})}

interface StartedCluster {
  readonly server: string
  readonly kubeconfig: string
  readonly imported?: readonly string[] | undefined
  /** ran before */
  readonly found?: boolean
  readonly startedAt?: string
}

export class ClusterStart extends BaseCommand {
  static override summary = 'Start an embedded Kubernetes API and print the path of its kubeconfig'
  static override usage = 'cluster start [flags]'
  static override examples = ['export KUBECONFIG=$(flux cluster start)']
  static override windsDown = true
  static override flags = {
    ...DATA_DIR,
    port: intFlag({default: 0, least: 0, most: 65_535, summary: 'port on loopback (0: a free one)'}),
    'ready-after': durationFlag({
      default: 1000,
      text: '1s',
      summary: 'how long a simulated container takes to become ready',
    }),
    rbac: boolFlag({summary: 'check access rights as a cluster does'}),
    import: listFlag({summary: 'begin with the content of another cluster: what kubectl get -o yaml printed (repeatable)'}),
    scenario: textFlag({summary: 'file that says which simulated containers are slow, fail or flap (docs/run.md)'}),
    foreground: boolFlag({summary: 'stay in this terminal until Ctrl-C'}),
  }

  async execute({host, flags, given}: Session<Interfaces.InferredFlags<typeof ClusterStart.flags>>): Promise<void> {
    const ready = async (state: StartedCluster) => {
      for (const line of state.imported ?? []) host.out.action(line)
      if (state.found)
        host.out.warning(`runs already since ${state.startedAt}, with what others have put there: nothing was started`)
      host.out.success(`Kubernetes API at ${state.server}`)
      host.out.action(`use it with: export KUBECONFIG=${state.kubeconfig}`)
      await host.out.data(`${state.kubeconfig}\n`)
    }
    const {resolveFolder} = await import('../../lib/wiring/local/state-folder.js')
    const {absolutePath, importPaths} = await import('../../lib/wiring/local/import-paths.js')
    const dataDir = resolveFolder(host.cwd, flags['data-dir'])
    const scenario = absolutePath(host.cwd, flags.scenario)
    const options = {...flags, 'data-dir': dataDir, import: importPaths(host.cwd, flags.import), scenario, given}
    if (flags.foreground) {
      const {serveCluster} = await import('../../lib/wiring/local/serve-cluster.js')
      return serveCluster(options, host, ready)
    }
    const {startCluster} = await import('../../lib/wiring/local/background-cluster.js')
    await ready(await startCluster(options, host))
  }
}

export class ClusterStop extends BaseCommand {
  static override summary = 'Stop the embedded Kubernetes API'
  static override usage = 'cluster stop [flags]'
  static override examples = ['flux cluster stop']
  static override flags = DATA_DIR

  async execute({host, flags}: Session<Interfaces.InferredFlags<typeof DATA_DIR>>): Promise<void> {
    const {stopCluster} = await import('../../lib/wiring/local/background-cluster.js')
    const {resolveFolder} = await import('../../lib/wiring/local/state-folder.js')
    const stopped = await stopCluster(resolveFolder(host.cwd, flags['data-dir']), host)
    host.out.success(stopped ? 'embedded Kubernetes API stopped' : 'no embedded Kubernetes API is running')
    if (!stopped) for (const hint of await others('stop', host, flags['data-dir'])) host.out.action(hint)
  }
}

export class ClusterStatus extends BaseCommand {
  static override summary = 'Say whether an embedded Kubernetes API runs, and where'
  static override usage = 'cluster status [flags]'
  static override examples = ['flux cluster status -o json']
  static override flags = {
    ...DATA_DIR,
    output: wordFlag({what: 'output format', words: ['json', 'yaml'], char: 'o', summary: 'output format'}),
  }

  async execute({host, flags}: Session<Interfaces.InferredFlags<typeof ClusterStatus.flags>>): Promise<void> {
    const {clusterStatus} = await import('../../lib/wiring/local/background-cluster.js')
    const {resolveFolder} = await import('../../lib/wiring/local/state-folder.js')
    const state = clusterStatus(resolveFolder(host.cwd, flags['data-dir']), host)
    if (!state) {
      const hints = [...(await others('status', host, flags['data-dir'])), 'start one with: flux cluster start']
      throw new FluxError('not-running', 'no embedded Kubernetes API is running', {hints})
    }
    const {imported: _, ...shown} = state
    const {renderData} = await import('../../lib/output/objects.js')
    await host.out.data(await renderData((flags.output ?? 'yaml') as 'yaml', shown))
  }
}

/** How to name the APIs that run from a data folder, for somebody who named none. */
async function others(verb: string, host: Host, dataDir: string | undefined): Promise<string[]> {
  if (dataDir !== undefined) return []
  const {runningDataDirs} = await import('../../lib/wiring/local/data-dirs.js')
  return runningDataDirs(host.env).map((folder) => `one runs from ${folder}: flux cluster ${verb} --data-dir ${folder}`)
}
