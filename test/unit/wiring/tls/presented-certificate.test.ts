import {type AddressInfo, createServer, type Socket} from 'node:net'
import {expect, it} from 'vitest'
import {presentedCertificate} from '../../../../src/lib/wiring/tls/presented-certificate.js'

it('waits for a server that does not greet no longer than anybody wants to know', async () => {
  const connections: Socket[] = []
  const server = createServer((socket) => void connections.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  const interrupt = new AbortController()
  const asked = presentedCertificate(`https://127.0.0.1:${port}`, '127.0.0.1', interrupt.signal)
  await new Promise((resolve) => server.once('connection', resolve))
  interrupt.abort()
  expect(await asked).toBeUndefined()
  await new Promise((resolve) => server.close(resolve))
  // the connection is closed too, or the server would not have ended
  expect(connections).toHaveLength(1)
  expect(await presentedCertificate(`https://127.0.0.1:${port}`, '127.0.0.1', interrupt.signal)).toBeUndefined()
})
