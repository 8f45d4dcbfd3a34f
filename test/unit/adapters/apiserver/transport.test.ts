import {expect, it} from 'vitest'
import {startApiServer} from '../../../../src/lib/adapters/apiserver/index.js'

it('a request whose signal is aborted is not served, as over a socket', async () => {
  const server = await startApiServer({kubelet: false})
  const transport = server.transport()
  const reason = new Error('hung up')
  const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'default'}}
  const path = '/api/v1/namespaces/default/configmaps'
  await expect(transport.request({method: 'POST', path, body, signal: AbortSignal.abort(reason)})).rejects.toBe(reason)
  expect((await transport.request({method: 'GET', path: `${path}/a`})).status).toBe(404)
  await server.close()
})
