import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {accessFromText} from '../../src/lib/adapters/kube/access/load-access.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../../src/lib/adapters/kube/https/https-transport.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {isNotFound} from '../../src/lib/errors/api-error.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeTransport, ObjectRef} from '../../src/lib/ports/kube.js'
import type {Log} from '../../src/lib/ports/observe.js'
import {startControllers} from './controllers.js'
import {parseFlags} from './flags.js'
import type {Scenario} from './format.js'
import {isOf, recordEvents} from './record-events.js'
import type {World} from './world.js'

const LOOK = 100
const REST = 700
const ARTIFACT_SERVER = 'artifacts.example'
const SOURCES = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository'}
const KUSTOMIZATIONS = {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization'}

/** A real API server behind a kubeconfig, in real time. */
export async function startClusterWorld(scenario: Scenario, root: string, kubeconfigPath: string, log: Log): Promise<World> {
  const tasks = createTasks()
  const clock = createSystemClock()
  const random = systemRandom
  const storage = join(root, 'storage')
  mkdirSync(storage, {recursive: true})
  const kubeconfig = readFileSync(kubeconfigPath, 'utf8')
  const sources = {fs: createDiskFs(tasks, random), clock}
  const access = await accessFromText(kubeconfig, sources)
  const transport = createHttpsTransport({access, clock, random, tasks})
  const kube = createKubeClient({transport, clock, random, userAgent: 'recorder'})
  for (const crd of crds()) await kube.apply(crd, {fieldManager: 'recorder', force: true})
  await served(kube, (ms) => clock.sleep(ms))
  await clean(kube, scenario, (ms) => clock.sleep(ms))
  const controllers = await startControllers({
    ...{clock, tasks, log, transport, storage},
    artifactServer: ARTIFACT_SERVER,
    flags: parseFlags(scenario.flags),
    // Only the cluster under test can be meant; anything else has no address.
    open: (text): KubeTransport => {
      if (!text.includes(access.server)) throw new Error('no cluster behind this kubeconfig')
      return transport
    },
  })
  const events = await recordEvents(kube, scenario.name)
  const settle = async () => {
    await controllers.flush()
    await clock.sleep(LOOK * 3)
  }
  return {
    kube,
    store: controllers.store,
    storage,
    artifactServer: ARTIFACT_SERVER,
    apiServer: new URL(access.server).host,
    kubeconfig,
    async takeEvents() {
      await settle()
      return events.take()
    },
    async takeNotifications() {
      await settle()
      return controllers.takeNotifications().filter((body) => isOf(scenario, body))
    },
    // A step takes long enough by itself.
    pause: async () => {},
    rest: () => clock.sleep(REST),
    sleep: (ms) => clock.sleep(ms),
    async until(holds, limitMs) {
      const limit = clock.now() + limitMs
      for (;;) {
        if (await holds()) return true
        if (clock.now() >= limit) return false
        await clock.sleep(LOOK)
      }
    },
    busy: controllers.busy,
    kubectl: realKubectl(kubeconfigPath),
    async close() {
      events.stop()
      await controllers.close()
      await clean(kube, scenario)
      await transport.close()
    },
  }
}

/** Waits until both kinds are served. */
async function served(kube: KubeClient, sleep: (ms: number) => Promise<void>): Promise<void> {
  for (const kind of [SOURCES, KUSTOMIZATIONS])
    for (let attempt = 0; ; attempt++) {
      try {
        await kube.list(kind, {limit: 1})
        break
      } catch (error) {
        if (attempt > 100) throw error
        await sleep(100)
      }
    }
}

/**
 * Removes what a scenario leaves in the cluster, its own objects first, so that nothing reconciles them any more; with `sleep` it waits until
 * the namespaces are gone.
 */
async function clean(kube: KubeClient, scenario: Scenario, sleep?: (ms: number) => Promise<void>): Promise<void> {
  const mine = (namespace = '') => namespace === scenario.name || namespace.startsWith(`${scenario.name}-`)
  for (const kind of [KUSTOMIZATIONS, SOURCES])
    for (const {metadata} of (await kube.list(kind)).items)
      if (mine(metadata.namespace)) await remove(kube, {...kind, namespace: metadata.namespace, name: metadata.name ?? ''})
  const cluster = Object.values(scenario.snapshots).flatMap((snapshot) => snapshot.objects)
  for (const object of cluster) {
    const {name, namespace} = object['metadata'] as {name: string; namespace?: string}
    if (namespace === undefined && object['kind'] !== 'Namespace')
      await remove(kube, {apiVersion: String(object['apiVersion']), kind: String(object['kind']), name})
  }
  const namespaces = (await kube.list({apiVersion: 'v1', kind: 'Namespace'})).items.filter(({metadata}) => mine(metadata.name))
  for (const {metadata} of namespaces) {
    for (const kind of ['ConfigMap', 'Secret'])
      for (const object of (await kube.list({apiVersion: 'v1', kind}, {namespace: metadata.name})).items)
        if (object.metadata.finalizers?.length)
          await remove(kube, {...object, namespace: metadata.name, name: object.metadata.name ?? ''})
    await kube.delete({apiVersion: 'v1', kind: 'Namespace', name: metadata.name ?? ''})
  }
  for (let attempt = 0; sleep && attempt < 300 && namespaces.length > 0; attempt++) {
    const left = (await kube.list({apiVersion: 'v1', kind: 'Namespace'})).items.filter(({metadata}) => mine(metadata.name))
    if (left.length === 0) return
    await sleep(200)
  }
}

async function remove(kube: KubeClient, ref: ObjectRef): Promise<void> {
  try {
    await kube.patch(ref, {type: 'merge', body: {metadata: {finalizers: null}}})
    await kube.delete(ref)
  } catch (error) {
    if (!isNotFound(error) && (error as Error).name !== 'NoMatchError') throw error
  }
}

/** kubectl of the test peers or of the machine; undefined when there is none. */
function realKubectl(kubeconfig: string): World['kubectl'] {
  const peer = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/kubectl')
  const binary = existsSync(peer) ? peer : 'kubectl'
  return (args, stdin) =>
    new Promise((resolve) => {
      const child = execFile(binary, ['--kubeconfig', kubeconfig, ...args], (error, stdout) => {
        const code = (error as {code?: unknown} | null)?.code
        resolve({exit: error ? (typeof code === 'number' ? code : 1) : 0, stdout})
      })
      child.stdin?.end(stdin ?? '')
    })
}
