import {describe, expect, it} from 'vitest'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {type HealthRules, NO_RULES} from '../../../../src/lib/apply/wait/health-rules.js'
import {waitForObjects} from '../../../../src/lib/apply/wait/wait-for-objects.js'
import {ApiError, NoMatchError} from '../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {KubeClient, ObjectRef} from '../../../../src/lib/ports/kube.js'

const ref = (kind: string, name: string, apiVersion = 'e.com/v1'): ObjectRef => ({apiVersion, kind, namespace: 'n', name})

/** Objects whose status is a function of the seconds since the start. */
function start(objects: Record<string, (seconds: number) => JsonObject | undefined>) {
  const clock = createVirtualClock(createTasks())
  const begun = clock.now()
  let reads = 0
  const kube = {
    async resourceFor({apiVersion, kind}: ObjectRef) {
      if (kind === 'Nope') throw new NoMatchError(apiVersion, kind)
      if (kind === 'Went') throw new NoMatchError(apiVersion, kind, true)
      return {}
    },
    resources: async () => [],
    async get({apiVersion, kind, name}: ObjectRef) {
      reads++
      const status = objects[name]?.((clock.now() - begun) / 1000)
      if (!status) throw new ApiError({code: 404, reason: 'NotFound', message: 'not found'})
      return {apiVersion, kind, metadata: {name, namespace: 'n'}, status}
    },
  } as unknown as KubeClient
  const wait = async (
    targets: {ref: ObjectRef; mayVanish?: boolean}[],
    options: {failFast?: boolean; timeout?: number; signal?: AbortSignal; rules?: HealthRules} = {},
  ) => {
    const result = waitForObjects({kube, clock}, targets, {
      timeout: 30_000,
      interval: 5000,
      failFast: true,
      rules: NO_RULES,
      ...options,
    })
    let done = false
    const settled = result
      .finally(() => (done = true))
      .catch((error: unknown) => ({message: `thrown: ${(error as Error).message}`}))
    await clock.runUntil(() => done, 60_000)
    return {...(await settled), seconds: (clock.now() - begun) / 1000, reads}
  }
  return {wait, clock}
}

const ready = (at: number) => (seconds: number) => ({conditions: [{type: 'Ready', status: seconds >= at ? 'True' : 'False'}]})
const stalled = () => ({conditions: [{type: 'Stalled', status: 'True'}]})

describe('waitForObjects', () => {
  it('ends as soon as all are current, looking often at first', async () => {
    const {wait} = start({a: ready(0), b: ready(2)})
    const {message, seconds, reads} = await wait([{ref: ref('W', 'a')}, {ref: ref('W', 'b')}])
    expect(message).toBeUndefined()
    expect(seconds).toBeLessThan(4)
    expect(reads).toBeLessThanOrEqual(8)
  })

  it('names what is not current when time is up', async () => {
    const {wait} = start({a: ready(99), ok: ready(0)})
    const targets = [ref('W', 'a'), ref('W', 'ok'), ref('W', 'gone'), ref('Nope', 'x')].map((target) => ({ref: target}))
    expect(await wait(targets)).toMatchObject({
      seconds: 30,
      message:
        "timeout waiting for: [W/n/a status: 'InProgress', W/n/gone status: 'NotFound', " +
        'Nope/n/x status: \'Unknown\': no matches for kind "Nope" in group "e.com"]',
    })
  })

  it('takes an object for gone whose kind went away, if the client knew the kind for certain', async () => {
    const targets = [{ref: ref('Went', 'x')}]
    expect((await start({}).wait(targets)).message).toBe("timeout waiting for: [Went/n/x status: 'NotFound']")
    expect((await start({}).wait(targets, {rules: {...NO_RULES, dedicated: true}})).message).toBe(
      'timeout waiting for: [Went/n/x status: \'Unknown\': no matches for kind "Went" in group "e.com"]',
    )
  })

  it('fails early, or when everything is settled', async () => {
    const {wait} = start({a: stalled, b: ready(10)})
    const targets = [{ref: ref('W', 'a')}, {ref: ref('W', 'b')}]
    const message = "failed early due to stalled resources: [W/n/a status: 'Failed']"
    expect(await wait(targets)).toMatchObject({message, seconds: 0})
    const patient = await start({a: stalled, b: ready(10)}).wait(targets, {failFast: false})
    expect(patient.message).toBe(message)
    expect(patient.seconds).toBeGreaterThanOrEqual(10)
  })

  it('lets a Job vanish that its TTL may remove', async () => {
    const {wait} = start({})
    expect((await wait([{ref: ref('Job', 'j', 'batch/v1'), mayVanish: true}])).message).toBeUndefined()
  })

  it('throws the reason of its signal', async () => {
    const stop = new AbortController()
    const {wait, clock} = start({a: ready(99)})
    clock.timer(3000, () => stop.abort(new Error('something newer')))
    expect(await wait([{ref: ref('W', 'a')}], {signal: stop.signal})).toMatchObject({
      message: 'thrown: something newer',
      seconds: 3,
    })
  })
})
