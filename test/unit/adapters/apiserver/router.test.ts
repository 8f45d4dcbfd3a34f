import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {requestInfo} from '../../../../src/lib/adapters/apiserver/request/request-info.js'
import {inTextOrder} from '../../../../src/lib/formats/json/go-check.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import {configMap, startTestServer, type TestServer} from './harness.js'

const MAPS = '/api/v1/namespaces/default/configmaps'
const info = (method: string, path: string, query: Record<string, string> = {}) =>
  requestInfo(method, path, new Map(Object.entries(query).map(([name, value]) => [name, [value]])))

describe('requestInfo', () => {
  it.each([
    ['GET', '/api/v1/namespaces/a/pods/p/log', {verb: 'get', namespace: 'a', resource: 'pods', name: 'p', subresource: 'log'}],
    ['GET', '/api/v1/namespaces/a', {verb: 'get', namespace: 'a', resource: 'namespaces', name: 'a'}],
    ['PUT', '/api/v1/namespaces/a/finalize', {verb: 'update', resource: 'namespaces', subresource: 'finalize'}],
    ['GET', '/apis/apps/v1/deployments', {verb: 'list', group: 'apps', version: 'v1', namespace: '', name: ''}],
    ['DELETE', '/apis/apps/v1/namespaces/a/deployments', {verb: 'deletecollection', namespace: 'a'}],
    ['GET', '/api/v1/watch/namespaces/a/pods/p', {verb: 'watch', namespace: 'a', name: 'p'}],
    ['GET', '/api', {isResource: false, verb: 'get'}],
    ['GET', '/apis/apps', {isResource: false}],
  ])('%s %s', (method, path, expected) => {
    expect(info(method, path)).toMatchObject(expected)
  })

  it('tells a watch from a list by the query', () => {
    expect(info('GET', MAPS, {watch: 'true'}).verb).toBe('watch')
    expect(info('GET', MAPS, {watch: '0'}).verb).toBe('list')
    expect(info('GET', `${MAPS}/x`, {watch: 'true'}).verb).toBe('get')
  })
})

it('sorts strict faults by their place in the text', () => {
  const text = '{"data":{"a":"1","a":"2"},"metadata":{"zzz":1,"name":"f","name":"g"},"q":1}'
  const faults = [
    'duplicate field "data.a"',
    'duplicate field "metadata.name"',
    'unknown field "metadata.zzz"',
    'unknown field "q"',
  ]
  expect(inTextOrder(text, [...faults].reverse())).toEqual([faults[0], faults[2], faults[1], faults[3]])
})

// texts and codes as a kube-apiserver 1.36 answered the same requests
describe('answers of the router', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
    await server.create(MAPS, configMap('a', {}, {k: 'v'}))
  })
  afterAll(() => server.close())

  const message = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: JsonObject, type?: string) => {
    const {status, body: answer} = await server.ask(method, path, body, type)
    return [status, (answer as JsonObject).message]
  }

  it.each([
    ['abc', "invalid character 'i' looking for beginning of value"],
    ['a', 'illegal base64 data at input byte 0'],
    ['ab==', 'illegal base64 data at input byte 2'],
    ['e30', 'server does not recognize this encoded version '],
    ['eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NX0', 'encoded start key empty (version meta.k8s.io/v1)'],
  ])('continue token %s', async (token, text) => {
    const answer = await message('GET', `${MAPS}?limit=1&continue=${encodeURIComponent(token)}`)
    expect(answer).toEqual([400, `invalid continue token: continue key is not valid: ${text}`])
  })

  it('lists of any version do not heed a limit', async () => {
    const list = (await server.get(`${MAPS}?limit=1&resourceVersion=0`)) as unknown as {items: unknown[]; metadata: JsonObject}
    expect(list.items.length).toBe(2)
    expect(list.metadata.continue).toBeUndefined()
  })

  it.each([
    [{kind: 'Foo', apiVersion: 'v1'}, 'no kind "Foo" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"'],
    [{dryRun: 'All'}, 'json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type []string'],
    [
      {preconditions: {uid: 5}},
      'json: cannot unmarshal number into Go struct field Preconditions.preconditions.uid of type types.UID',
    ],
  ])('DELETE with %j', async (body, text) => {
    expect(await message('DELETE', `${MAPS}/a`, body as JsonObject)).toEqual([400, text])
  })

  it('strict patches name the patched object', async () => {
    const [status, text] = await message(
      'PATCH',
      `${MAPS}/a?fieldValidation=Strict`,
      {foo: 1, metadata: {bar: 1}},
      'application/merge-patch+json',
    )
    expect(status).toBe(422)
    expect(text).toMatch(/^ "" is invalid: patch: Invalid value: "\{\\"apiVersion\\":\\"v1\\",\\"data\\"/)
    expect(text).toMatch(/strict decoding error: unknown field "foo", unknown field "metadata.bar"$/)
  })

  it('an apply that creates has no uid', async () => {
    const body = configMap('new', {uid: '1'})
    const answer = await message('PATCH', `${MAPS}/new?fieldManager=m`, body, 'application/apply-patch+yaml')
    const text = 'uid mismatch: the provided object specified uid 1, and no existing object was found'
    expect(answer).toEqual([409, `Operation cannot be fulfilled on configmaps "new": ${text}`])
  })

  it('names that are no path segments', async () => {
    expect(await message('GET', `${MAPS}/%2e%2e`)).toEqual([400, `Name parameter invalid: "..": may not be '..'`])
    expect(await message('GET', `${MAPS}/a%25b`)).toEqual([400, `Name parameter invalid: "a%b": may not contain '%'`])
  })

  it('quotas want requests of what they count', async () => {
    const quota = {apiVersion: 'v1', kind: 'ResourceQuota', metadata: {name: 'q'}, spec: {hard: {'requests.cpu': '1'}}}
    await server.create('/api/v1/namespaces/default/resourcequotas', quota)
    await server.until('/api/v1/namespaces/default/resourcequotas/q', ({body}) => (body as JsonObject).status !== undefined)
    const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p'}, spec: {containers: [{name: 'c', image: 'x'}]}}
    const answer = await message('POST', '/api/v1/namespaces/default/pods', pod)
    expect(answer).toEqual([403, 'pods "p" is forbidden: failed quota: q: must specify requests.cpu for: c'])
    await server.ask('DELETE', '/api/v1/namespaces/default/resourcequotas/q')
  })
})
