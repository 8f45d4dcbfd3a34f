import {describe, expect, it} from 'vitest'
import {httpEventSink} from '../../../../src/lib/adapters/notify/event-post.js'
import {createEvents} from '../../../../src/lib/adapters/notify/events.js'
import {silentLog} from '../../../../src/lib/adapters/system/log.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {ApiError} from '../../../../src/lib/errors/api-error.js'
import {createRedactor} from '../../../../src/lib/errors/redact.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {Http, HttpRequest} from '../../../../src/lib/ports/http.js'
import type {KubeClient, KubeObject} from '../../../../src/lib/ports/kube.js'
import type {FluxEvent} from '../../../../src/lib/ports/observe.js'

const object: KubeObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: {
    name: 'apps',
    namespace: 'flux-system',
    uid: 'u1',
    resourceVersion: '5',
    annotations: {'event.toolkit.fluxcd.io/team': 'a', other: 'b'},
  },
}
const event = (message: string, type: FluxEvent['type'] = 'Normal'): FluxEvent => ({
  object,
  type,
  reason: 'Progressing',
  message,
  metadata: {'x/revision': 'r1'},
})

function setup() {
  const clock = createVirtualClock(createTasks(), Date.UTC(2026, 10, 25))
  const written = new Map<string, KubeObject>()
  let failure: Error | undefined
  const kube = {
    async create(created: KubeObject) {
      if (failure) throw failure
      written.set(created.metadata.name ?? '', created)
      return created
    },
    async patch({name}: {name: string}, patch: {body: JsonObject}) {
      const old = written.get(name)
      if (!old) throw new ApiError({code: 404, reason: 'NotFound'})
      written.set(name, {...old, ...patch.body} as KubeObject)
      return old
    },
  } as unknown as KubeClient
  const posts: JsonObject[] = []
  const redactor = createRedactor()
  redactor.add('canary-secret')
  const events = createEvents({
    kube,
    clock,
    log: silentLog,
    redactor,
    instance: 'host',
    sink: async (body) => void posts.push(body),
  })
  return {clock, events, written, posts, fail: (error: Error | undefined) => (failure = error)}
}

describe('events', () => {
  it('are written and posted with the fields of Flux', async () => {
    const {events, written, posts} = setup()
    events.emit('kustomize-controller', event('ConfigMap/a created with canary-secret'))
    await events.flush()
    const [[name, stored]] = [...written] as [[string, KubeObject]]
    expect(name).toMatch(/^apps\.[\da-f]{16}$/)
    const metadata = {'x/revision': 'r1', 'event.toolkit.fluxcd.io/team': 'a'}
    const involved = {
      kind: 'Kustomization',
      namespace: 'flux-system',
      name: 'apps',
      uid: 'u1',
      apiVersion: object.apiVersion,
      resourceVersion: '5',
    }
    expect(stored).toEqual({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {name, namespace: 'flux-system', annotations: metadata},
      involvedObject: involved,
      reason: 'Progressing',
      message: 'ConfigMap/a created with ***',
      source: {component: 'kustomize-controller'},
      firstTimestamp: '2026-11-25T00:00:00Z',
      lastTimestamp: '2026-11-25T00:00:00Z',
      count: 1,
      type: 'Normal',
      eventTime: null,
      reportingComponent: 'kustomize-controller',
      reportingInstance: '',
    })
    expect(posts).toEqual([
      {
        involvedObject: involved,
        severity: 'info',
        timestamp: '2026-11-25T00:00:00Z',
        message: 'ConfigMap/a created with ***',
        reason: 'Progressing',
        metadata,
        reportingController: 'kustomize-controller',
        reportingInstance: 'host',
      },
    ])
  })

  it('count up when they repeat, also when the first one is gone meanwhile; traces are not posted', async () => {
    const {events, written, posts, clock} = setup()
    events.emit('c', event('same', 'Trace'))
    events.emit('c', event('same', 'Trace'))
    events.emit('c', event('other', 'Warning'))
    await events.flush()
    expect([...written.values()].map(({message, count, type}) => [message, count, type])).toEqual([
      ['same', 2, 'Normal'],
      ['other', 1, 'Warning'],
    ])
    expect(posts.map(({severity}) => severity)).toEqual(['error'])
    written.clear()
    await clock.advance(60_000)
    events.emit('c', event('same', 'Trace'))
    await events.flush()
    expect([...written.values()].map(({count}) => count)).toEqual([3])
  })

  it('combines more than ten similar ones and drops a flood', async () => {
    const {events, written} = setup()
    for (let index = 0; index < 40; index++) events.emit('c', event(`text ${index}`))
    await events.flush()
    const all = [...written.values()]
    expect(all).toHaveLength(10)
    expect(all.at(-1)).toMatchObject({message: '(combined from similar events): text 24', count: 16})
  })

  it('a refusal is given up, a lost server is tried again', async () => {
    const {events, written, fail, clock} = setup()
    fail(new ApiError({code: 403, reason: 'Forbidden', message: 'namespace is terminating'}))
    events.emit('c', event('one'))
    await events.flush()
    fail(new Error('connection refused'))
    events.emit('c', event('two'))
    await clock.quiet()
    fail(undefined)
    await clock.advance(10_000)
    await events.flush()
    expect([...written.values()].map(({message}) => message)).toEqual(['two'])
  })
})

describe('event post', () => {
  const answers = (statuses: (number | Error)[]) => {
    const sent: HttpRequest[] = []
    const http: Http = {
      async request(request) {
        sent.push(request)
        const status = statuses.shift() ?? 200
        if (status instanceof Error) throw status
        return {status, headers: {}, body: (async function* () {})(), bytes: async () => new Uint8Array(), text: async () => ''}
      },
    }
    const slept: number[] = []
    const clock = {sleep: async (ms: number) => void slept.push(ms), timeout: () => new AbortController().signal}
    return {sink: httpEventSink(http, 'http://events', {clock, random: {float: () => 0}}), sent, slept}
  }

  it('repeats lost connections and 5xx, not 429', async () => {
    const {sink, sent, slept} = answers([new Error('refused'), 503, 200])
    await sink({message: 'x'})
    expect(sent).toHaveLength(3)
    expect(sent[0]).toMatchObject({method: 'POST', url: 'http://events', body: '{"message":"x"}'})
    expect(slept).toEqual([1000, 2000])
    const known = answers([429])
    await known.sink({})
    expect(known.sent).toHaveLength(1)
  })

  it('gives up after four repeats, at once on a refusal', async () => {
    const {sink, sent} = answers([500, 500, 500, 500, 500, 500])
    await expect(sink({})).rejects.toThrow('answered 500')
    expect(sent).toHaveLength(5)
    const refused = answers([400])
    await expect(refused.sink({})).rejects.toThrow('answered 400')
    expect(refused.sent).toHaveLength(1)
  })
})
