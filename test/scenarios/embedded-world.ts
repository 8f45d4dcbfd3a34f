import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {seededRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../src/lib/adapters/system/virtual-clock.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeTransport} from '../../src/lib/ports/kube.js'
import type {Log} from '../../src/lib/ports/observe.js'
import {startControllers} from './controllers.js'
import {parseFlags} from './flags.js'
import type {Scenario} from './format.js'
import {isOf, recordEvents} from './record-events.js'
import type {World} from './world.js'

/** A step of the virtual clock between two looks at what is waited for. */
const LOOK = 50
const STEP = 20
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
  const events = await recordEvents(kube, scenario.name)
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
      return controllers.takeNotifications().filter((body) => isOf(scenario, body))
    },
    pause: () => clock.advance(STEP),
    rest: () => clock.quiet(),
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
