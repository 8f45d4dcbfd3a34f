import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {seededRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../src/lib/adapters/system/virtual-clock.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject, KubeTransport} from '../../src/lib/ports/kube.js'
import type {Log} from '../../src/lib/ports/observe.js'
import {startControllers} from './controllers.js'
import {parseFlags} from './flags.js'
import type {RecordedEvent, Scenario} from './format.js'
import type {World} from './world.js'

/** A step of the virtual clock between two looks at what is waited for. */
const LOOK = 50
const ARTIFACT_SERVER = 'artifacts.example'
const API_SERVER = 'api.example:6443'

/** The embedded API without running Pods, and the controllers, all on one virtual clock. */
export async function startEmbeddedWorld(scenario: Scenario, root: string, log: Log): Promise<World> {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks, Date.UTC(2026, 10, 25))
  const random = seededRandom(7)
  const storage = join(root, 'storage')
  mkdirSync(storage, {recursive: true})
  const api = await startApiServer({clock, tasks, random, rbac: true, kubelet: false} as Parameters<typeof startApiServer>[0])
  const transport = api.transport()
  const kube = createKubeClient({transport, clock, random, userAgent: 'recorder'})
  for (const crd of crds()) await kube.apply(crd, {fieldManager: 'recorder'})
  await clock.quiet()
  const controllers = await startControllers({
    ...{clock, tasks, log, transport, storage},
    artifactServer: ARTIFACT_SERVER,
    flags: parseFlags(scenario.flags),
    open: (kubeconfig): KubeTransport => {
      if (!kubeconfig.includes(API_SERVER)) throw new Error(`no cluster behind this kubeconfig`)
      return api.transport()
    },
  })
  const events = await recordEvents(kube)
  await clock.quiet()
  const settle = async () => {
    await clock.quiet()
    await controllers.flush()
    await clock.quiet()
  }
  return {
    kube,
    store: controllers.store,
    storage,
    artifactServer: ARTIFACT_SERVER,
    apiServer: API_SERVER,
    kubeconfig: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'scenario',
      clusters: [{name: 'scenario', cluster: {server: `https://${API_SERVER}`}}],
      users: [{name: 'scenario', user: {token: api.token}}],
      contexts: [{name: 'scenario', context: {cluster: 'scenario', user: 'scenario'}}],
    }),
    async takeEvents() {
      await settle()
      return events.take()
    },
    async takeNotifications() {
      await settle()
      return controllers.takeNotifications()
    },
    sleep: (ms) => clock.advance(ms),
    async until(holds, limitMs) {
      const limit = clock.now() + limitMs
      for (;;) {
        await clock.quiet()
        if (await holds()) return true
        if (clock.now() >= limit) return false
        await clock.advance(LOOK)
      }
    },
    busy: controllers.busy,
    async close() {
      events.stop()
      await controllers.close()
      await api.close()
    },
  }
}

/** Watches the Events of the cluster and keeps them as the recorder did. */
export async function recordEvents(kube: KubeClient) {
  const stop = new AbortController()
  const list = await kube.list({apiVersion: 'v1', kind: 'Event'})
  const kept: RecordedEvent[] = []
  const run = async () => {
    const options = {resourceVersion: list.resourceVersion, signal: stop.signal}
    for await (const event of kube.watch({apiVersion: 'v1', kind: 'Event'}, options))
      if (event.type === 'ADDED' || event.type === 'MODIFIED') kept.push(recorded(event.object))
  }
  run().catch(() => {})
  return {take: () => kept.splice(0).filter(isFlux), stop: () => stop.abort()}
}

function isFlux(event: RecordedEvent): boolean {
  return event.source === 'source-controller' || event.source === 'kustomize-controller'
}

function recorded(event: KubeObject): RecordedEvent {
  const involved = event['involvedObject'] as {kind: string; namespace?: string; name: string}
  return {
    object: `${involved.kind}/${involved.namespace ?? ''}/${involved.name}`,
    type: String(event['type']),
    reason: String(event['reason']),
    message: String(event['message']),
    count: Number(event['count'] ?? 1),
    annotations: event.metadata.annotations ?? null,
    source: String((event['source'] as {component?: string} | undefined)?.component ?? ''),
    reportingComponent: String(event['reportingComponent'] ?? ''),
  }
}
