import {afterEach, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../../src/lib/ports/kube.js'
import {type Cluster, startCluster} from '../cluster.js'

/* What kube-controller-manager 1.36 made of the same pods (test/differential/job-scenes.ts). */

const jobs = '/apis/batch/v1/namespaces/default/jobs'
const pods = '/api/v1/namespaces/default/pods'
const INDEX = 'batch.kubernetes.io/job-completion-index'
const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
const IGNORED = 'batch.kubernetes.io/job-index-ignored-failure-count'
let cluster: Cluster

async function begin(
  spec: JsonObject,
  options: Parameters<typeof startCluster>[0] = {kubelet: false},
  metadata: JsonObject = {},
) {
  cluster = await startCluster(options)
  const template = {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'i'}], ...(spec.pod as JsonObject)}}
  await cluster.post(jobs, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {name: 'j', ...metadata},
    spec: {template, ...spec, pod: undefined},
  })
  await cluster.clock.advance(0)
}

afterEach(() => cluster.server.close())

const indexed = (completions: number): JsonObject => ({completions, parallelism: completions, completionMode: 'Indexed'})
const status = async () => (await cluster.get(`${jobs}/j`))?.status as JsonObject
const running = async () =>
  (await cluster.list(pods)).filter(({status: now}) => !['Failed', 'Succeeded'].includes(String((now as JsonObject).phase)))
const conditions = async () =>
  (((await status()).conditions ?? []) as JsonObject[]).map(({type, reason, message}) => `${type} ${reason}: ${message}`)
const both = (reason: string, message: string) => [`FailureTarget ${reason}: ${message}`, `Failed ${reason}: ${message}`]

/** A kubelet's word about a pod. */
async function tell(pod: KubeObject, phase: string, exitCode = 1, more: JsonObject = {}): Promise<void> {
  const finishedAt = new Date(cluster.clock.now()).toISOString().replace(/\.\d+/, '')
  const container = {
    name: 'c',
    image: 'i',
    imageID: '',
    ready: false,
    restartCount: 0,
    state: {terminated: {exitCode, finishedAt}},
  }
  await cluster.merge(`${pods}/${pod.metadata.name}/status`, {status: {phase, containerStatuses: [container], ...more}})
  await cluster.clock.advance(0)
}

async function tellIndex(index: number, phase: string, exitCode = 1, more: JsonObject = {}): Promise<void> {
  const pod = (await running()).find(({metadata}) => metadata.annotations?.[INDEX] === String(index))
  if (!pod) throw new Error(`nothing runs at ${index}`)
  await tell(pod, phase, exitCode, more)
}

async function countsAt(index: number): Promise<(string | undefined)[]> {
  const pod = (await running()).find(({metadata}) => metadata.annotations?.[INDEX] === String(index))
  return [pod?.metadata.annotations?.[FAILURES], pod?.metadata.annotations?.[IGNORED]]
}

describe('failures by index', () => {
  it('are counted on from pod to pod, until too many indexes have failed', async () => {
    await begin({...indexed(3), backoffLimitPerIndex: 1, maxFailedIndexes: 1})
    expect(await status()).toMatchObject({active: 3, failedIndexes: ''})
    expect(await countsAt(0)).toEqual(['0', undefined])
    await tellIndex(0, 'Failed')
    // kept for the one that comes after it, and not counted before
    expect(await status()).toMatchObject({active: 2, failedIndexes: ''})
    expect((await status()).failed).toBeUndefined()
    await cluster.clock.advance(10_000)
    expect(await status()).toMatchObject({active: 3, failed: 1, failedIndexes: ''})
    expect(await countsAt(0)).toEqual(['1', undefined])
    await tellIndex(0, 'Failed')
    expect(await status()).toMatchObject({active: 2, failed: 2, failedIndexes: '0'})
    await tellIndex(1, 'Failed')
    await cluster.clock.advance(10_000)
    await tellIndex(1, 'Failed')
    await cluster.clock.advance(0)
    expect(await status()).toMatchObject({failed: 5, ready: 0, failedIndexes: '0,1', terminating: 0})
    expect(await conditions()).toEqual(
      both('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes'),
    )
  })

  it('let the others go on to their end', async () => {
    await begin({...indexed(3), backoffLimitPerIndex: 0})
    await tellIndex(2, 'Failed')
    expect(await conditions()).toEqual([])
    await tellIndex(0, 'Succeeded', 0)
    await tellIndex(1, 'Failed')
    expect(await status()).toMatchObject({failed: 2, succeeded: 1, completedIndexes: '0', failedIndexes: '1,2'})
    expect(await conditions()).toEqual(both('FailedIndexes', 'Job has failed indexes'))
    const told = (await cluster.list('/api/v1/namespaces/default/events')).map(({reason, type, message}) => [
      reason,
      type,
      message,
    ])
    expect(told).toContainEqual(['FailedIndexes', 'Warning', 'Job has failed indexes'])
  })

  it('end an index at once where the policy says FailIndex, and count for nothing where it says Ignore', async () => {
    const rules = [
      {action: 'FailIndex', onExitCodes: {operator: 'In', values: [42]}},
      {action: 'Ignore', onPodConditions: [{type: 'DisruptionTarget', status: 'True'}]},
    ]
    await begin({...indexed(3), backoffLimitPerIndex: 1, podFailurePolicy: {rules}})
    await tellIndex(1, 'Failed', 42)
    expect(await status()).toMatchObject({failed: 1, failedIndexes: '1'})
    await tellIndex(0, 'Failed', 1, {conditions: [{type: 'DisruptionTarget', status: 'True'}]})
    await cluster.clock.advance(10_000)
    expect(await countsAt(0)).toEqual(['0', '1'])
    // a pause for what was ignored, too
    await tellIndex(0, 'Failed')
    await cluster.clock.advance(19_000)
    expect(await countsAt(0)).toEqual([undefined, undefined])
    await cluster.clock.advance(1000)
    expect(await countsAt(0)).toEqual(['1', '1'])
    expect(await status()).toMatchObject({failed: 2, failedIndexes: '1'})
    await tellIndex(0, 'Succeeded', 0)
    await tellIndex(2, 'Succeeded', 0)
    expect(await conditions()).toEqual(both('FailedIndexes', 'Job has failed indexes'))
  })
})

