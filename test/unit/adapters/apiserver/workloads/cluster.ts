import {type ApiServerOptions, startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'
import {seededRandom} from '../../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../../src/lib/adapters/system/virtual-clock.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject, KubeTransport} from '../../../../../src/lib/ports/kube.js'

/** An embedded API with a virtual clock, and short ways to ask it things. */
export async function startCluster(options: Pick<ApiServerOptions, 'kubelet' | 'readyAfterMs' | 'scenario'> = {}) {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks)
  const server = await startApiServer({clock, tasks, random: seededRandom(1), rbac: false, ...options})
  const transport = server.transport()
  return {server, clock, tasks, ...shortcuts(transport)}
}

function shortcuts(transport: KubeTransport) {
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: JsonObject,
    contentType = 'application/json',
  ) => {
    const [plain = '', search = ''] = path.split('?')
    const query = Object.fromEntries(new URLSearchParams(search))
    const response = await transport.request({method, path: plain, query, ...(body ? {body, contentType} : {})})
    if (response.status >= 300 && !(method === 'GET' && response.status === 404)) {
      throw new Error(`${method} ${path}: ${JSON.stringify(response.body)}`)
    }
    return response.status === 404 ? undefined : (response.body as JsonObject)
  }
  return {
    get: async (path: string) => (await ask('GET', path)) as KubeObject | undefined,
    list: async (path: string) => ((await ask('GET', path))?.items ?? []) as KubeObject[],
    post: (path: string, body: JsonObject) => ask('POST', path, body) as Promise<KubeObject>,
    merge: (path: string, body: JsonObject) => ask('PATCH', path, body, 'application/merge-patch+json') as Promise<KubeObject>,
    remove: (path: string) => ask('DELETE', path),
  }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

export function deployment(name: string, more: JsonObject = {}, annotations: Record<string, string> = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, annotations},
    spec: {
      selector: {matchLabels: {app: name}},
      template: {metadata: {labels: {app: name}}, spec: {containers: [{name: 'web', image: 'nginx:1.27'}]}},
      ...more,
    },
  }
}

/** Whatever lies at a path of keys and indexes; undefined when something on the way is missing. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string | number, unknown> | undefined)?.[key], value)
}
