import {afterEach, expect, it} from 'vitest'
import {configMap, startTestServer, type TestServer} from './harness.js'

let api: TestServer
afterEach(() => api.close())

// as kube-apiserver 1.36 says it of 5 MB; what is smaller gets the words of its own validation
it('takes no more than three MiB, without a socket as well', async () => {
  api = await startTestServer()
  const ask = (length: number, method: 'POST' | 'PATCH' = 'POST') =>
    method === 'POST'
      ? api.ask('POST', '/api/v1/namespaces/default/configmaps', configMap('big', {}, {k: 'x'.repeat(length)}))
      : api.ask(
          'PATCH',
          '/api/v1/namespaces/default/configmaps/big?fieldManager=x&force=true',
          configMap('big', {}, {k: 'x'.repeat(length)}),
          'application/apply-patch+yaml',
        )
  for (const method of ['POST', 'PATCH'] as const) {
    expect(await ask(5_000_000, method)).toMatchObject({
      status: 413,
      body: {reason: 'RequestEntityTooLarge', message: 'Request entity too large: limit is 3145728'},
    })
  }
  expect(await ask(2_000_000)).toMatchObject({status: 422, body: {reason: 'Invalid'}})
  expect(await ask(1000)).toMatchObject({status: 201})
})
