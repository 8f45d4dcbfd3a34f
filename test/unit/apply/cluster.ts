import {startApiServer} from '../../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../../src/lib/adapters/kube/client.js'
import {seededRandom} from '../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../src/lib/adapters/system/virtual-clock.js'
import {prepareObjects} from '../../../src/lib/apply/prepare/prepare-objects.js'
import {applyStages} from '../../../src/lib/apply/server-side/apply-stages.js'
import type {ApplyOptions} from '../../../src/lib/apply/server-side/options.js'
import {NO_RULES} from '../../../src/lib/apply/wait/health-rules.js'
import type {JsonObject} from '../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeRequest} from '../../../src/lib/ports/kube.js'

export const owner = {name: 'app', namespace: 'test'}

/** An embedded API on a virtual clock with a namespace `test`, and a client that remembers its requests. */
export async function startCluster() {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks)
  const random = seededRandom(1)
  const server = await startApiServer({clock, random, tasks})
  const transport = server.transport()
  const requests: string[] = []
  const recording = Object.create(transport) as typeof transport
  recording.request = (request: KubeRequest) => {
    requests.push(`${request.method} ${request.path.split('/').slice(-2).join('/')}${request.query?.dryRun ? ' dry' : ''}`)
    return transport.request(request)
  }
  const kube = createKubeClient({transport: recording, clock, random, userAgent: 'test'})
  await kube.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'test'}})
  requests.length = 0
  return {server, kube, clock, requests}
}

export const OPTIONS: ApplyOptions = {
  manager: 'kustomize-controller',
  force: false,
  overriddenManagers: [],
  ignore: [],
  customStage: new Set(),
  concurrency: 4,
  migrateApiVersion: false,
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/** Applies documents as a Kustomization `app` would. */
export function apply(
  cluster: {kube: KubeClient; clock: Cluster['clock']},
  documents: JsonObject[],
  options: Partial<ApplyOptions> = {},
) {
  return applyStages(cluster, prepareObjects(documents, {owner}), {...OPTIONS, ...options}, NO_RULES)
}

export const configMap = (name: string, data: JsonObject = {a: '1'}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, namespace: 'test', ...metadata},
  data,
})
