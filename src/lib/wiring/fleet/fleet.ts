import {resolve} from 'node:path'
import type {Host} from '../../../commands/host.js'
import type {FleetContext} from '../../actions/run/fleet-context.js'
import type {RunSource} from '../../actions/run/source/sync.js'
import {createGit} from '../../adapters/git/git-client.js'
import {createLocalSource} from '../../adapters/git/local-source.js'
import {findWorkTree} from '../../adapters/git/work-tree.js'
import {createKeys} from '../../adapters/keys/keys.js'
import {createKubeCaches} from '../../adapters/kube/cache/caches.js'
import {createKubeClient} from '../../adapters/kube/client.js'
import {createEvents} from '../../adapters/notify/events.js'
import {createDiskFs} from '../../adapters/system/disk-fs.js'
import {createHttp} from '../../adapters/system/http.js'
import type {LogLevel} from '../../adapters/system/log.js'
import {noMetrics} from '../../adapters/system/metrics.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createSystemClock} from '../../adapters/system/system-clock.js'
import {createTasks} from '../../adapters/system/tasks.js'
import {FluxError} from '../../errors/flux-error.js'
import {openCompute} from '../compute/open-compute.js'
import type {ConnectOptions} from '../connection.js'
import {absolutePath, importPaths} from '../local/import-paths.js'
import type {ServeClusterOptions} from '../local/serve-cluster-options.js'
import {retireStandIns} from '../local/stand-ins.js'
import {resolveFolder, stateFolder} from '../local/state-folder.js'
import {controllerLogs} from './controller-logs.js'
import {createInstance} from './instance.js'
import {podLogs} from './pod-logs.js'
import {clusterArtifacts, ownArtifacts, servedArtifacts} from './served-artifacts.js'
import {openTarget, type TargetOptions} from './target.js'

/** The flags of `flux run` that say where it runs, and the process around it. */
export interface FleetOptions extends Omit<ServeClusterOptions, 'given'> {
  readonly embedded: boolean
  readonly once: boolean
  /** how long `once` may take, ms */
  readonly timeout: number
  readonly 'log-level': string
  readonly 'log-encoding': string
  readonly controllers: readonly string[]
  readonly namespace: string
  readonly connect: ConnectOptions
  readonly host: Pick<Host, 'out' | 'signal' | 'env' | 'cwd' | 'redactor' | 'root'>
  /** log lines on stderr too, not only in the controllers' pods */
  readonly logsShown: boolean
}

export interface Fleet {
  readonly ctx: FleetContext
  /** aborts with the process, and with `once` when its time is over */
  readonly deadline: AbortSignal
  /** What `--source` names: a folder, or the URL of a repository. */
  source(where: string, options: {dirty: boolean; branch?: string | undefined}): Promise<RunSource>
  close(): Promise<void>
}

/** How long events may take to be written at the end, and how long the ways to the API to close, ms. */
const FLUSH_MS = 10_000
const CLOSE_MS = 2000

