import {describe, expect, it} from 'vitest'
import {objectText} from '../../../../../src/lib/adapters/apiserver/listen/object-text.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import {startTestServer} from '../harness.js'

describe('objectText', () => {
  it('writes lists as they are, put together of the texts of their objects', async () => {
    const server = await startTestServer()
    const path = '/api/v1/namespaces/default/configmaps'
    for (const name of ['a', 'b']) {
      const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}, data: {text: '"kind":"x"}],\u2028'}}
      await server.create(path, body)
    }
    for (const listed of [path, '/api/v1/namespaces/default/secrets', '/apis/rbac.authorization.k8s.io/v1/clusterroles']) {
      const {body} = await server.ask('GET', listed)
      expect(objectText(body as JsonObject)).toBe(JSON.stringify(body))
    }
    await server.server.close()
  })
})
