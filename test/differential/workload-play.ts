import type {Target} from '../conformance/case.js'
import type {Body, Json} from './bodies.js'
import type {Moved, Scene, Step} from './workload-scenes.js'

type Kinds = readonly (readonly [path: string, kind: string])[]

const shown: Kinds = [
  ['/apis/apps/v1', 'deployments'],
  ['/apis/apps/v1', 'replicasets'],
  ['/apis/apps/v1', 'statefulsets'],
  ['/apis/apps/v1', 'daemonsets'],
  ['/apis/apps/v1', 'controllerrevisions'],
  ['/apis/batch/v1', 'jobs'],
  ['/api/v1', 'pods'],
  ['/api/v1', 'persistentvolumeclaims'],
  ['/api/v1', 'services'],
  ['/api/v1', 'endpoints'],
  ['/apis/discovery.k8s.io/v1', 'endpointslices'],
  ['/apis/policy/v1', 'poddisruptionbudgets'],
  ['/apis/autoscaling/v2', 'horizontalpodautoscalers'],
  ['/api/v1', 'resourcequotas'],
  ['/api/v1', 'events'],
]

/** What is there after each step, without what differs from run to run. */
export type Snapshot = Readonly<Record<string, Json>>

export async function playScene(target: Target, scene: Scene, namespace: string): Promise<Snapshot[]> {
  await call(target, 'POST', '/api/v1/namespaces', {metadata: {name: namespace}})
  if (scene.bound)
    await target.send({method: 'POST', path: '/api/v1/nodes', headers, body: JSON.stringify({metadata: {name: 'n1'}})})
  await settle(target, namespace)
  const snapshots: Snapshot[] = []
  for (const step of scene.steps) {
    await act(target, step, namespace, scene.bound === true)
    await settle(target, namespace)
    snapshots.push(await snapshot(target, namespace))
  }
  await call(target, 'DELETE', `/api/v1/namespaces/${namespace}`)
  return snapshots
}

const headers = {'user-agent': 'differential/1.0', accept: 'application/json', 'content-type': 'application/json'}

async function call(target: Target, method: string, path: string, body?: Json, type = 'application/json'): Promise<Body> {
  const answer = await target.send({
    method,
    path,
    headers: {...headers, 'content-type': type},
    ...(body === undefined ? {} : {body: JSON.stringify(body)}),
  })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
  return answer.body as Body
}

async function act(target: Target, step: Step, namespace: string, bound: boolean): Promise<void> {
  const at = (path: string) => path.replace('<ns>', namespace)
  if ('post' in step) await call(target, 'POST', at(step.post), step.body)
  else if ('merge' in step) await call(target, 'PATCH', at(step.merge), step.body, 'application/merge-patch+json')
  else if ('remove' in step) await call(target, 'DELETE', at(step.remove))
  else if ('wait' in step) await target.sleep(step.wait * 1000)
  else await movePods(target, step, namespace, bound)
}

