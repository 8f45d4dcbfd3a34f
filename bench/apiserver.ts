// Requests per second of the embedded API, in-process and over HTTPS; with --on also of a real kube-apiserver in the same run,
// and the ratios. The HTTPS server runs in a process of its own, as the real one does. Every way is warmed up by the same
// requests about 1,000 other objects, twice, before it is measured (a server runs for longer than its first second): the first
// of these rounds gives the figures named `cold`.
// usage: npm run bench -- apiserver [N...] [--on KUBECONFIG]      (N objects, default 1000)
import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import type {IncomingMessage} from 'node:http'
import {Agent, request as httpsRequest} from 'node:https'
import {parse} from 'yaml'
import {type ApiServer, startApiServer} from '../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../src/lib/formats/json/value.js'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

interface Way {
  send(method: string, path: string, body?: JsonObject, contentType?: string): Promise<number>
  /** Opens a watch; resolves with the time at which it has seen so many events. */
  watch(path: string, events: number): {ready: Promise<void>; done: Promise<number>}
}

const LANES = 16
const NAMESPACE = 'bench-api'
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`
const SPACE = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: NAMESPACE}}
const WATCHERS = 20

const object = (index: number, value: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: `c-${index}`, namespace: NAMESPACE, labels: {app: `a${index % 10}`}},
  data: {value, fill: 'x'.repeat(400)},
})

async function lanes(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  let next = 0
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index)
  }
  await Promise.all(Array.from({length: LANES}, lane))
  return performance.now() - begin
}

async function median(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const begin = performance.now()
    await work()
    taken.push(performance.now() - begin)
  }
  return taken.sort((a, b) => a - b)[times >> 1]!
}

const WARM_UP = 1000

/** Measures one way in, warmed up. */
async function measure(way: Way, count: number): Promise<Record<string, number>> {
  const first = await round(way, WARM_UP)
  await round(way, WARM_UP)
  const results = await round(way, count)
  return {...results, 'cold creates': first.creates!, 'cold applies': first.applies!}
}

/** What one namespace full of objects takes: per second, but `list` in milliseconds. */
async function round(way: Way, count: number): Promise<Record<string, number>> {
  await way.send('PATCH', `/api/v1/namespaces/${NAMESPACE}?fieldManager=bench`, SPACE, 'application/apply-patch+yaml')
  const perSecond = (ms: number) => (count / ms) * 1000
  const apply = (value: string) => (index: number) =>
    way.send('PATCH', `${MAPS}/c-${index}?fieldManager=bench&force=true`, object(index, value), 'application/apply-patch+yaml')
  const results: Record<string, number> = {}
  results.creates = perSecond(await lanes(count, (index) => way.send('POST', MAPS, object(index, '0'))))
  results.applies = perSecond(await lanes(count, apply('1')))
  results['applies without change'] = perSecond(await lanes(count, apply('1')))
  results.gets = perSecond(await lanes(count, (index) => way.send('GET', `${MAPS}/c-${index}`)))
  results.list = await median(5, () => way.send('GET', MAPS))
  const changes = Math.min(count, 200)
  const open = Array.from({length: WATCHERS}, () => way.watch(`${MAPS}?watch=true&labelSelector=app=a1`, changes))
  await Promise.all(open.map((watch) => watch.ready))
  const from = performance.now()
  for (let index = 0; index < changes; index++) await apply(`w${index}`)(1)
  await Promise.all(open.map((watch) => watch.done))
  results['events fanned out'] = ((changes * WATCHERS) / (performance.now() - from)) * 1000
  await lanes(count, (index) => way.send('DELETE', `${MAPS}/c-${index}`))
  return results
}

function inProcess(server: ApiServer): Way {
  const transport = server.transport()
  const split = (path: string) => {
    const [plain = '', search = ''] = path.split('?')
    return {path: plain, query: Object.fromEntries(new URLSearchParams(search))}
  }
  return {
    async send(method, path, body, contentType) {
      const response = await transport.request({method: method as 'GET', ...split(path), body, contentType})
      if (response.status >= 400) throw new Error(JSON.stringify(response.body))
      return response.status
    },
    watch(path, events) {
      let ready!: () => void
      const opened = transport.watch({method: 'GET', ...split(path)})
      const done = (async () => {
        const watch = await opened
        ready()
        if ('response' in watch) throw new Error('refused')
        let left = events
        for await (const event of watch.events) if (event.type === 'MODIFIED' && --left === 0) break
        return performance.now()
      })()
      return {ready: new Promise((resolve) => (ready = resolve)), done}
    },
  }
}

function textOf(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString()))
    incoming.on('error', reject)
  })
}

function overHttps(kubeconfig: string): Way {
  const config = parse(kubeconfig) as {
    clusters: {cluster: {server: string; 'certificate-authority-data': string}}[]
    users: {user: {token: string}}[]
  }
  const {server, 'certificate-authority-data': ca} = config.clusters[0]!.cluster
  const agent = new Agent({keepAlive: true, ca: Buffer.from(ca, 'base64').toString(), checkServerIdentity: () => undefined})
  const headers = {authorization: `Bearer ${config.users[0]!.user.token}`, accept: 'application/json'}
  const open = (method: string, path: string, body?: JsonObject, contentType = 'application/json') =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const sent = {
        ...headers,
        ...(text === undefined ? {} : {'content-type': contentType, 'content-length': Buffer.byteLength(text)}),
      }
      httpsRequest(server, {method, path, agent, headers: sent}, resolve).on('error', reject).end(text)
    })
  return {
    async send(method, path, body, contentType) {
      const incoming = await open(method, path, body, contentType)
      const text = await textOf(incoming)
      if ((incoming.statusCode ?? 500) >= 400) throw new Error(text)
      JSON.parse(text)
      return incoming.statusCode ?? 0
    },
    watch(path, events) {
      let ready!: () => void
      const done = (async () => {
        const incoming = await open('GET', path)
        ready()
        let left = events
        let rest = ''
        for await (const chunk of incoming) {
          const lines = (rest + String(chunk)).split('\n')
          rest = lines.pop() ?? ''
          for (const line of lines) if (line.includes('"MODIFIED"') && --left === 0) incoming.destroy()
          if (left <= 0) break
        }
        return performance.now()
      })()
      return {ready: new Promise((resolve) => (ready = resolve)), done}
    },
  }
}

/** What the other process does: serves until its input ends. */
async function serve(): Promise<Figure[]> {
  const server = await startApiServer({kubelet: false})
  const {kubeconfig} = await server.listen()
  process.stdout.write(`${JSON.stringify(kubeconfig)}\n`)
  process.stdin.resume()
  await new Promise((resolve) => process.stdin.on('end', resolve))
  await server.close()
  return []
}

async function elsewhere(count: number): Promise<Record<string, number>> {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'bench', 'apiserver', '--serve'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text.endsWith('\n')) break
  }
  try {
    return await measure(overHttps(JSON.parse(text) as string), count)
  } finally {
    child.stdin.end()
  }
}

const unitOf = (name: string) => (name === 'list' ? 'ms' : '/s')

/** The benchmark; figures of N objects carry N in their name. */
export async function run(args: string[]): Promise<Figure[]> {
  if (args.includes('--serve')) return await serve()
  const on = args.indexOf('--on')
  const kubeconfig = on < 0 ? undefined : args[on + 1]
  const counts = args.filter((arg) => /^\d+$/.test(arg)).map(Number)
  const figures: Figure[] = []
  for (const count of counts.length > 0 ? counts : [1000]) {
    const begin = performance.now()
    const server = await startApiServer({kubelet: false})
    figures.push({name: 'start-up', value: performance.now() - begin, unit: 'ms'})
    const local = await measure(inProcess(server), count)
    await server.close()
    const https = await elsewhere(count)
    const real = kubeconfig === undefined ? undefined : await measure(overHttps(readFileSync(kubeconfig, 'utf8')), count)
    const add = (where: string, results: Record<string, number>) => {
      for (const [name, value] of Object.entries(results))
        figures.push({name: `${name} ${where} ${count}`, value, unit: unitOf(name)})
    }
    add('in-process', local)
    add('https', https)
    if (!real) continue
    add('kube-apiserver', real)
    for (const [name, value] of Object.entries(real)) {
      const ratio = (own: number) => (name === 'list' ? value / own : own / value)
      figures.push({name: `${name} in-process against kube-apiserver ${count}`, value: ratio(local[name]!), unit: 'x'})
      figures.push({name: `${name} https against kube-apiserver ${count}`, value: ratio(https[name]!), unit: 'x'})
    }
  }
  return figures
}
