import {hostname} from 'node:os'
import type {Host} from '../../../commands/host.js'
import type {ElectionOptions} from '../../actions/controller/run-controller.js'
import type {ControllerContext} from '../../actions/run/fleet-context.js'
import {createGit} from '../../adapters/git/git-client.js'
import {createKeys} from '../../adapters/keys/keys.js'
import {createKubeCaches} from '../../adapters/kube/cache/caches.js'
import {createKubeClient} from '../../adapters/kube/client.js'
import {httpEventSink} from '../../adapters/notify/event-post.js'
import {createEvents} from '../../adapters/notify/events.js'
import {createDiskFs} from '../../adapters/system/disk-fs.js'
import {createHttp} from '../../adapters/system/http.js'
import {createMetrics} from '../../adapters/system/metrics.js'
import {systemRandom} from '../../adapters/system/random.js'
import {createSystemClock} from '../../adapters/system/system-clock.js'
import {createTasks} from '../../adapters/system/tasks.js'
import {CONTROLLER_METRICS} from '../../controllers/runtime/metrics.js'
import {messageOf} from '../../errors/flux-error.js'
import {SetupError, setupStep} from '../../errors/setup-error.js'
import {parseGoUrl} from '../../formats/url/go-url.js'
import type {Log} from '../../ports/observe.js'
import {openCompute} from '../compute/open-compute.js'
import {clusterTransport} from '../connect.js'
import type {ConnectOptions} from '../connection.js'
import {otherClusters} from '../fleet/other-clusters.js'
import {controllerStore, type StorageFlags} from './controller-store.js'
import {openServers} from './open-servers.js'

/** The flags of a controller that say where it runs; times in ms. */
export interface ProcessFlags extends StorageFlags {
  readonly 'metrics-addr': string
  readonly 'health-addr': string
  readonly 'events-addr': string
  readonly 'enable-leader-election': boolean
  readonly 'leader-election-release-on-cancel': boolean
  readonly 'leader-election-lease-duration': number
  readonly 'leader-election-renew-deadline': number
  readonly 'leader-election-retry-period': number
}

export interface ProcessOptions {
  readonly name: string
  readonly flags: ProcessFlags
  readonly connect: ConnectOptions
  readonly host: Pick<Host, 'root' | 'out' | 'signal' | 'env' | 'redactor'>
  readonly log: Log
}

export interface ControllerProcess {
  readonly ctx: ControllerContext
  readonly election: ElectionOptions | undefined
  /** Starts what only the leader serves. */
  readonly elected: () => Promise<void>
  close(): Promise<void>
}

/** How long events may take to be written at the end, ms: a Pod is killed ten seconds after SIGTERM (source-controller's). */
const FLUSH_MS = 4_000

/** Everything that one controller of a cluster stands on; its probes and metrics are served from here on. */
export async function openController(options: ProcessOptions): Promise<ControllerProcess> {
  const {name, flags, host, log} = options
  const {out, signal, env, redactor} = host
  const election = flags['enable-leader-election'] ? electionOf(flags, env) : undefined
  setupStep('unable to create event recorder', () => parseGoUrl(flags['events-addr']))
  const clock = createSystemClock()
  const tasks = createTasks()
  const random = systemRandom
  const fs = createDiskFs(tasks, random)
  const http = createHttp(tasks, env)
  const metrics = await createMetrics(CONTROLLER_METRICS, true)
  const storage = await controllerStore({fs, http, clock, tasks, env}, name, flags)
  const server = {name: ''}
  const onAnswer = (method: string, code: number) =>
    metrics.count('rest_client_requests_total', {code: String(code), method, host: server.name})
  const transport = await clusterTransport(options.connect, {clock, tasks, onAnswer}).catch((error: unknown) => {
    throw new SetupError('unable to get kubeconfig', messageOf(error), error)
  })
  server.name = URL.canParse(transport.server) ? new URL(transport.server).host : transport.server
  const others = otherClusters({clock, fs, random, tasks, env}, name)
  const kube = createKubeClient({transport, clock, random, userAgent: name, open: others.open})
  const caches = createKubeCaches({client: kube, clock, random, log})
  const sink = flags['events-addr'] === '' ? undefined : httpEventSink(http, flags['events-addr'], {clock, random})
  const events = createEvents({kube, clock, log, redactor, instance: hostname(), sink})
  const servers = await openServers(flags, {metrics, log})
  // whoever comes in our place finds the ports free from SIGTERM on
  let closing: Promise<unknown> | undefined
  const unlisten = () => (closing ??= Promise.all([storage.close(), servers.close()]))
  signal.addEventListener('abort', unlisten, {once: true})
  const git = createGit({http, tasks})
  const compute = openCompute(host.root, tasks)
  const world = {fs, http, git, keys: createKeys(tasks), clock, random, tasks, compute}
  return {
    ctx: {...world, kube, caches, artifacts: storage.store, events, metrics, log, out, signal, env},
    election,
    elected: storage.serve,
    async close() {
      const closed = unlisten()
      const written = events.flush().then(() => true)
      if (!(await Promise.race([written, clock.sleep(FLUSH_MS)]))) {
        log.error('unable to post event', new Error('events are dropped: they could not be written before the end'))
      }
      await Promise.race([closed, clock.sleep(FLUSH_MS)])
      await caches.close()
      await compute.close()
      http.close()
      await others.close()
      await transport.close()
    },
  }
}

function electionOf(flags: ProcessFlags, env: ConnectOptions['env']): ElectionOptions {
  const namespace = env['RUNTIME_NAMESPACE']
  if (!namespace) {
    throw new SetupError('unable to start manager', 'unable to find leader election namespace: RUNTIME_NAMESPACE is not set')
  }
  return {
    namespace,
    identity: `${hostname()}_${systemRandom.uuid()}`,
    releaseOnCancel: flags['leader-election-release-on-cancel'],
    leaseDuration: flags['leader-election-lease-duration'],
    renewDeadline: flags['leader-election-renew-deadline'],
    retryPeriod: flags['leader-election-retry-period'],
  }
}
