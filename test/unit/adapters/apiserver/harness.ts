import {type ApiServer, type ApiServerOptions, startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject, JsonValue} from '../../../../src/lib/formats/json/value.js'
import type {KubeObject, KubeRequest, KubeResponse, KubeTransport} from '../../../../src/lib/ports/kube.js'

/** A server without simulated nodes, and short ways to ask it. */
export async function startTestServer(options: ApiServerOptions = {}): Promise<TestServer> {
  return new TestServer(await startApiServer({kubelet: false, ...options}))
}

export class TestServer {
  constructor(
    readonly server: ApiServer,
    readonly transport: KubeTransport = server.transport(),
  ) {}

  as(user: string, groups: readonly string[] = []): TestServer {
    return new TestServer(this.server, this.server.transport({user, groups}))
  }

  async ask(method: KubeRequest['method'], path: string, body?: JsonValue, contentType?: string): Promise<KubeResponse> {
    const [plain = '', search = ''] = path.split('?')
    const query: Record<string, string[]> = {}
    for (const [name, value] of new URLSearchParams(search)) (query[name] ??= []).push(value)
    return this.transport.request({method, path: plain, query, body, contentType, headers: {'user-agent': 'tester/1'}})
  }

  async get(path: string): Promise<KubeObject> {
    return (await this.ask('GET', path)).body as KubeObject
  }

  async create(path: string, body: JsonObject): Promise<KubeObject> {
    const response = await this.ask('POST', path, body)
    if (response.status !== 201) throw new Error(JSON.stringify(response.body))
    return response.body as KubeObject
  }

  async merge(path: string, body: JsonObject): Promise<KubeResponse> {
    return this.ask('PATCH', path, body, 'application/merge-patch+json')
  }

  /** Asks until it holds; the server's controllers work in microtasks. */
  async until(path: string, holds: (response: KubeResponse) => boolean): Promise<KubeResponse> {
    for (let turn = 0; turn < 6000; turn++) {
      const response = await this.ask('GET', path)
      if (holds(response)) return response
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    throw new Error(`${path}: never held; last ${JSON.stringify((await this.ask('GET', path)).body)}`)
  }

  close(): Promise<void> {
    return this.server.close()
  }
}

export const configMap = (name: string, metadata: JsonObject = {}, data: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name, ...metadata},
  data,
})
