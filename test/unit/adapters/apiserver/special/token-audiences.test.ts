import {expect, it} from 'vitest'
import {startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'

it('a token that is meant for others says for whom, as kube-apiserver 1.36 does', async () => {
  const api = await startApiServer({controllers: false})
  const admin = api.transport()
  const post = async (path: string, body: object) =>
    (await admin.request({method: 'POST', path, body: body as never, contentType: 'application/json'})).body as never
  try {
    const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'one'}}
    await post('/api/v1/namespaces/default/serviceaccounts', account)
    const request = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}}
    const issued: {status: {token: string}} = await post('/api/v1/namespaces/default/serviceaccounts/one/token', request)
    const spec = {token: issued.status.token, audiences: ['a', 'b']}
    const review = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec}
    const answer: {status: object} = await post('/apis/authentication.k8s.io/v1/tokenreviews', review)
    const own = 'token audiences ["https://kubernetes.default.svc.cluster.local"]'
    const error = `[invalid bearer token, ${own} is invalid for the target audiences ["a" "b"]]`
    expect(answer.status).toEqual({user: {}, error})
  } finally {
    await api.close()
  }
})
