import {type ProbeOptions, startProbeServer} from '../../adapters/system/probe-server.js'
import {SetupError} from '../../errors/setup-error.js'
import type {Log, Metrics} from '../../ports/observe.js'
import {listenAddress, listenText} from './listen-address.js'

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
  const start = async (
    what: string,
    text: string,
    serves: Pick<ProbeOptions, 'ready' | 'metrics'>,
    fault: (words: string, cause: unknown) => SetupError,
  ) => {
    try {
      const address = listenAddress(text)
      if (!address) return
      const server = await startProbeServer({...serves, ...address})
      open.push(server)
      log.info('starting server', {name: what, addr: server.address})
    } catch (error) {
      await close()
      throw fault(listenText(error, text), error)
    }
  }
  const {'health-addr': health, 'metrics-addr': metricsAddress} = flags
  await start('health probe', health, {ready: () => true}, (words, cause) => {
    return new SetupError('unable to start manager', `error listening on ${health}: ${words}`, cause)
  })
  await start('metrics', metricsAddress, {metrics}, (words, cause) => {
    const message = `failed to start metrics server: failed to create listener: ${words}`
    return new SetupError('problem running manager', message, cause)
  })
  return {close}
}
