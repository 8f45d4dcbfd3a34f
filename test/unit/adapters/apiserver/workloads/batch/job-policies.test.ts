import {describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'
import {startCluster} from '../cluster.js'

const path = '/apis/batch/v1/namespaces/default/jobs'
const pods = '/api/v1/namespaces/default/pods'
const job = (spec: JsonObject, exitCode?: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {name: 'j', annotations: exitCode === undefined ? {} : {'simulate.flux-toolkit.dev/exit-code': exitCode}},
  spec: {template: {spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox'}]}}, ...spec},
})

async function played(body: JsonObject, ms: number) {
  const cluster = await startCluster()
  await cluster.post(path, body)
  await cluster.clock.advance(ms)
  const found = {status: (await cluster.get(`${path}/j`))?.status, pods: await cluster.list(pods)}
  await cluster.server.close()
  return found
}
const policy = (action: string, values: number[], operator = 'In') => ({
  podFailurePolicy: {rules: [{action, onExitCodes: {operator, values}}]},
})

describe('policies of Jobs', () => {
  it('fail a job at once', async () => {
    const {status, pods: made} = await played(job(policy('FailJob', [42]), '42'), 5000)
    const message = `Container c for pod default/${made[0]?.metadata.name} failed with exit code 42 matching FailJob rule at index 0`
    expect(status).toMatchObject({
      failed: 1,
      conditions: [
        {type: 'FailureTarget', reason: 'PodFailurePolicy', message},
        {type: 'Failed', reason: 'PodFailurePolicy', message},
      ],
    })
  })

  it.each([
    ['Ignore', [42], 'In', undefined],
    ['Count', [42], 'In', 1],
    ['FailJob', [42], 'NotIn', 1],
  ] as const)('%s %j %s', async (action, values, operator, failed) => {
    const {status} = await played(job({backoffLimit: 0, ...policy(action, [...values], operator)}, '42'), 5000)
    expect((status as JsonObject).failed).toBe(failed)
    const conditions = ((status as JsonObject).conditions ?? []) as JsonObject[]
    expect(conditions.map(({reason}) => reason)).toEqual(failed ? Array(2).fill('BackoffLimitExceeded') : [])
  })

  it('end a job when enough has succeeded', async () => {
    const spec = {completions: 4, parallelism: 2, completionMode: 'Indexed'}
    const {status} = await played(job({...spec, successPolicy: {rules: [{succeededIndexes: '0-1'}]}}), 9000)
    expect(status).toMatchObject({
      completedIndexes: '0,1',
      conditions: [
        {type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message: 'Matched rules at index 0'},
        {type: 'Complete', reason: 'SuccessPolicy', message: 'Matched rules at index 0'},
      ],
    })
  })

  it('leave a job to the controller that it names', async () => {
    expect(await played(job({managedBy: 'ex.io/x'}), 5000)).toEqual({status: {}, pods: []})
  })
})
