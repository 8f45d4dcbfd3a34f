import {createPublicKey, verify} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {newSigningKey, TokenSigner} from '../../../../../src/lib/adapters/apiserver/auth/token-signer.js'
import {startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'

describe('tokens of service accounts', () => {
  it('are known by their signer, also after a restart, and by nobody else', () => {
    const pem = newSigningKey()
    const token = new TokenSigner(pem).sign({sub: 'a'})
    expect(new TokenSigner(pem).claims(token)).toEqual({sub: 'a'})
    expect(new TokenSigner(newSigningKey()).claims(token)).toBeUndefined()
  })

  it('are refused when anything of them was changed', () => {
    const signer = new TokenSigner(newSigningKey())
    const [header, payload, signature] = signer.sign({sub: 'a'}).split('.') as [string, string, string]
    const other = Buffer.from(JSON.stringify({sub: 'b'})).toString('base64url')
    const none = Buffer.from(JSON.stringify({alg: 'none'})).toString('base64url')
    for (const token of [
      `${header}.${other}.${signature}`,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature}A`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload}.${signature}.x`,
      'a.b.c',
      '',
    ]) {
      expect(signer.claims(token), token).toBeUndefined()
    }
  })

  it('can be checked with what OpenID discovery says', async () => {
    const server = await startApiServer({controllers: false})
    try {
      const ask = async (method: 'GET' | 'POST', path: string, body?: JsonObject) => {
        const headers = {'content-type': 'application/json', host: '127.0.0.1:1234'}
        const answer = await server.transport().request({method, path, query: {}, headers, body: body && JSON.stringify(body)})
        return answer.body as JsonObject
      }
      const account = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'ci'}}
      await ask('POST', '/api/v1/namespaces/default/serviceaccounts', account)
      const request = {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {audiences: ['vault']}}
      const {status} = await ask('POST', '/api/v1/namespaces/default/serviceaccounts/ci/token', request)
      const [header, payload, signature] = String((status as JsonObject).token).split('.') as [string, string, string]
      const discovery = await ask('GET', '/.well-known/openid-configuration')
      expect(discovery).toMatchObject({jwks_uri: 'https://127.0.0.1:1234/openid/v1/jwks'})
      const {keys} = (await ask('GET', '/openid/v1/jwks')) as {keys: JsonObject[]}
      const {kid} = JSON.parse(Buffer.from(header, 'base64url').toString()) as {kid: string}
      const jwk = keys.find((key) => key.kid === kid)
      const key = createPublicKey({key: jwk as never, format: 'jwk'})
      const bytes = Buffer.from(signature, 'base64url')
      expect(verify('sha256', Buffer.from(`${header}.${payload}`), {key, dsaEncoding: 'ieee-p1363'}, bytes)).toBe(true)
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JsonObject
      expect(claims).toMatchObject({iss: discovery.issuer, aud: ['vault'], sub: 'system:serviceaccount:default:ci'})
    } finally {
      await server.close()
    }
  })
})
