import type {Host} from '../../../commands/host.js'
import {startApiServer} from '../../adapters/apiserver/index.js'
import {createKubeClient} from '../../adapters/kube/client.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createSystemClock} from '../../adapters/system/system-clock.js'
import {createTasks} from '../../adapters/system/tasks.js'
import {openDisk} from '../disk.js'
import {type ClusterState, clusterFolder, forgetCluster, showCluster} from './cluster-state.js'
import {noteDataDir} from './data-dirs.js'
import {foundCluster, notedOptions} from './found-cluster.js'
import {importedLines, readImports} from './import-files.js'
import {listenAgain} from './listen-again.js'
import {readScenario} from './read-scenario.js'
import type {ServeClusterOptions} from './serve-cluster-options.js'
import {retireStandIns} from './stand-ins.js'

/** Serves an embedded API in this process until it is told to stop. `ready` is called once others can connect. */
export async function serveCluster(
  options: ServeClusterOptions,
  host: Pick<Host, 'env' | 'signal'>,
  ready: (state: ClusterState) => Promise<void>,
): Promise<void> {
  const {'data-dir': dataDir, port, rbac} = options
  const folder = clusterFolder(host.env, dataDir)
  const other = foundCluster(folder, options)
  if (other) return ready(other)
  const clock = createSystemClock()
  const fs = openDisk()
  const api = await startApiServer({
    ...{clock, random: systemRandom, tasks: createTasks(), rbac, readyAfterMs: options['ready-after']},
    dataDir,
    import: await readImports(fs, options.import),
    scenario: await readScenario(fs, options.scenario),
  })
  try {
    if (dataDir !== undefined) {
      noteDataDir(host.env, dataDir)
      const transport = api.transport()
      await retireStandIns(createKubeClient({transport, clock, random: systemRandom, userAgent: 'flux'}))
    }
    const about = {dataDir, imported: importedLines(api), options: notedOptions(options)}
    await ready(showCluster(folder, await listenAgain(api, port, dataDir), about))
    await new Promise<void>((resolve) => {
      if (host.signal.aborted) resolve()
      else host.signal.addEventListener('abort', () => resolve(), {once: true})
    })
  } finally {
    forgetCluster(folder)
    await api.close()
  }
}
