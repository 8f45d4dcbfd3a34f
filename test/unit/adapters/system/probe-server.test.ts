import {describe, expect, it} from 'vitest'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createMetrics} from '../../../../src/lib/adapters/system/metrics.js'
import {startProbeServer} from '../../../../src/lib/adapters/system/probe-server.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {CONTROLLER_METRICS} from '../../../../src/lib/controllers/runtime/metrics.js'

describe('probes', () => {
  it('tell health, readiness and metrics, and refuse a port that is taken', async () => {
    const metrics = await createMetrics(CONTROLLER_METRICS)
    metrics.count('controller_runtime_reconcile_total', {controller: 'kustomization', result: 'success'}, 3)
    let ready = false
    const server = await startProbeServer({metrics, ready: () => ready, host: '127.0.0.1', port: 0})
    const http = createHttp(createTasks())
    const get = async (path: string) => {
      const answer = await http.request({url: `http://${server.address}${path}`})
      return [answer.status, await answer.text()]
    }
    try {
      expect(await get('/healthz')).toEqual([200, 'ok'])
      expect(await get('/readyz')).toEqual([503, 'not ready'])
      ready = true
      expect(await get('/readyz')).toEqual([200, 'ok'])
      const [status, text] = await get('/metrics')
      expect(status).toBe(200)
      expect(text).toContain('controller_runtime_reconcile_total{controller="kustomization",result="success"} 3')
      expect((await get('/other'))[0]).toBe(404)
      const port = Number(server.address.split(':')[1])
      await expect(startProbeServer({metrics, ready: () => true, host: '127.0.0.1', port})).rejects.toThrow('EADDRINUSE')
    } finally {
      http.close()
      await server.close()
    }
  })
})
