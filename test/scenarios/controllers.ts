import {createArtifacts} from '../../src/lib/adapters/artifacts/artifact-store.js'
import {createGit} from '../../src/lib/adapters/git/git-client.js'
import {createKubeCaches} from '../../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {createEvents} from '../../src/lib/adapters/notify/events.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {createHttp} from '../../src/lib/adapters/system/http.js'
import {createMetrics} from '../../src/lib/adapters/system/metrics.js'
import {seededRandom} from '../../src/lib/adapters/system/random.js'
import type {CountedTasks} from '../../src/lib/adapters/system/tasks.js'
import {createKustomizeReconciler} from '../../src/lib/controllers/kustomize/kustomize-reconciler.js'
import type {Controller} from '../../src/lib/controllers/runtime/controller.js'
import {createManager} from '../../src/lib/controllers/runtime/manager.js'
import {CONTROLLER_METRICS} from '../../src/lib/controllers/runtime/metrics.js'
import {keyText} from '../../src/lib/controllers/runtime/queue.js'
import {createGitRepositoryReconciler} from '../../src/lib/controllers/source/git-repository.js'
import {createRedactor} from '../../src/lib/errors/redact.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import type {Clock} from '../../src/lib/ports/clock.js'
import type {KubeTransport} from '../../src/lib/ports/kube.js'
import type {Log} from '../../src/lib/ports/observe.js'
import type {ControllerFlags} from './flags.js'

export interface ControllersSetup {
  readonly clock: Clock
  readonly tasks: CountedTasks
  readonly log: Log
  readonly transport: KubeTransport
  /** A way to the cluster that a kubeconfig names. */
  readonly open: (kubeconfig: string) => KubeTransport
  readonly storage: string
  readonly artifactServer: string
  readonly flags: ControllerFlags
}

/** Both controllers with a client of their own each, as they run in a cluster. */
export async function startControllers(setup: ControllersSetup) {
  const {clock, tasks, log} = setup
  const random = seededRandom(1)
  const fs = createDiskFs(tasks, random)
  const http = createHttp(tasks)
  const stop = new AbortController()
  const metrics = await createMetrics(CONTROLLER_METRICS)
  const notifications: JsonObject[] = []
  const store = createArtifacts(
    {fs, http, clock, tasks, env: {}},
    {
      root: setup.storage,
      advertisedHost: setup.artifactServer,
      digestAlgorithm: setup.flags.digestAlgorithm as 'sha256',
      retentionTtlMs: setup.flags.retentionTtlMs,
      retentionRecords: setup.flags.retentionRecords,
    },
  )
  const git = createGit({http, tasks})
  const controller = (name: string) => {
    const own = log.child({controller: name})
    const kube = createKubeClient({
      transport: told(setup.transport, own),
      clock,
      random,
      userAgent: `${name}/v1`,
      open: setup.open,
    })
    const caches = createKubeCaches({client: kube, clock, random, log: own})
    const sink = async (body: JsonObject) => void notifications.push(body)
    const events = createEvents({kube, clock, log: own, redactor: createRedactor(), instance: 'host', sink, signal: stop.signal})
    return {
      ...{kube, caches, events, clock, tasks, random, fs, http, git, artifacts: store, metrics, log: own, env: {}},
      signal: stop.signal,
    }
  }
  const source = controller('source-controller')
  const kustomize = controller('kustomize-controller')
  const managers = [
    createManager(source, [
      {
        reconciler: createGitRepositoryReconciler(
          {...source, artifacts: store},
          {requeueDependencyMs: setup.flags.sourceRequeueMs},
        ),
        ...setup.flags.sourceRuntime,
      },
    ]),
    createManager(kustomize, [
      {reconciler: createKustomizeReconciler(kustomize, setup.flags.kustomize), ...setup.flags.kustomizeRuntime},
    ]),
  ]
  const running = managers.map((manager) => manager.run(stop.signal))
  for (const run of running) run.catch((error) => log.error('a controller stopped', error))
  return {
    store,
    git,
    // A run that asked to be repeated at once (a finalizer was added) is not over.
    busy: () => managers.some(({controllers}) => controllers.some(isBusy)),
    flush: () => Promise.all([source.events.flush(), kustomize.events.flush()]),
    takeNotifications: () => notifications.splice(0),
    metrics,
    async close() {
      stop.abort(new Error('the scenario is over'))
      await Promise.all([source.caches.close(), kustomize.caches.close()])
      http.close()
      return running
    },
  }
}

function isBusy({queue, standings}: Controller): boolean {
  if (queue.busy > 0) return true
  return queue.delayedKeys().some((key) => standings.get(keyText(key))?.outcome.requeue === 'now')
}

/** The same way with every refusal told to the log: what `--verbose` is for. */
function told(transport: KubeTransport, log: Log): KubeTransport {
  return {
    server: transport.server,
    async request(request) {
      const response = await transport.request(request)
      if (response.status >= 400 && response.status !== 404)
        log.debug('the API server refused a request', {method: request.method, path: request.path, answer: response.body})
      return response
    },
    watch: (request) => transport.watch(request),
    stream: (request) => transport.stream(request),
    impersonate: (user) => told(transport.impersonate(user), log),
    close: () => transport.close(),
  }
}
