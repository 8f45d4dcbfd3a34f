import {randomBytes} from 'node:crypto'
import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {createCertificate} from '../../../../src/lib/adapters/apiserver/listen/certificate.js'
import type {PodLogs} from './pod-logs.js'

const OPTIONS = ['follow', 'sinceSeconds', 'sinceTime', 'tailLines']

/** What a real API server asks for `GET /containerLogs/namespace/pod/container`. */
export async function startKubelet(logs: PodLogs): Promise<{port: number; close(): Promise<void>}> {
  const {cert, key} = createCertificate(Date.now(), (length) => randomBytes(length))
  const server = createServer({cert, key}, (request, response) => {
    const url = new URL(request.url!, 'https://kubelet')
    const container = url.pathname.replace(/^\/containerLogs\//, '')
    const options = OPTIONS.filter((name) => url.searchParams.has(name)).map((name) => [name, url.searchParams.get(name)!])
    logs.note(container, Object.fromEntries(options))
    const tail = url.searchParams.get('tailLines')
    if (logs.has(container)) response.end(logs.text(container, tail === null ? undefined : Number(tail)))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
