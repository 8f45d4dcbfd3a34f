import {describe, expect, it} from 'vitest'
import {noMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import type {Log} from '../../../../src/lib/ports/observe.js'
import {openServers} from '../../../../src/lib/wiring/controller/open-servers.js'
import {freePort} from '../../../handover/processes.js'

function listeningLog() {
  const lines: string[] = []
  const log = (prefix: string): Log =>
    ({
      info: (message: string, fields = {}) =>
        lines.push(`${prefix}${message} ${JSON.stringify(fields)}`.replace(/:\d{4,5}"/, ':PORT"')),
      child: ({logger}: {logger: string}) => log(`${logger}: `),
    }) as unknown as Log
  return {lines, log: log('')}
}

describe('openServers', () => {
  it('tells of its servers as controller-runtime does, and frees the ports at once', async () => {
    const {lines, log} = listeningLog()
    const flags = {'health-addr': '127.0.0.1:0', 'metrics-addr': '127.0.0.1:0'}
    const servers = await openServers(flags, {metrics: noMetrics, log})
    await Promise.all([servers.close(), servers.close()])
    expect(lines).toEqual([
      'starting server {"name":"health probe","addr":"127.0.0.1:PORT"}',
      'controller-runtime.metrics: Starting metrics server {}',
      'controller-runtime.metrics: Serving metrics server {"bindAddress":"127.0.0.1:0","secure":false}',
      'shutting down server {"name":"health probe","addr":"127.0.0.1:PORT"}',
      'controller-runtime.metrics: Shutting down metrics server {}',
    ])
  })

  it('frees the port of the probes when that of the metrics is taken', async () => {
    const {log} = listeningLog()
    const metrics = `127.0.0.1:${await freePort()}`
    const first = await openServers({'health-addr': '0', 'metrics-addr': metrics}, {metrics: noMetrics, log})
    const both = {'health-addr': `127.0.0.1:${await freePort()}`, 'metrics-addr': metrics}
    await expect(openServers(both, {metrics: noMetrics, log})).rejects.toThrow('bind: address already in use')
    const again = await openServers({...both, 'metrics-addr': '0'}, {metrics: noMetrics, log})
    await Promise.all([first.close(), again.close()])
  })
})
