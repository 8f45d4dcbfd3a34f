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
  const open: (() => Promise<void>)[] = []
  const close = async () => {
    await Promise.all(open.splice(0).map((stop) => stop()))
  }
  const start = async (
    text: string,
    serves: Pick<ProbeOptions, 'ready' | 'metrics'>,
    told: {started(address: string): void; stopped(address: string): void},
    fault: (words: string, cause: unknown) => SetupError,
  ) => {
    try {
      const address = listenAddress(text)
      if (!address) return
      const server = await startProbeServer({...serves, ...address})
      open.push(() => {
        told.stopped(server.address)
        return server.close()
      })
      told.started(server.address)
    } catch (error) {
      await close()
      throw fault(listenText(error, text), error)
    }
  }
  const {'health-addr': health, 'metrics-addr': metricsAddress} = flags
  const name = 'health probe'
  const probes = {
    started: (addr: string) => log.info('starting server', {name, addr}),
    stopped: (addr: string) => log.info('shutting down server', {name, addr}),
  }
  await start(health, {ready: () => true}, probes, (words, cause) => {
    return new SetupError('unable to start manager', `error listening on ${health}: ${words}`, cause)
  })
  const metricsLog = log.child({logger: 'controller-runtime.metrics'})
  const lines = {
    started: () => {
      metricsLog.info('Starting metrics server')
      metricsLog.info('Serving metrics server', {bindAddress: metricsAddress, secure: false})
    },
    stopped: () => metricsLog.info('Shutting down metrics server'),
  }
  await start(metricsAddress, {metrics}, lines, (words, cause) => {
    const message = `failed to start metrics server: failed to create listener: ${words}`
    return new SetupError('problem running manager', message, cause)
  })
  return {close}
}