describe('failures of a whole job', () => {
  it('are counted once, and stay counted when the pods are gone', async () => {
    await begin({completions: 3, parallelism: 2, backoffLimit: 3})
    const [first] = await running()
    await tell(first!, 'Failed')
    await cluster.remove(`${pods}/${first!.metadata.name}`)
    await cluster.clock.advance(0)
    expect(await status()).toMatchObject({active: 1, failed: 1, uncountedTerminatedPods: {}})
    await cluster.clock.advance(10_000)
    expect(await status()).toMatchObject({active: 2, failed: 1})
  })

  it('include pods that somebody deletes, unless only failed ones are replaced', async () => {
    await begin({completions: 2, parallelism: 2})
    const [first] = await running()
    await cluster.remove(`${pods}/${first!.metadata.name}`)
    await cluster.clock.advance(0)
    expect(await status()).toMatchObject({active: 1, failed: 1})
    await cluster.server.close()

    await begin({podReplacementPolicy: 'Failed'})
    const [only] = await running()
    await cluster.remove(`${pods}/${only!.metadata.name}`)
    await cluster.clock.advance(0)
    expect(await status()).toMatchObject({terminating: 1})
    expect((await status()).failed).toBeUndefined()
    // kube-controller-manager's look at pods that never came to a node
    await cluster.clock.advance(10_000)
    await cluster.clock.advance(10_000)
    expect(await status()).toMatchObject({active: 1, failed: 1, terminating: 0})
  })

  it('are told of when no pod can be made', async () => {
    cluster = await startCluster({kubelet: false})
    await cluster.post('/api/v1/namespaces/default/resourcequotas', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: {name: 'q'},
      spec: {hard: {pods: '0'}},
    })
    await cluster.clock.advance(0)
    const template = {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'i'}]}}
    await cluster.post(jobs, {apiVersion: 'batch/v1', kind: 'Job', metadata: {name: 'j'}, spec: {template}})
    await cluster.clock.advance(0)
    const events = await cluster.list('/api/v1/namespaces/default/events')
    expect(events.map(({reason, message}) => [reason, String(message).replace(/j-\w+/, 'j-x')])).toContainEqual([
      'FailedCreate',
      expect.stringMatching(/^Error creating: pods "j-x" is forbidden: exceeded quota: q/),
    ])
    expect(await status()).toMatchObject({ready: 0, terminating: 0})
  })
})

describe('pods that are started again in place', () => {
  const exit = (code: string) => ({annotations: {'simulate.flux-toolkit.dev/exit-code': code}})

  it('count their restarts for backoffLimit', async () => {
    await begin({backoffLimit: 3, pod: {restartPolicy: 'OnFailure'}}, {readyAfterMs: 0}, exit('3'))
    await cluster.clock.advance(1)
    const [pod, ...others] = await cluster.list(pods)
    expect(others).toEqual([])
    const [container] = (pod!.status as JsonObject).containerStatuses as JsonObject[]
    expect(container).toMatchObject({
      restartCount: 1,
      state: {waiting: {reason: 'CrashLoopBackOff'}},
      lastState: {terminated: {exitCode: 3}},
    })
    expect(await status()).toMatchObject({active: 1})
    // the third restart comes after 10 and 20 seconds more
    await cluster.clock.advance(29_000)
    expect(await conditions()).toEqual([])
    await cluster.clock.advance(1500)
    expect(await status()).toMatchObject({failed: 1, ready: 0})
    expect(await conditions()).toEqual(both('BackoffLimitExceeded', 'Job has reached the specified backoff limit'))
    expect(await cluster.list(pods)).toEqual([])
  })

  it('may not be started again at all with a backoffLimit of 0', async () => {
    await begin({backoffLimit: 0, pod: {restartPolicy: 'OnFailure'}}, {readyAfterMs: 0}, exit('1'))
    await cluster.clock.advance(1)
    expect(await conditions()).toEqual(both('BackoffLimitExceeded', 'Job has reached the specified backoff limit'))
  })

  it('run to their end with exit code 0', async () => {
    await begin({pod: {restartPolicy: 'OnFailure'}}, {readyAfterMs: 0})
    await cluster.clock.advance(1)
    expect((await conditions())[1]).toBe('Complete CompletionsReached: Reached expected number of succeeded pods')
  })
})

it('pods of a node that end with their job are told as failed before they go', async () => {
  await begin({parallelism: 2, completions: 2, podReplacementPolicy: 'Failed'}, {readyAfterMs: 60_000})
  await cluster.clock.advance(2000)
  const [first] = await running()
  await cluster.remove(`${pods}/${first!.metadata.name}`)
  await cluster.clock.advance(10_000)
  expect(await status()).toMatchObject({active: 2, failed: 1, terminating: 0})
})

it('a job without a number of completions lets those go on that run when one has succeeded', async () => {
  await begin({parallelism: 3})
  const [first, ...others] = await running()
  await tell(first!, 'Succeeded', 0)
  expect(await status()).toMatchObject({active: 2, succeeded: 1})
  for (const pod of others) await tell(pod, 'Succeeded', 0)
  expect(await status()).toMatchObject({succeeded: 3, completionTime: expect.anything()})
})
