import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

const API = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies'
const fixture = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../fixtures/policy-status', name), 'utf8'))
let server: ApiServer | undefined

afterEach(() => server?.close())

async function send(method: 'GET' | 'POST' | 'PATCH', path: string, body?: JsonObject): Promise<KubeObject> {
  const headers = {'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'}
  const request = {method, path, query: {}, headers, body: body && JSON.stringify(body)}
  return (await server!.transport().request(request)).body as KubeObject
}

/** Of the policy, once a generation of it was looked at. */
async function statusOf(name: string, generation: number): Promise<JsonObject> {
  return expect
    .poll(async () => ((await send('GET', `${API}/${name}`)).status as JsonObject).observedGeneration)
    .toBe(generation)
    .then(async () => (await send('GET', `${API}/${name}`)).status as JsonObject)
}

const policies = fixture('policies.json') as {name: string; spec: JsonObject}[]
const statuses = fixture('statuses.json') as Record<string, JsonObject>

it.each(policies)('types are checked as kube-controller-manager was recorded: $name', async ({name, spec}) => {
  server = await startApiServer({kubelet: false})
  const apiVersion = 'admissionregistration.k8s.io/v1'
  await send('POST', API, {apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: {name}, spec})
  expect(await statusOf(name, 1)).toEqual(statuses[name])
})

it('a policy that changes is looked at again', async () => {
  server = await startApiServer({kubelet: false})
  const {spec} = policies.find(({name}) => name === 'fine')!
  const policy = {apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: {name: 'p'}, spec}
  await send('POST', API, policy)
  expect(await statusOf('p', 1)).toEqual({observedGeneration: 1, typeChecking: {}})
  await send('PATCH', `${API}/p`, {spec: {validations: [{expression: 'object.nix == 1'}]}})
  const {typeChecking} = await statusOf('p', 2)
  expect(JSON.stringify(typeChecking)).toContain("undefined field 'nix'")
})
