import {describe, expect, it} from 'vitest'
import {startApiServer} from '../../../../../src/lib/adapters/apiserver/index.js'

const ask = (
  server: Awaited<ReturnType<typeof startApiServer>>,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
) => server.transport().request({method, path, headers: {}, query: {}, body: body as never})

describe('metricsAnswer', () => {
  it('counts requests by verb, kind, scope and code', async () => {
    const server = await startApiServer({controllers: false})
    const maps = '/api/v1/namespaces/default/configmaps'
    await ask(server, 'POST', maps, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}})
    await ask(server, 'GET', `${maps}/a`)
    await ask(server, 'GET', `${maps}/b`)
    await ask(server, 'GET', maps)
    const {body, headers} = await ask(server, 'GET', '/metrics')
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores')
    const lines = String(body).split('\n')
    const labels = (verb: string, scope: string) =>
      `component="apiserver",dry_run="",group="",resource="configmaps",scope="${scope}",subresource="",verb="${verb}",version="v1"`
    expect(lines).toContain(`apiserver_request_total{code="201",${labels('POST', 'resource')}} 1`)
    expect(lines).toContain(`apiserver_request_total{code="200",${labels('GET', 'resource')}} 1`)
    expect(lines).toContain(`apiserver_request_total{code="404",${labels('GET', 'resource')}} 1`)
    expect(lines).toContain(`apiserver_request_total{code="200",${labels('LIST', 'namespace')}} 1`)
    expect(lines).toContain(`apiserver_request_duration_seconds_count{${labels('GET', 'resource')}} 2`)
    expect(lines).toContain(`apiserver_request_duration_seconds_bucket{${labels('GET', 'resource')},le="+Inf"} 2`)
    expect(lines).toContain('apiserver_resource_objects{group="",resource="configmaps"} 1')
    expect(lines).toContain('# TYPE apiserver_request_total counter')
    expect(lines).toContain('apiserver_current_inflight_requests{request_kind="readOnly"} 1')
    await server.close()
  })

  it('counts apart what differs from the request before it in one respect', async () => {
    const server = await startApiServer({controllers: false})
    const apps = '/apis/apps/v1/namespaces/default'
    const asked = [
      ['/api/v1/namespaces/default/secrets/a', 'group="",resource="secrets",scope="resource",subresource=""', 'v1'],
      ['/api/v1/namespaces/default/pods/a', 'group="",resource="pods",scope="resource",subresource=""', 'v1'],
      ['/api/v1/namespaces/default/pods/a/status', 'group="",resource="pods",scope="resource",subresource="status"', 'v1'],
      [`${apps}/deployments/a/status`, 'group="apps",resource="deployments",scope="resource",subresource="status"', 'v1'],
      [`${apps}/deployments/a`, 'group="apps",resource="deployments",scope="resource",subresource=""', 'v1'],
      [
        '/apis/apps/v9/namespaces/default/deployments/a',
        'group="apps",resource="deployments",scope="resource",subresource=""',
        'v9',
      ],
    ] as const
    for (const [path] of asked) await ask(server, 'GET', path)
    for (const [path] of asked) await ask(server, 'GET', path)
    const {body} = await ask(server, 'GET', '/metrics')
    for (const [, labels, version] of asked)
      expect(String(body)).toContain(
        `apiserver_request_total{code="404",component="apiserver",dry_run="",${labels},verb="GET",version="${version}"} 2\n`,
      )
    await server.close()
  })

  it('tells of open watches until they end, and forgets when asked to', async () => {
    const server = await startApiServer({controllers: false})
    const controller = new AbortController()
    const path = '/api/v1/configmaps'
    const opened = await server
      .transport()
      .watch({method: 'GET', path, headers: {}, query: {watch: ['1']}, signal: controller.signal} as never)
    expect('events' in opened).toBe(true)
    const open = 'resource="configmaps",scope="cluster",subresource="",verb="WATCH",version="v1"} '
    expect(String((await ask(server, 'GET', '/metrics')).body)).toContain(`${open}1`)
    controller.abort()
    expect(String((await ask(server, 'GET', '/metrics')).body)).toContain(`${open}0`)
    expect((await ask(server, 'DELETE', '/metrics')).body).toBe('metrics reset\n')
    expect(String((await ask(server, 'GET', '/metrics')).body)).not.toContain('code="200",component="apiserver"')
    await server.close()
  })

  it('shows the health checks at /metrics/slis and nothing beside them', async () => {
    const server = await startApiServer({controllers: false})
    const {body} = await ask(server, 'GET', '/metrics/slis')
    expect(String(body)).toContain('kubernetes_healthcheck{name="etcd",type="readyz"} 1')
    expect((await ask(server, 'GET', '/metrics/')).status).toBe(404)
    await server.close()
  })
})
