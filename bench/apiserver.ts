// Requests per second of the embedded API, in-process and over HTTPS; with --on also of a real kube-apiserver in the same run,
// and the ratios. The HTTPS server runs in a process of its own, as the real one does, and one bare client of 16 connections
// (bench/apiserver/connection.ts) asks both. Every way is warmed up by the same requests about 1,000 other objects, twice, before
// it is measured (a server runs for longer than its first second): the first of these rounds gives the figures named `cold`.
// Where the processes of the servers are known, the processor time of an apply is told: for a real one, FOLDER/*.pid beside the
// kubeconfig are all that belongs to it.
// usage: npm run bench -- apiserver [N...] [--on KUBECONFIG]      (N objects, default 1000)
import {spawn} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../src/lib/formats/json/value.js'
import {inProcess} from './apiserver/in-process.js'
import {overHttps} from './apiserver/over-https.js'
import type {Way} from './apiserver/way.js'

interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
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

type Request = () => Promise<unknown>

/** Milliseconds that the requests take, so many of them at a time. */
async function lanes(requests: readonly Request[]): Promise<number> {
  const begin = performance.now()
  let next = 0
  const lane = async () => {
    for (let request = requests[next++]; request; request = requests[next++]) await request()
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

const CPU = 'processor time of an apply'
const APPLY = 'application/apply-patch+yaml'

/** What one namespace full of objects takes: per second, but `list` and processor time in milliseconds. */
async function round(way: Way, count: number): Promise<Record<string, number>> {
  await way.prepare('PATCH', `/api/v1/namespaces/${NAMESPACE}?fieldManager=bench`, SPACE, APPLY)()
  // what a run that was broken off has left
  await way.prepare('DELETE', MAPS)()
  const perSecond = (ms: number) => (count / ms) * 1000
  const each = (make: (index: number) => Request) => Array.from({length: count}, (_, index) => make(index))
  const apply = (value: string) => (index: number) =>
    way.prepare('PATCH', `${MAPS}/c-${index}?fieldManager=bench&force=true`, object(index, value), APPLY)
  const results: Record<string, number> = {}
  results.creates = perSecond(await lanes(each((index) => way.prepare('POST', MAPS, object(index, '0')))))
  const applies = each(apply('1'))
  const before = way.processorTime()
  results.applies = perSecond(await lanes(applies))
  const after = way.processorTime()
  if (before !== undefined && after !== undefined) results[CPU] = (after - before) / count
  results['applies without change'] = perSecond(await lanes(applies))
  results.gets = perSecond(await lanes(each((index) => way.prepare('GET', `${MAPS}/c-${index}`))))
  results.list = await median(5, way.prepare('GET', MAPS))
  const values = Array.from({length: Math.min(count, 200)}, (_, index) => `change ${index}.`)
  const changes = values.map((value) => apply(value)(1))
  const open = Array.from({length: WATCHERS}, () => way.watch(`${MAPS}?watch=true&labelSelector=app=a1`, values.at(-1)!))
  await Promise.all(open.map((watch) => watch.ready))
  const from = performance.now()
  for (const change of changes) await change()
  await Promise.all(open.map((watch) => watch.done))
  results['events fanned out'] = ((changes.length * WATCHERS) / (performance.now() - from)) * 1000
  await lanes(each((index) => way.prepare('DELETE', `${MAPS}/c-${index}`)))
  return results
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
    return await measured(JSON.parse(text) as string, [child.pid!], count)
  } finally {
    child.stdin.end()
  }
}

async function measured(kubeconfig: string, pids: readonly number[], count: number): Promise<Record<string, number>> {
  const way = await overHttps(kubeconfig, LANES, pids)
  try {
    return await measure(way, count)
  } finally {
    way.close()
  }
}

/** A control plane that was started for this, with the numbers of its processes beside its kubeconfig. */
function real(kubeconfig: string, count: number): Promise<Record<string, number>> {
  const folder = dirname(kubeconfig)
  const files = readdirSync(folder).filter((file) => file.endsWith('.pid'))
  const pids = files.map((file) => Number(readFileSync(join(folder, file), 'utf8')))
  return measured(readFileSync(kubeconfig, 'utf8'), pids, count)
}

const isTime = (name: string) => name === 'list' || name === CPU

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
    const peer = kubeconfig === undefined ? undefined : await real(kubeconfig, count)
    const add = (where: string, results: Record<string, number>) => {
      for (const [name, value] of Object.entries(results))
        figures.push({name: `${name} ${where} ${count}`, value, unit: isTime(name) ? 'ms' : '/s'})
    }
    add('in-process', local)
    add('https', https)
    if (!peer) continue
    add('kube-apiserver', peer)
    for (const [name, value] of Object.entries(peer)) {
      const against = (where: string, own: number | undefined) => {
        if (own === undefined) return
        const ratio = isTime(name) ? value / own : own / value
        figures.push({name: `${name} ${where} against kube-apiserver ${count}`, value: ratio, unit: 'x'})
      }
      against('in-process', local[name])
      against('https', https[name])
    }
  }
  return figures
}
