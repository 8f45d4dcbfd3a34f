import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'
import {startTestServer, type TestServer} from '../harness.js'

const SECRETS = '/api/v1/namespaces/default/secrets'
const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts'
const REVIEWS = '/apis/authentication.k8s.io/v1/tokenreviews'
let api: TestServer
let account: KubeObject
beforeEach(async () => {
  api = await startTestServer()
  account = await api.create(ACCOUNTS, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'sx'}})
})
afterEach(() => api.close())

const tokenSecret = (name: string, annotations: JsonObject, data: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/service-account-token',
  metadata: {name, annotations: {'kubernetes.io/service-account.name': 'sx', ...annotations}},
  data,
})

const dataOf = (body: unknown) => ((body as KubeObject).data ?? {}) as Record<string, string>
const plain = (text: string | undefined) => Buffer.from(text ?? '', 'base64').toString()
const filled = async (name: string) => {
  const answer = await api.until(`${SECRETS}/${name}`, ({body}) => dataOf(body)['ca.crt'] !== undefined)
  return answer.body as KubeObject
}
const review = async (token: string, audiences: string[] = []) => {
  const body = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: {token, audiences}}
  return (await api.create(REVIEWS, body)).status as JsonObject
}

describe('Secrets of type kubernetes.io/service-account-token', () => {
  it('are filled as the tokens controller fills them', async () => {
    await api.create(SECRETS, tokenSecret('s', {}))
    const secret = await filled('s')
    expect(secret.metadata.annotations?.['kubernetes.io/service-account.uid']).toBe(account.metadata.uid)
    expect(plain(dataOf(secret)['ca.crt'])).toContain('BEGIN CERTIFICATE')
    expect(plain(dataOf(secret).namespace)).toBe('default')
    const claims = JSON.parse(Buffer.from(plain(dataOf(secret).token).split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toEqual({
      iss: 'kubernetes/serviceaccount',
      'kubernetes.io/serviceaccount/namespace': 'default',
      'kubernetes.io/serviceaccount/secret.name': 's',
      'kubernetes.io/serviceaccount/service-account.name': 'sx',
      'kubernetes.io/serviceaccount/service-account.uid': account.metadata.uid,
      sub: 'system:serviceaccount:default:sx',
    })
    expect(secret.metadata.managedFields?.find(({manager}) => manager === 'kube-controller-manager')?.fieldsV1).toEqual({
      'f:data': {'.': {}, 'f:ca.crt': {}, 'f:namespace': {}, 'f:token': {}},
      'f:metadata': {'f:annotations': {'f:kubernetes.io/service-account.uid': {}}},
    })
  })

  it('keep what they hold, and get a new token when theirs is taken out', async () => {
    await api.create(SECRETS, tokenSecret('s', {}, {token: 'YWJj', extra: 'YQ=='}))
    expect(dataOf(await filled('s'))).toMatchObject({token: 'YWJj', extra: 'YQ==', namespace: 'ZGVmYXVsdA=='})
    await api.merge(`${SECRETS}/s`, {data: {token: null}})
    await api.until(`${SECRETS}/s`, ({body}) => plain(dataOf(body).token).split('.').length === 3)
  })

  it('are the account to whoever brings their token, until it or they are gone', async () => {
    await api.create(SECRETS, tokenSecret('s', {}))
    const token = plain(dataOf(await filled('s')).token)
    const user = {
      username: 'system:serviceaccount:default:sx',
      uid: account.metadata.uid,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    }
    expect(await review(token)).toMatchObject({authenticated: true, user})
    expect((await review(token, ['elsewhere'])).authenticated).not.toBe(true)
    await api.ask('DELETE', `${SECRETS}/s`)
    expect((await review(token)).authenticated).not.toBe(true)
  })

  it('go with their account, and at once where it is missing or another one', async () => {
    await api.create(SECRETS, tokenSecret('s', {}))
    await filled('s')
    await api.create(SECRETS, tokenSecret('missing', {'kubernetes.io/service-account.name': 'nope'}))
    await api.create(SECRETS, tokenSecret('other', {'kubernetes.io/service-account.uid': 'abc'}))
    await api.until(`${SECRETS}/missing`, ({status}) => status === 404)
    await api.until(`${SECRETS}/other`, ({status}) => status === 404)
    await api.ask('DELETE', `${ACCOUNTS}/sx`)
    await api.until(`${SECRETS}/s`, ({status}) => status === 404)
  })
})
