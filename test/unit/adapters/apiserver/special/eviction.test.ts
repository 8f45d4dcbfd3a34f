import {afterAll, beforeAll, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {startTestServer, type TestServer} from '../harness.js'

const PODS = '/api/v1/namespaces/default/pods'

// codes and texts as a kube-apiserver 1.36 answered to the same requests
let api: TestServer
beforeAll(async () => {
  api = await startTestServer()
  for (const name of ['a', 'b']) {
    const spec = {containers: [{name: 'c', image: 'i'}]}
    await api.create(PODS, {apiVersion: 'v1', kind: 'Pod', metadata: {name, labels: {app: name}}, spec})
  }
})
afterAll(() => api.close())

const evict = async (name: string, deleteOptions?: JsonObject) => {
  const body = {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name}, deleteOptions}
  const {status, body: answer} = await api.ask('POST', `${PODS}/${name}/eviction`, body)
  return [status, (answer as JsonObject).message]
}

it('an eviction is a deletion with its options', async () => {
  const {uid} = (await api.get(`${PODS}/a`)).metadata
  expect(await evict('a', {preconditions: {uid: 'nope'}})).toEqual([
    409,
    `Operation cannot be fulfilled on Pod "a": the UID in the precondition (nope) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
  ])
  expect(await evict('a', {propagationPolicy: 'Bad'})).toEqual([
    422,
    'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Bad": supported values: "Foreground", "Background", "Orphan", "nil"',
  ])
  expect(await evict('a', {dryRun: ['All']})).toEqual([201, undefined])
  const {resourceVersion} = (await api.get(`${PODS}/a`)).metadata
  expect(await evict('a', {preconditions: {uid: uid!, resourceVersion: resourceVersion!}})).toEqual([201, undefined])
  expect((await api.ask('GET', `${PODS}/a`)).status).toBe(404)
})

it('a budget is about the pods that its expressions select', async () => {
  const selector = {matchExpressions: [{key: 'app', operator: 'In', values: ['other']}]}
  await api.create('/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: {name: 'other'},
    spec: {minAvailable: 1, selector},
  })
  expect(await evict('b')).toEqual([201, undefined])
})
