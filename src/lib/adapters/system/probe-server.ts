import type {AddressInfo} from 'node:net'
import type {Metrics} from '../../ports/observe.js'

export interface ProbeServer {
  /** `host:port` it listens on */
  readonly address: string
  close(): Promise<void>
}

export interface ProbeOptions {
  readonly metrics: Pick<Metrics, 'text'>
  /** Whether the controllers have started: what `/readyz` tells. */
  readonly ready: () => boolean
  readonly host: string
  /** 0: any free one */
  readonly port: number
}

/** `/healthz`, `/readyz` and `/metrics`, as Flux's controllers serve them on their two ports. */
export async function startProbeServer({metrics, ready, host, port}: ProbeOptions): Promise<ProbeServer> {
  const [{Hono}, {serve}] = await Promise.all([import('hono'), import('@hono/node-server')])
  const app = new Hono()
  app.get('/healthz', (context) => context.text('ok'))
  app.get('/readyz', (context) => (ready() ? context.text('ok') : context.text('not ready', 503)))
  app.get('/metrics', async (context) => {
    return context.body(await metrics.text(), 200, {'content-type': 'text/plain; version=0.0.4; charset=utf-8'})
  })
  const server = serve({fetch: app.fetch, hostname: host, port})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', resolve)
  })
  const bound = server.address() as AddressInfo
  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
