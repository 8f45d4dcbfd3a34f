import {readFileSync} from 'node:fs'
import {Agent, request as httpsRequest} from 'node:https'
import {parse} from 'yaml'
import type {ApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {goQuery} from '../../src/lib/adapters/apiserver/listen/go-url.js'
import type {JsonValue} from '../../src/lib/formats/json/value.js'
import type {Clock} from '../../src/lib/ports/clock.js'
import type {KubeRequest, KubeTransport, WatchEvent} from '../../src/lib/ports/kube.js'
import type {Answer, Json, OpenWatch, Sent, Target} from './case.js'

/** The embedded server without a socket. `sleep` lets its clock pass. */
export function embeddedTarget(server: ApiServer, clock: Pick<Clock, 'sleep'>): Target {
  const transport = server.transport()
  return {
    patienceMs: 5000,
    hasControllers: true,
    needsSleep: false,
    sleep: (ms) => clock.sleep(ms),
    async send(sent) {
      const response = await transport.request(kubeRequest(sent))
      return {
        status: response.status,
        headers: response.headers,
        warnings: response.warnings.map((text) => `299 - ${JSON.stringify(text)}`),
        body: plainJson(response.body),
      }
    },
    watch: (sent) => embeddedWatch(transport, sent),
  }
}

function kubeRequest(sent: Sent): KubeRequest {
  const [path = '', search = ''] = sent.path.split(/\?(.*)/s)
  const query = Object.fromEntries(goQuery(search))
  const headers: Record<string, string> = {}
  // the recorder sent header values as Latin-1; the server reads bytes as UTF-8
  for (const [name, value] of Object.entries(sent.headers)) headers[name] = Buffer.from(value, 'latin1').toString('utf8')
  return {method: sent.method as KubeRequest['method'], path, query, headers, body: sent.body}
}

function plainJson(value: JsonValue | undefined): Json {
  return value === undefined ? null : (value as Json)
}

async function embeddedWatch(transport: KubeTransport, sent: Sent): Promise<OpenWatch> {
  const controller = new AbortController()
  const opened = await transport.watch({...kubeRequest(sent), signal: controller.signal})
  if ('response' in opened) {
    const {status, headers, body} = opened.response
    return {answer: {status, headers, warnings: [], body: plainJson(body)}, next: async () => undefined, close() {}}
  }
  return queue(opened.events, () => controller.abort(), eventJson)
}

function eventJson(event: WatchEvent): Json {
  return (event.type === 'ERROR' ? {type: 'ERROR', object: event.status} : event) as unknown as Json
}

/** Events as they come, with a time limit for each. */
function queue<T>(source: AsyncIterable<T>, close: () => void, json: (event: T) => Json): OpenWatch {
  const waiting: Json[] = []
  let ended = false
  let wake: (() => void) | undefined
  void (async () => {
    try {
      for await (const event of source) {
        waiting.push(json(event))
        wake?.()
      }
    } catch {
      // a broken stream is an ended one
    }
    ended = true
    wake?.()
  })()
  return {
    close,
    async next(timeoutMs) {
      const until = Date.now() + timeoutMs
      while (waiting.length === 0 && !ended) {
        const left = until - Date.now()
        if (left <= 0) return 'timeout'
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      return waiting.shift()
    },
  }
}

interface Kubeconfig {
  clusters: {cluster: {server: string; 'certificate-authority-data'?: string}}[]
  users: {user: {token?: string}}[]
}

/** Any server over https, by the first cluster and user of a kubeconfig (token). */
export function httpsTarget(
  kubeconfigText: string,
  options: {needsSleep: boolean; hasControllers: boolean; patienceMs: number},
): Target {
  const config = parse(kubeconfigText) as Kubeconfig
  const cluster = config.clusters[0]!.cluster
  const ca = cluster['certificate-authority-data']
  const agent = new Agent({
    keepAlive: true,
    ca: ca ? Buffer.from(ca, 'base64').toString() : undefined,
    checkServerIdentity: () => undefined,
  })
  const token = config.users[0]!.user.token ?? ''
  const open = (sent: Sent, signal?: AbortSignal) =>
    new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const headers: Record<string, string> = {authorization: `Bearer ${token}`, ...sent.headers}
      for (const [name, value] of Object.entries(headers)) {
        if (value === '' && name !== 'user-agent') delete headers[name]
      }
      const body = sent.body === undefined ? undefined : Buffer.from(sent.body)
      if (body) headers['content-length'] = String(body.length)
      const outgoing = httpsRequest(
        new URL(cluster.server).origin,
        {method: sent.method, path: encodePath(sent.path), agent, headers, signal},
        resolve,
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return {
    ...options,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    send: async (sent) => answerOf(await open(sent)),
    async watch(sent) {
      const controller = new AbortController()
      const incoming = await open(sent, controller.signal)
      if (incoming.statusCode !== 200) return {answer: await answerOf(incoming), next: async () => undefined, close() {}}
      return queue(
        lines(incoming),
        () => controller.abort(),
        (line) => JSON.parse(line) as Json,
      )
    },
  }
}

function encodePath(path: string): string {
  return path.replace(/[^\x21-\x7e]|[<>"{}|\\^`]/g, (char) => encodeURIComponent(char))
}

async function* lines(stream: AsyncIterable<Buffer>): AsyncIterable<string> {
  let rest = ''
  for await (const chunk of stream) {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) if (part !== '') yield part
  }
}

async function answerOf(incoming: import('node:http').IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  const warnings = incoming.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() === 'warning' ? [incoming.rawHeaders[index + 1]!] : [],
  )
  const json = (headers['content-type'] ?? '').includes('json')
  return {
    status: incoming.statusCode ?? 0,
    headers,
    warnings,
    body: text === '' ? null : json ? (JSON.parse(text) as Json) : text,
  }
}

/** Reads a kubeconfig file. */
export function kubeconfigTarget(path: string): Target {
  return httpsTarget(readFileSync(path, 'utf8'), {needsSleep: true, hasControllers: true, patienceMs: 20_000})
}
