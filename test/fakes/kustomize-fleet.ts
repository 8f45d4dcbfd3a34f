import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createArtifacts} from '../../src/lib/adapters/artifacts/artifact-store.js'
import {createKubeCaches} from '../../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {silentLog} from '../../src/lib/adapters/system/log.js'
import {noMetrics} from '../../src/lib/adapters/system/metrics.js'
import {seededRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../src/lib/adapters/system/virtual-clock.js'
import {createKustomizeReconciler} from '../../src/lib/controllers/kustomize/kustomize-reconciler.js'
import type {KustomizeOptions} from '../../src/lib/controllers/kustomize/options.js'
import {createManager} from '../../src/lib/controllers/runtime/manager.js'
import {ApiError} from '../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeObject, KubeRequest} from '../../src/lib/ports/kube.js'
import type {FluxEvent} from '../../src/lib/ports/observe.js'
import {filesTree} from './files-tree.js'

const SOURCE = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'test', name: 'app'}
const KIND = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}
const KUSTOMIZATION = {...KIND, namespace: 'test'}

/**
 * The Kustomization controller on an embedded API and a virtual clock, with a source whose revisions a test publishes.
 */
export async function startKustomizeFleet(options: Partial<KustomizeOptions> = {}) {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks)
  const random = seededRandom(7)
  const log = silentLog
  const server = await startApiServer({clock, random, tasks, rbac: true})
  const transport = server.transport()
  const requests: string[] = []
  let onRequest: (text: string) => void = () => {}
  let refused: string | undefined
  const recording = Object.create(transport) as typeof transport
  recording.request = (request: KubeRequest) => {
    const text = `${request.method} ${request.path.split('/').slice(-3).join('/')}${request.query?.dryRun ? ' dry' : ''}`
    // as over the wire: who was stopped sends nothing new
    if (request.signal?.aborted) return Promise.reject(request.signal.reason)
    requests.push(text)
    onRequest(text)
    if (text === refused) return Promise.reject(new ApiError({code: 400, reason: 'BadRequest', message: 'refused'}))
    // what is on the wire is served, whoever has hung up by then
    return transport.request({...request, signal: undefined})
  }
  const kube = createKubeClient({transport: recording, clock, random, userAgent: 'test'})
  const caches = createKubeCaches({client: kube, clock, random, log})
  const artifacts = createArtifacts(
    {clock, tasks, env: {}, fs: undefined as never, http: undefined as never},
    {advertisedHost: 'artifacts.test'},
  )
  const events: FluxEvent[] = []
  const context = {
    kube,
    caches,
    artifacts,
    clock,
    random,
    tasks,
    log,
    metrics: noMetrics,
    events: {emit: (_controller: string, event: FluxEvent) => void events.push(event), flush: async () => {}},
    http: undefined as never,
    git: undefined as never,
  }
  for (const crd of crds()) await kube.create(crd)
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'test'}})
  await clock.advance(1000)
  await kube.create({
    ...SOURCE,
    metadata: {name: 'app', namespace: 'test'},
    spec: {interval: '1h', url: 'https://example.com'},
  } as never)
  const begin = () => {
    const stop = new AbortController()
    const manager = createManager(context, [{reconciler: createKustomizeReconciler(context, options)}])
    return {stop, running: manager.run(stop.signal)}
  }
  let controller = begin()

  return {
    server,
    kube,
    clock,
    events,
    requests,
    /** Stores files as the artifact of a revision and tells so in the source's status. */
    async publish(revision: string, files: Record<string, string>) {
      const owner = {kind: 'GitRepository', namespace: 'test', name: 'app'}
      const artifact = await artifacts.put({owner, revision, file: `${revision}.tar.gz`, tree: filesTree(files)})
      await kube.patch(SOURCE, {type: 'merge', body: {status: {artifact: {...artifact}}}}, {subresource: 'status'})
      await clock.quiet()
    },
    async kustomization(name: string, spec: JsonObject = {}): Promise<void> {
      const base = {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'app'}, path: 'app'}
      const object = {...KIND, metadata: {name, namespace: 'test'}, spec: {...base, ...spec}} as unknown as KubeObject
      await kube.apply(object, {fieldManager: 'test', force: true})
      await clock.quiet()
    },
    async get(name: string): Promise<KubeObject & {status: {[key: string]: never}}> {
      return (await kube.get({...KUSTOMIZATION, name})) as never
    },
    ref: (name: string) => ({...KUSTOMIZATION, name}),
    /** Ready's status, reason and message, after `ms` of virtual time. */
    async ready(name: string, ms = 2000) {
      await clock.advance(ms)
      const object = await kube.get({...KUSTOMIZATION, name})
      const conditions = ((object.status as JsonObject | undefined)?.conditions ?? []) as {[key: string]: string}[]
      const found = conditions.find((condition) => condition.type === 'Ready')
      return found && `${found.status} ${found.reason} ${found.message}`
    },
    /** Type, reason and message of the events since the last call. */
    told: () => events.splice(0).map((event) => `${event.type} ${event.reason} ${event.message}`),
    /** Stops the controller as soon as it sends such a request; resolves when it has ended. */
    async stopAt(request: string) {
      await new Promise<void>((resolve) => {
        onRequest = (text) => {
          if (text !== request) return
          controller.stop.abort(new Error('asked to stop'))
          resolve()
        }
        void clock.advance(2000)
      })
      onRequest = () => {}
      await controller.running
    },
    /** Calls back for every request, as `METHOD path`; without a listener nobody is told any more. */
    onRequest(listener: (text: string) => void = () => {}) {
      onRequest = listener
    },
    /** Refuses such requests from now on; without one, none. */
    refuse(request?: string) {
      refused = request
    },
    /** A new controller, as after a restart. */
    restart() {
      controller = begin()
    },
    async close() {
      controller.stop.abort()
      await controller.running
      await caches.close()
      await server.close()
    },
  }
}
