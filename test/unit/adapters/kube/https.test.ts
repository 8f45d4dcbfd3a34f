import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {afterEach, describe, expect, it} from 'vitest'
import {createKubeClient} from '../../../../src/lib/adapters/kube/client.js'
import {createHttpsTransport} from '../../../../src/lib/adapters/kube/https/https-transport.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {ApiError, NoMatchError} from '../../../../src/lib/errors/api-error.js'
import type {KubeObject, WatchEvent} from '../../../../src/lib/ports/kube.js'

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const CORE = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    {
      name: 'configmaps',
      singularName: 'configmap',
      namespaced: true,
      kind: 'ConfigMap',
      verbs: ['get', 'list'],
      shortNames: ['cm'],
    },
    {name: 'namespaces', singularName: 'namespace', namespaced: false, kind: 'Namespace', verbs: ['get']},
    {name: 'namespaces/status', singularName: '', namespaced: false, kind: 'Namespace', verbs: ['get']},
  ],
}
const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body))
const status = (code: number, reason: string, message = reason) => ({kind: 'Status', status: 'Failure', code, reason, message})

async function setup(answer: Answer, limits: {qps?: number; burst?: number; obeyed?: boolean} = {}, nap?: () => void, user = '') {
  const requests: {method: string; url: string; headers: IncomingMessage['headers']; body: string}[] = []
  const slept: number[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      requests.push({method: request.method ?? '', url: request.url ?? '', headers: request.headers, body})
      if (request.url === '/api/v1') json(response, 200, CORE)
      else answer(request, response, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as {port: number}
  const sleep = async (ms: number) => {
    nap?.()
    slept.push(Math.round(ms))
  }
  const clock = {sleep, monotonic: () => 0}
  let stale = 0
  const transport = createHttpsTransport({
    access: {
      server: `http://${user}127.0.0.1:${port}`,
      tls: {},
      headers: async (fresh) => ({authorization: `Bearer token-${fresh ? ++stale : stale}`}),
    },
    clock,
    random: {float: () => 0},
    tasks: createTasks(),
    userAgent: 'test/1',
    ...limits,
  })
  closers.push(() => {
    void transport.close()
    server.closeAllConnections()
    server.close()
  })
  const client = createKubeClient({transport, clock, random: {float: () => 0}})
  return {client, requests, slept}
}
const CM = {apiVersion: 'v1', kind: 'ConfigMap', namespace: 'apps', name: 'a b'}

describe('kube client over http', () => {
  it('gets frozen objects by kind, with one discovery request', async () => {
    const {client, requests} = await setup((_, response) =>
      json(response, 200, {apiVersion: 'v1', kind: 'ConfigMap', data: {a: 'b'}}),
    )
    const object = await client.get(CM)
    await client.get(CM)
    expect(requests.map(({url}) => url)).toEqual([
      '/api/v1',
      '/api/v1/namespaces/apps/configmaps/a%20b',
      '/api/v1/namespaces/apps/configmaps/a%20b',
    ])
    expect(requests[1]?.headers).toMatchObject({
      authorization: 'Bearer token-0',
      'user-agent': 'test/1',
      accept: 'application/json',
    })
    expect(() => {
      ;(object['data'] as Record<string, unknown>)['x'] = 1
    }).toThrow(TypeError)
  })

  it('throws the Status of the server, or what client-go would say without one', async () => {
    const {client} = await setup((request, response) =>
      request.url?.includes('none')
        ? json(response, 404, status(404, 'NotFound', 'configmaps "none" not found'))
        : response.writeHead(403).end('no'),
    )
    const error = await client.get({...CM, name: 'none'}).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({code: 404, reason: 'NotFound', message: 'configmaps "none" not found'})
    await expect(client.get(CM)).rejects.toThrow('no (get configmaps a b)')
  })

  it('asks discovery once more before it says that a kind is not served', async () => {
    const {client, requests} = await setup((_, response) => json(response, 200, {kind: 'Namespace'}))
    await client.get({apiVersion: 'v1', kind: 'Namespace', name: 'x'})
    await expect(client.get({apiVersion: 'v1', kind: 'Nope', name: 'x'})).rejects.toThrow(NoMatchError)
    expect(requests.filter(({url}) => url === '/api/v1')).toHaveLength(2)
  })

  it('writes with the parameters and content types of the API', async () => {
    const {client, requests} = await setup((_, response) => json(response, 200, {kind: 'ConfigMap'}))
    const object: KubeObject = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {namespace: 'apps', name: 'x'}}
    await client.create(object, {fieldManager: 'me', dryRun: true})
    await client.update(object, {subresource: 'status'})
    await client.apply(object, {fieldManager: 'me', force: true, fieldValidation: 'Strict'})
    await client.patch({...CM, name: 'x'}, {type: 'json', body: [{op: 'remove', path: '/data'}]})
    await client.delete({...CM, name: 'x'}, {propagationPolicy: 'Foreground', preconditions: {uid: 'u'}})
    expect(
      requests.slice(1).map(({method, url, headers, body}) => [method, url, headers['content-type'], body.slice(0, 60)]),
    ).toEqual([
      [
        'POST',
        '/api/v1/namespaces/apps/configmaps?fieldManager=me&dryRun=All',
        'application/json',
        JSON.stringify(object).slice(0, 60),
      ],
      ['PUT', '/api/v1/namespaces/apps/configmaps/x/status', 'application/json', JSON.stringify(object).slice(0, 60)],
      [
        'PATCH',
        '/api/v1/namespaces/apps/configmaps/x?fieldManager=me&force=true&fieldValidation=Strict',
        'application/apply-patch+yaml',
        JSON.stringify(object).slice(0, 60),
      ],
      ['PATCH', '/api/v1/namespaces/apps/configmaps/x', 'application/json-patch+json', '[{"op":"remove","path":"/data"}]'],
      [
        'DELETE',
        '/api/v1/namespaces/apps/configmaps/x',
        'application/json',
        '{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy',
      ],
    ])
  })

  it('reads a list page by page and gives its items their kind; an expired list is read in one piece', async () => {
    let expire = false
    const {client, requests} = await setup((request, response) => {
      const url = new URL(request.url ?? '', 'http://x')
      const token = url.searchParams.get('continue')
      if (expire && token) return json(response, 410, status(410, 'Expired'))
      const more = !token && url.searchParams.get('limit') !== null
      json(response, 200, {
        kind: 'ConfigMapList',
        metadata: {resourceVersion: '7', ...(more ? {continue: 'next'} : {})},
        items: more ? [{metadata: {name: 'a'}}] : [{metadata: {name: 'b'}}],
      })
    })
    const list = await client.list(CM, {labelSelector: 'x=y'})
    expect(list.items).toEqual([
      {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}},
      {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'b'}},
    ])
    expect(requests.at(-1)?.url).toBe('/api/v1/configmaps?labelSelector=x%3Dy&limit=500&continue=next')
    expire = true
    expect((await client.list(CM)).items.map(({metadata}) => metadata.name)).toEqual(['b'])
    const page = await client.list(CM, {limit: 1})
    expect([page.items.length, page.continue]).toEqual([1, 'next'])
  })

  it('ends a list whose next page is always the same one', async () => {
    const {client, requests} = await setup((_, response) =>
      json(response, 200, {kind: 'ConfigMapList', metadata: {continue: 'next'}, items: [{metadata: {name: 'a'}}]}),
    )
    expect((await client.list(CM)).items).toHaveLength(1)
    expect(requests).toHaveLength(3)
  })

  it('takes what does not say what it is for JSON', async () => {
    const {client} = await setup((_, response) => response.end(JSON.stringify({kind: 'ConfigMap', metadata: {name: 'a b'}})))
    expect(await client.get(CM)).toMatchObject({metadata: {name: 'a b'}})
  })

  it('says who is named in the URL, whatever else says so', async () => {
    const {client, requests} = await setup(
      (_, response) => json(response, 200, {kind: 'ConfigMap', metadata: {name: 'a'}}),
      {},
      undefined,
      'me:pw@',
    )
    await client.get(CM)
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`)
  })

  it('sends the bytes of UTF-8 where a name has other letters than ASCII', async () => {
    const {client, requests} = await setup((_, response) => json(response, 200, {kind: 'ConfigMap', metadata: {name: 'a'}}))
    await client.impersonate({user: 'é😀', groups: ['ü']}).get(CM)
    const sent = ['impersonate-user', 'impersonate-group'].map((name) =>
      Buffer.from(String(requests.at(-1)?.headers[name]), 'latin1'),
    )
    expect(sent.map(String)).toEqual(['é😀', 'ü'])
  })

  it('repeats what says when to come again, and takes every other refusal for an answer', async () => {
    let left = 2
    let code = 429
    let headers: Record<string, string> = {'retry-after': '3'}
    const {client, requests, slept} = await setup((_, response) => {
      if (left-- > 0) return json(response, code, status(code, 'Down'), headers)
      json(response, 200, {kind: 'ConfigMap'})
    })
    const made = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {namespace: 'apps', name: 'x'}}
    await client.create(made)
    left = 1
    code = 503
    await client.get(CM)
    expect(slept).toEqual([3000, 3000, 3000])
    headers = {}
    for (code of [429, 500, 502, 503, 504]) {
      left = 1
      const before = requests.length
      await expect(client.get(CM)).rejects.toThrow('Down')
      left = 1
      await expect(client.apply(made, {fieldManager: 'x'})).rejects.toThrow('Down')
      expect(requests.length - before).toBe(2)
    }
    expect(slept).toHaveLength(3)
  })

  it('says what the server said last when time is over', async () => {
    const {client} = await setup(
      (_, response) => json(response, 429, status(429, 'Slow'), {'retry-after': '3'}),
      {},
      () => {
        throw new DOMException('over', 'TimeoutError')
      },
    )
    await expect(client.get(CM)).rejects.toThrow('Slow')
  })

  it.each([
    [200, 'text/html', '<html>', "serializer for text/html doesn't exist"],
    [200, 'application/json', '{"kind":"Conf', "couldn't get version/kind; json parse error: unexpected end of JSON input"],
    [200, 'application/json', '', '0-length response with status code: 200 and content type: application/json'],
    [403, 'text/html', '<html>no</html>\n', '<html>no</html> (get configmaps a b)'],
    [403, 'application/json', '{"no":1}', 'unknown (get configmaps a b)'],
    [
      502,
      'text/html',
      '<html>',
      'an error on the server ("<html>") has prevented the request from succeeding (get configmaps a b)',
    ],
  ])('says in the words of client-go what is no object: %i %s %s', async (code, type, body, words) => {
    const {client} = await setup((_, response) => response.writeHead(code, {'content-type': type}).end(body))
    await expect(client.get(CM)).rejects.toThrow(words)
  })

  it('repeats reads and applies whose connection broke, and takes fresh credentials after a 401', async () => {
    let breaks = 1
    const {client, requests, slept} = await setup((request, response) => {
      if (breaks-- > 0) return void request.socket.destroy()
      if (request.headers.authorization === 'Bearer token-0') return json(response, 401, status(401, 'Unauthorized'))
      json(response, 200, {kind: 'ConfigMap'})
    })
    await client.get(CM)
    expect(requests.at(-1)?.headers.authorization).toBe('Bearer token-1')
    // the kept connection of discovery had ended: nothing to wait after, unless a new one (two are kept by now) breaks as well
    expect(slept).toEqual([])
    breaks = 3
    await client.get(CM)
    expect(slept).toEqual([200])
    breaks = 1
    await expect(client.update({apiVersion: 'v1', kind: 'ConfigMap', metadata: {namespace: 'apps', name: 'x'}})).rejects.toThrow()
  })

  it('waits after its burst, unless the server has priority and fairness', async () => {
    const answerWith = (headers: Record<string, string>) => (_: IncomingMessage, response: ServerResponse) =>
      json(response, 200, {apiVersion: 'v1', kind: 'ConfigMap'}, headers)
    const plain = await setup(answerWith({}), {qps: 10, burst: 2})
    const fair = await setup(answerWith({'x-kubernetes-pf-flowschema-uid': 'f'}), {qps: 10, burst: 2})
    for (const {client} of [plain, fair]) for (let time = 0; time < 4; time++) await client.get(CM)
    expect(plain.slept).toEqual([100, 200, 300])
    expect(fair.slept).toEqual([])
  })

  it('waits for a server with priority and fairness, too, when somebody asked for that', async () => {
    const {client, slept} = await setup(
      (_, response) => json(response, 200, {apiVersion: 'v1', kind: 'ConfigMap'}, {'x-kubernetes-pf-flowschema-uid': 'f'}),
      {qps: 10, burst: 2, obeyed: true},
    )
    for (let time = 0; time < 4; time++) await client.get(CM)
    expect(slept).toEqual([100, 200, 300])
  })

  it('writes to no kept connection that the server has closed right after its answer', async () => {
    const {client, requests} = await setup((_, response) => {
      json(response, 200, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}})
      response.socket?.end()
    })
    for (let time = 0; time < 20; time++) {
      await client.get(CM)
      await client.update({apiVersion: 'v1', kind: 'ConfigMap', metadata: {namespace: 'apps', name: 'x', resourceVersion: '1'}})
    }
    expect(requests.filter(({method}) => method === 'PUT')).toHaveLength(20)
  })

  it('impersonates by headers, one pooled client per identity', async () => {
    const {client, requests} = await setup((_, response) => json(response, 200, {kind: 'ConfigMap'}))
    const user = {user: 'system:serviceaccount:apps:sync', groups: ['a', 'b']}
    expect(client.impersonate(user)).toBe(client.impersonate({...user}))
    await client.impersonate(user).get(CM)
    expect(requests.at(-1)?.headers).toMatchObject({'impersonate-user': user.user, 'impersonate-group': 'a, b'})
  })

  it('reads warnings', async () => {
    const {client} = await setup((_, response) => json(response, 200, {}, {warning: '299 - "one, \\"two\\"", 299 - "three"'}))
    expect((await client.raw({method: 'GET', path: '/x'})).warnings).toEqual(['one, "two"', 'three'])
  })
})

describe('watch', () => {
  const line = (type: string, name: string, resourceVersion: string) =>
    JSON.stringify({type, object: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, resourceVersion}}}) + '\n'

  it('goes on over connections from where it was, and throws 410', async () => {
    let connections = 0
    const {client, requests, slept} = await setup((_, response) => {
      connections++
      response.writeHead(200, {'content-type': 'application/json'})
      if (connections === 1) {
        response.write(line('ADDED', 'a', '5').slice(0, 20))
        setTimeout(() => response.end(line('ADDED', 'a', '5').slice(20) + line('BOOKMARK', '', '9')), 5)
      } else if (connections === 2) {
        response.flushHeaders()
        setTimeout(() => response.socket?.destroy(), 5)
      } else
        response.end(
          line('DELETED', 'a', '11') + JSON.stringify({type: 'ERROR', object: status(410, 'Expired', 'too old')}) + '\n',
        )
    })
    const seen: string[] = []
    const error = await (async () => {
      for await (const event of client.watch(CM, {resourceVersion: '4', namespace: 'apps'})) seen.push(nameOf(event))
    })().catch((thrown) => thrown)
    expect(seen).toEqual(['ADDED a', 'BOOKMARK ', 'DELETED a'])
    expect(error).toMatchObject({code: 410, message: 'too old'})
    expect(requests.slice(1).map(({url}) => new URL(url, 'http://x').searchParams.get('resourceVersion'))).toEqual([
      '4',
      '9',
      '9',
    ])
    expect(slept).toEqual([800])
  })

  it('ends quietly when the signal aborts', async () => {
    const {client} = await setup((_, response) => {
      response.writeHead(200, {'content-type': 'application/json'})
      response.write(line('ADDED', 'a', '1'))
    })
    const stop = new AbortController()
    const seen: string[] = []
    for await (const event of client.watch(CM, {signal: stop.signal})) {
      seen.push(nameOf(event))
      stop.abort()
    }
    expect(seen).toEqual(['ADDED a'])
  })
})

it('is an error when the server switches to another protocol, which nobody asked for', async () => {
  const {client} = await setup((_, response) => {
    response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
  })
  await expect(client.list(CM, {namespace: 'apps'})).rejects.toThrow('the server switched to another protocol')
})

function nameOf(event: WatchEvent): string {
  return event.type === 'ERROR' ? event.type : `${event.type} ${event.object.metadata.name}`
}
