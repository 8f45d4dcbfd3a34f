import {join} from 'node:path'
import {type ApiServerOptions, startApiServer} from '../../adapters/apiserver/index.js'
import type {Clock, Random, Tasks} from '../../ports/clock.js'
import type {DiskFs} from '../../ports/files.js'
import type {KubeTransport} from '../../ports/kube.js'
import {clusterTransport} from '../connect.js'
import type {ConnectOptions} from '../connection.js'
import {forgetCluster, showCluster} from '../local/cluster-state.js'
import {notedOptions} from '../local/found-cluster.js'
import {importedLines, readImports} from '../local/import-files.js'
import {listenAgain} from '../local/listen-again.js'
import {readScenario} from '../local/read-scenario.js'
import {otherClusters} from './other-clusters.js'

export type TargetOptions =
  | {readonly kind: 'cluster'; readonly connect: ConnectOptions}
  | {
      readonly kind: 'embedded'
      /** keeps the content across restarts */
      readonly dataDir?: string | undefined
      readonly port?: number | undefined
      readonly rbac: boolean
      readonly readyAfterMs: number
      /** where kubeconfig and state are written while it runs; absent: nobody else may connect */
      readonly stateFolder?: string | undefined
      /** paths of exports with which the content begins */
      readonly import?: readonly string[] | undefined
      /** path of a scenario file */
      readonly scenario?: string | undefined
      /** told what came of them, a line each */
      readonly onImport?: (line: string) => void
    }

interface Needs {
  /** logs of the Pods that stand for this process */
  readonly logs: ApiServerOptions['logs']
  readonly clock: Clock
  readonly tasks: Tasks
  readonly random: Random
  readonly fs: DiskFs
  /** may name a proxy */
  readonly env: Readonly<Record<string, string | undefined>>
  /** told when a cluster that answered is lost (why), and when it answers again (undefined) */
  readonly onReach: (lost: string | undefined) => void
}

/** The API server that controllers work on. */
export interface Target {
  readonly transport: KubeTransport
  /** the way to another cluster, from kubeconfig text */
  readonly open: (kubeconfig: string) => KubeTransport
  /** address for people */
  readonly server: string
  /** path of the kubeconfig that was written */
  readonly kubeconfig?: string | undefined
  /** folder for artifacts; absent: they live in memory */
  readonly artifactFolder?: string | undefined
  close(): Promise<void>
}

/** Connects to a cluster or starts an embedded API. */
export async function openTarget(options: TargetOptions, needs: Needs): Promise<Target> {
  const {open, close: closeOpened} = otherClusters(needs, 'flux')
  if (options.kind === 'cluster') {
    const {out} = options.connect
    const transport = await clusterTransport(options.connect, needs, (lost) => {
      needs.onReach(lost)
      if (lost === undefined) out.success('the Kubernetes API answers again')
      else out.failure(`the Kubernetes API is lost, trying again: ${lost}`)
    })
    return {transport, open, server: transport.server, close: () => closeOpened().then(() => transport.close())}
  }
  const {dataDir, port, rbac, readyAfterMs} = options
  const {clock, random, tasks, fs, logs} = needs
  const api = await startApiServer({
    ...{clock, random, tasks, rbac, logs, readyAfterMs},
    dataDir,
    import: await readImports(fs, options.import),
    scenario: await readScenario(fs, options.scenario),
  })
  for (const line of importedLines(api) ?? []) options.onImport?.(line)
  const shown =
    options.stateFolder === undefined
      ? undefined
      : showCluster(options.stateFolder, await listenAgain(api, port, dataDir), {
          dataDir,
          options: notedOptions({...options, 'ready-after': readyAfterMs}),
        })
  let artifactFolder: string | undefined
  if (dataDir !== undefined) {
    artifactFolder = join(dataDir, 'artifacts')
    await fs.mkdir(artifactFolder)
  }
  const close = async () => {
    if (shown) forgetCluster(shown.folder)
    await closeOpened()
    await api.close()
  }
  const {server = 'in this process', kubeconfig} = shown ?? {}
  return {transport: api.transport(), open, server, kubeconfig, artifactFolder, close}
}