/** Everything that controllers in this process stand on. */
export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const {out, signal, env, redactor, cwd} = options.host
  const clock = createSystemClock()
  const deadline = options.once ? AbortSignal.any([signal, clock.timeout(options.timeout)]) : signal
  const tasks = createTasks()
  const random = systemRandom
  const fs = createDiskFs(tasks, random)
  const http = createHttp(tasks, env)
  const logs = await controllerLogs({
    controllers: options.controllers,
    logLevel: options['log-level'] as LogLevel,
    logEncoding: options['log-encoding'] as 'json',
    ...{clock, redactor, note: options.logsShown ? out.note : () => undefined},
  })
  let lost = false
  const onReach = (reason: string | undefined) => {
    lost = reason !== undefined
  }
  const target = await openTarget(targetOf(options), {clock, tasks, random, fs, env, logs: podLogs(logs, clock), onReach})
  if (target.kubeconfig) out.success(`Kubernetes API at ${target.server}: export KUBECONFIG=${target.kubeconfig}`)
  const kube = createKubeClient({transport: target.transport, clock, random, userAgent: 'flux', open: target.open})
  const caches = createKubeCaches({client: kube, clock, random, log: logs.log})
  const needs = {fs, http, clock, tasks, env}
  const {store, close: closeStore} = options.embedded
    ? await servedArtifacts(needs, target.artifactFolder)
    : await clusterArtifacts(needs, kube, options.namespace, deadline)
  const read = options.controllers.includes('source-controller') ? ownArtifacts(store) : store
  const git = createGit({http, tasks})
  const metrics = noMetrics
  const compute = openCompute(options.host.root, tasks)
  const base = {
    caches,
    git,
    artifacts: store,
    http,
    fs,
    clock,
    random,
    keys: createKeys(tasks),
    tasks,
    metrics,
    out,
    signal,
    env,
    compute,
  }
  const flushes: (() => Promise<void>)[] = []
  const forController: FleetContext['forController'] = (name) => {
    const own = createKubeClient({transport: target.transport, clock, random, userAgent: name, open: target.open})
    const log = logs.logOf(name)
    const events = createEvents({kube: own, clock, log, redactor, instance: 'flux', signal})
    flushes.push(() => events.flush())
    return {...base, artifacts: name === 'source-controller' ? store : read, kube: own, log, events}
  }
  const events = createEvents({kube, clock, log: logs.log, redactor, instance: 'flux', signal})
  return {
    deadline,
    ctx: {...base, kube, log: logs.log, events, forController, instance: createInstance()},
    async source(where, {dirty, branch}) {
      if (/^(https?|ssh):\/\//.test(where)) {
        if (dirty) throw new FluxError('usage', '--dirty needs a folder as --source: a URL has no uncommitted files')
        return {url: withoutPassword(where)}
      }
      const scp = /^([\w.-]+@[\w.-]+):(?!\/\/)\/?(.+)$/.exec(where)
      if (scp) throw notAsUrl(where, `ssh://${scp[1]}/${scp[2]}`)
      const folder = resolve(cwd, where.replace(/^file:\/\//, ''))
      if ((await fs.stat(folder))?.type !== 'directory') {
        throw new FluxError('no-source', `the source ${where} is neither a folder nor an http(s) or ssh URL`)
      }
      if (branch !== undefined && !(await findWorkTree(folder))) throw noBranches(where)
      return {local: createLocalSource({tasks}, folder, {dirty, branch})}
    },
    async close() {
      // an API that does not answer must not keep the process
      const atMost = (ms: number, work: Promise<unknown>) => Promise.race([work.catch(() => undefined), clock.sleep(ms)])
      await atMost(lost ? 0 : FLUSH_MS, Promise.all(flushes.map((flush) => flush().catch(() => undefined))))
      await atMost(CLOSE_MS, caches.close())
      if (options['data-dir'] !== undefined) await atMost(CLOSE_MS, retireStandIns(kube))
      await compute.close()
      await closeStore()
      http.close()
      // what an embedded API holds is on disk before the process ends
      if (options.embedded) await target.close()
      else await atMost(CLOSE_MS, target.close())
    },
  }
}

function targetOf(options: FleetOptions): TargetOptions {
  if (!options.embedded) return {kind: 'cluster', connect: options.connect}
  const {port, rbac, once, host} = options
  const dataDir = resolveFolder(host.cwd, options['data-dir'])
  // a run that ends by itself is over before anybody could connect
  const folder = once ? undefined : (dataDir ?? stateFolder(host.env, 'run'))
  return {
    kind: 'embedded',
    ...{dataDir, port, rbac, readyAfterMs: options['ready-after'], stateFolder: folder},
    import: importPaths(host.cwd, options.import),
    scenario: absolutePath(host.cwd, options.scenario),
    onImport: (line) => host.out.action(line),
  }
}

const noBranches = (where: string) =>
  new FluxError('usage', `${where} is not a git repository, --branch cannot be used`, {
    hints: ['leave --branch out: a plain folder is used as it is', 'or name a git work tree with --source'],
  })

/** A password in the URL would stand in the GitRepository for everybody to read; a lone user of http is often a token. */
function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return url
  const {protocol, username, password} = new URL(url)
  if (password === '' && (username === '' || protocol === 'ssh:')) return url
  throw new FluxError('usage', `the URL of --source holds a ${password === '' ? 'user or token' : 'password'}`, {
    hints: ['give it with --username and --password, or as GIT_PASSWORD in the environment: it goes into a Secret'],
  })
}

const notAsUrl = (where: string, url: string) =>
  new FluxError('usage', `the source ${where} is in the form of scp, and no URL`, {hints: [`write it as: --source ${url}`]})
