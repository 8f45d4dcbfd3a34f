import {startProbeServer} from '../../adapters/system/probe-server.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Log, Metrics} from '../../ports/observe.js'
import {listenAddress} from './listen-address.js'

interface Flags {
  readonly 'metrics-addr': string
  readonly 'health-addr': string
}

/**
 * The servers of probes and of metrics. A process that waits to lead is as ready as the one that leads: its turn comes
 * without a restart.
 */
export async function openServers(
  flags: Flags,
  {metrics, log}: {metrics: Pick<Metrics, 'text'>; log: Log},
): Promise<{close(): Promise<void>}> {
  const open: {close(): Promise<void>}[] = []
  const close = async () => {
    for (const server of open) await server.close()
  }
  const start = async (what: string, text: string, serves: Parameters<typeof startProbeServer>[0] | Record<string, never>) => {
    const address = listenAddress(text)
    if (!address) return
    const server = await startProbeServer({...serves, ...address}).catch(async (error: unknown) => {
      await close()
      throw new FluxError('bad-setup', `failed to start ${what} server: ${messageOf(error)}`)
    })
    open.push(server)
    log.info('starting server', {name: what, addr: server.address})
  }
  await start('health probe', flags['health-addr'], {ready: () => true, port: 0})
  await start('metrics', flags['metrics-addr'], {metrics, port: 0})
  return {close}
}
