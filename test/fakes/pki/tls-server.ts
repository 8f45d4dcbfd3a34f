import {createServer} from 'node:https'
import type {TlsOptions} from 'node:tls'
import {createHttpsTransport} from '../../../src/lib/adapters/kube/https/https-transport.js'
import {systemRandom} from '../../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../../src/lib/adapters/system/system-clock.js'
import {createTasks} from '../../../src/lib/adapters/system/tasks.js'
import type {KubeTransport} from '../../../src/lib/ports/kube.js'

/** A TLS server that answers `{}` to everything, and the client's way to it by a kubeconfig with `ca`; `quick` as commands on Node 20 (ADR 0033). */
export async function tlsServer(
  server: TlsOptions,
  ca: string,
  quick: boolean,
): Promise<{transport: KubeTransport; close: () => void}> {
  const listener = createServer(server, (_, response) => response.setHeader('content-type', 'application/json').end('{}'))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const {port} = listener.address() as {port: number}
  const clock = createSystemClock()
  const access = {server: `https://127.0.0.1:${port}`, tls: {ca}, headers: async () => ({})}
  const needs = {access, clock, random: systemRandom, tasks: createTasks()}
  const transport = createHttpsTransport({...needs, ...(quick ? {quick: clock} : {})})
  const close = () => {
    void transport.close()
    listener.closeAllConnections()
    listener.close()
  }
  return {transport, close}
}