async function movePods(target: Target, step: Moved, namespace: string, bound: boolean): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods`
  const list = (await call(target, 'GET', `${path}?labelSelector=app%3D${step.pods}`)).items as Body[]
  const age = (pod: Body) => Number((pod.metadata as Body).resourceVersion)
  const waiting = list.filter((pod) => isMeant(pod, step) && !isThere(pod, step)).sort((a, b) => age(a) - age(b))
  for (const [at, pod] of waiting.slice(0, step.count).entries()) {
    const name = String((pod.metadata as Body).name)
    const ip = String(((pod.status as Body).podIP as string | undefined) ?? `10.1.${list.length}.${at + 1}`)
    if (step.become === 'deleted') {
      await call(target, 'DELETE', `${path}/${name}`)
      continue
    }
    const status = podStatus(step, ip)
    if (bound && (pod.spec as Body).nodeName === undefined) {
      const node = {apiVersion: 'v1', kind: 'Node', name: 'n1'}
      await call(target, 'POST', `${path}/${name}/binding`, {metadata: {name}, target: node})
    }
    await call(target, 'PATCH', `${path}/${name}/status`, {status}, 'application/strategic-merge-patch+json')
  }
}

function isMeant({metadata}: Body, {index}: Moved): boolean {
  const labels = (metadata as Body).labels as Body
  return index === undefined || labels['batch.kubernetes.io/job-completion-index'] === String(index)
}

function isThere(pod: Body, {become: state, restarts}: Moved): boolean {
  const {phase, conditions} = pod.status as Body
  const ready = ((conditions ?? []) as Body[]).some(({type, status}) => type === 'Ready' && status === 'True')
  if (phase === 'Succeeded' || phase === 'Failed') return true
  if (restarts !== undefined) return false
  return state === 'ready' ? ready : state === 'unready' ? !ready : false
}

function podStatus({become: state, exitCode = 1, restarts: restartCount = 0, conditions = []}: Moved, ip: string): Json {
  const time = new Date().toISOString().replace(/\.\d+/, '')
  const ready = state === 'ready'
  const phase = state === 'succeeded' ? 'Succeeded' : state === 'failed' ? 'Failed' : 'Running'
  const running = {running: {startedAt: time}}
  const ended = {terminated: {exitCode: state === 'failed' ? exitCode : 0, startedAt: time, finishedAt: time}}
  const container = {name: 'c', image: 'i', imageID: '', ready, restartCount, state: phase === 'Running' ? running : ended}
  return {
    phase,
    podIP: ip,
    podIPs: [{ip}],
    startTime: time,
    conditions: [
      {type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: time},
      ...conditions.map((type) => ({type, status: 'True', lastTransitionTime: time})),
    ],
    containerStatuses: [container],
  }
}

async function versions(target: Target, namespace: string): Promise<string> {
  const all = await Promise.all(
    shown.map(async ([root, kind]) => {
      const {items} = await call(target, 'GET', `${root}/namespaces/${namespace}/${kind}`)
      return (items as Body[]).map(({metadata}) => (metadata as Body).resourceVersion).join(',')
    }),
  )
  return all.join(';')
}

/** Waits until nothing changes any more. */
async function settle(target: Target, namespace: string): Promise<void> {
  let before = ''
  let quiet = 0
  for (let round = 0; round < 60 && quiet < 5; round++) {
    await target.sleep(300)
    const now = await versions(target, namespace)
    quiet = now === before ? quiet + 1 : 0
    before = now
  }
}

async function snapshot(target: Target, namespace: string): Promise<Snapshot> {
  const out: Record<string, Json> = {}
  for (const [root, kind] of shown) {
    const {items} = await call(target, 'GET', `${root}/namespaces/${namespace}/${kind}`)
    const tidied = (items as Body[]).map((item) => tidy(kind === 'events' ? eventOf(item) : item, namespace))
    if (kind === 'persistentvolumeclaims' || kind === 'events') for (const item of tidied) dropTimes(item)
    out[kind] = tidied.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  return out
}

function eventOf(event: Body): Json {
  const {kind, name} = event.involvedObject as Body
  const {reason, message, type, source} = event
  return {kind, name, reason, message, type, source} as Json
}

function dropTimes(item: Json): void {
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) delete item.managedFields
}

const dropped = new Set(['resourceVersion', 'uid', 'creationTimestamp', 'ownerReferencesUid'])
const word = '[bcdfghjklmnpqrstvwxz2456789]{5}'
const patterns: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/10\.96\.\d+\.\d+/g, '<address>'],
  // which of equals goes first is chance
  [/10\.1\.\d+\.\d+/g, '<pod address>'],
  // pods of ReplicaSets, DaemonSets and Jobs; service slices; mounted tokens
  [new RegExp(`\\b(x(?:-[bcdf0-9ghjklmnpqrstvwxz]{6,10})?)-${word}\\b`, 'g'), '$1-<random>'],
  [new RegExp(`\\bx-(\\d)-${word}\\b`, 'g'), 'x-$1-<random>'],
  [new RegExp(`kube-api-access-${word}`, 'g'), 'kube-api-access-<random>'],
]

function tidy(value: Json, namespace: string): Json {
  if (typeof value === 'string') {
    return patterns.reduce((text, [pattern, by]) => text.replace(pattern, by), value.replaceAll(namespace, '<ns>'))
  }
  if (Array.isArray(value)) {
    const list = value.map((item) => tidy(item, namespace))
    return list.every(
      (item) => typeof item === 'object' && item !== null && !Array.isArray(item) && ('manager' in item || 'targetRef' in item),
    )
      ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : list
  }
  if (typeof value !== 'object' || value === null) return value
  const out: Body = {}
  for (const key of Object.keys(value).sort())
    if (!dropped.has(key)) out[tidy(key, namespace) as string] = tidy(value[key] as Json, namespace)
  return out
}
