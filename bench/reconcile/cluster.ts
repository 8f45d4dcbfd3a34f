import {createKubeCaches} from '../../src/lib/adapters/kube/cache/caches.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {silentLog} from '../../src/lib/adapters/system/log.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {inParallel} from '../../src/lib/apply/in-parallel.js'
import {isReady} from '../../src/lib/controllers/runtime/conditions.js'
import type {KindRef, KubeCache, KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import {clusterTransport} from '../../src/lib/wiring/connect.js'
import {fleetKustomization, type Shape} from './fleet.js'

/** Kustomizations that both sides work on at a time. */
export const CONCURRENT = 20

/** A client of its own, without limits: what creates the fleet takes nothing from the budget of whoever reconciles it. */
export async function clusterClient(kubeconfig: string, signal: AbortSignal) {
  const [tasks, clock] = [createTasks(), createSystemClock()]
  const transport = await clusterTransport({env: {KUBECONFIG: kubeconfig}, signal} as never, {clock, tasks})
  const kube = createKubeClient({transport, clock, random: systemRandom, userAgent: 'bench'})
  const caches = createKubeCaches({client: kube, clock, random: systemRandom, log: silentLog})
  return {
    kube,
    caches,
    /** Processor time of the API server so far, ms: what a busy machine does not change. */
    async serverCpu(): Promise<number> {
      const {body} = await transport.request({method: 'GET', path: '/metrics'})
      return 1000 * Number(/^process_cpu_seconds_total (\S+)/m.exec(String(body))?.[1])
    },
    async close() {
      await caches.close()
      await transport.close()
    },
  }
}

/** Applies every object, 20 at a time. */
export async function applyAll(kube: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  await inParallel(objects, CONCURRENT, (object) => kube.apply(object, {fieldManager: 'bench', force: true}))
}

export function kustomizations(count: number, shape: Shape): KubeObject[] {
  return Array.from({length: count}, (_, index) => fleetKustomization(index + 1, shape) as unknown as KubeObject)
}

/** Waits until so many objects of the namespace `bench` are Ready and as `also` wants them. */
export async function allReady(
  cache: KubeCache,
  wanted: number,
  also: (object: KubeObject) => boolean = () => true,
): Promise<void> {
  const deadline = performance.now() + 900_000
  for (;;) {
    const objects = cache.list('bench')
    if (objects.filter((object) => isReady(object) && also(object)).length >= wanted) return
    if (performance.now() > deadline)
      throw new Error(`not ready: ${JSON.stringify(objects.find((object) => !isReady(object))?.status)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A real server takes a moment from a CRD to its kind. */
export async function served(kind: KindRef, kube: KubeClient): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await kube.resourceFor(kind, {fresh: true})
      return
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
