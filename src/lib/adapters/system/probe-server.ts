import type {AddressInfo} from 'node:net'
import type {Metrics} from '../../ports/observe.js'

export interface ProbeServer {
  /** `host:port` it listens on */
  readonly address: string
  close(): Promise<void>
}

export interface ProbeOptions {
  /** Served as `/metrics`; absent: not on this port. */
  readonly metrics?: Pick<Metrics, 'text'> | undefined
  /** Whether the process can do its work, as `/readyz` tells; with `/healthz` absent: not on this port. */
  readonly ready?: (() => boolean) | undefined
  /** absent: every address of this machine */
  readonly host?: string | undefined
  /** 0: any free one */
  readonly port: number
}

/** `/healthz` and `/readyz`, or `/metrics`, or all of them: Flux's controllers serve them on two ports. */
export async function startProbeServer({metrics, ready, host, port}: ProbeOptions): Promise<ProbeServer> {
  const [{Hono}, {serve}] = await Promise.all([import('hono'), import('@hono/node-server')])
  const app = new Hono()
  if (ready) {
    app.get('/healthz', (context) => context.text('ok'))
    app.get('/readyz', (context) => (ready() ? context.text('ok') : context.text('not ready', 503)))
  }
  if (metrics) {
    app.get('/metrics', async (context) => {
      return context.body(await metrics.text(), 200, {'content-type': 'text/plain; version=0.0.4; charset=utf-8'})
    })
  }
  app.notFound((context) => context.text('404 page not found\n', 404))
  const server = serve({fetch: app.fetch, hostname: host, port})
  await new Promise<void>((resolve, reject) => {
    // for good: a connection that cannot be taken later (no file is free) must not end the process
    server.on('error', reject)
    server.once('listening', resolve)
  })
  const bound = server.address() as AddressInfo
  return {
    address: `${bound.address.includes(':') ? `[${bound.address}]` : bound.address}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
