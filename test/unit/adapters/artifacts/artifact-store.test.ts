import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ArtifactStoreOptions, createArtifacts} from '../../../../src/lib/adapters/artifacts/artifact-store.js'
import {startFileServer} from '../../../../src/lib/adapters/artifacts/file-server.js'
import {createDiskFs} from '../../../../src/lib/adapters/system/disk-fs.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {directoryNode, fileNode, MemoryTree, putNode} from '../../../../src/lib/formats/archive/memory-tree.js'
import type {Artifact, ArtifactStore} from '../../../../src/lib/ports/artifacts.js'
import type {Clock} from '../../../../src/lib/ports/clock.js'

const tasks = createTasks()
const http = createHttp(tasks)
const owner = {kind: 'GitRepository', namespace: 'ns', name: 'app'}
let now = 1_000_000_000_000
const waits: number[] = []
const clock: Clock = {
  now: () => now,
  monotonic: () => now,
  sleep: async (ms) => {
    waits.push(ms)
    now += ms
  },
  timeout: () => new AbortController().signal,
  timer: () => ({cancel() {}}),
}

function storeOf(options: Partial<ArtifactStoreOptions> = {}, env: Record<string, string> = {}): ArtifactStore {
  return createArtifacts(
    {fs: createDiskFs(tasks, systemRandom), http, clock, tasks, env},
    {advertisedHost: 'source-controller.flux-system.svc.cluster.local.', ...options},
  )
}

function treeOf(files: Record<string, string>): MemoryTree {
  const root = directoryNode()
  for (const [path, text] of Object.entries(files)) putNode(root, path, fileNode(Buffer.from(text)))
  return new MemoryTree(root)
}

const put = (store: ArtifactStore, file: string, text: string): Promise<Artifact> =>
  store.put({owner, revision: `main@sha1:${file}`, file: `${file}.tar.gz`, tree: treeOf({'a.txt': text})})
const read = async (store: ArtifactStore, artifact: Artifact): Promise<string> =>
  new TextDecoder().decode(await (await store.open(artifact)).read('a.txt'))

describe.each(['memory', 'disk'])('artifacts in %s', (where) => {
  const root = mkdtempSync(join(tmpdir(), 'artifacts-'))
  const options = where === 'disk' ? {root} : {}
  afterAll(() => rmSync(root, {recursive: true}))

  it('stores, checks and opens', async () => {
    now = 1_000_000_000_000
    const store = storeOf(options)
    const artifact = await put(store, 'a', '1')
    expect(artifact).toMatchObject({
      path: 'gitrepository/ns/app/a.tar.gz',
      url: 'http://source-controller.flux-system.svc.cluster.local./gitrepository/ns/app/a.tar.gz',
      revision: 'main@sha1:a',
      lastUpdateTime: '2001-09-09T01:46:40Z',
    })
    expect(artifact.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(await store.verify(artifact)).toBe(true)
    expect(await read(store, artifact)).toBe('1')
    expect(await store.open(artifact)).toBe(await store.open(artifact))
    expect(await store.check({...artifact, digest: ''})).toEqual({state: 'damaged', reason: 'artifact has no digest'})
    expect(await store.check({...artifact, digest: 'sha256:00'})).toEqual({
      state: 'damaged',
      reason: "computed digest doesn't match 'sha256:00'",
    })
    await store.remove(artifact)
    expect(await store.check(artifact)).toEqual({state: 'missing'})
    expect(await store.verify(artifact)).toBe(false)
    if (where === 'disk') expect(statSync(join(root, 'gitrepository/ns/app')).mode & 0o777).toBe(0o700)
  })

  it('keeps the newest and the young, never losing the current one', async () => {
    const store = storeOf({...options, retentionRecords: 2, retentionTtlMs: 60_000})
    const artifacts: Artifact[] = []
    for (const name of ['r1', 'r2', 'r3', 'r4']) {
      now += 1000
      artifacts.push(await put(store, name, name))
    }
    expect(await store.retain(owner, artifacts[3]!)).toEqual(['gitrepository/ns/app/r1.tar.gz', 'gitrepository/ns/app/r2.tar.gz'])
    now += 61_000
    expect(await store.retain(owner, artifacts[2]!)).toEqual(['gitrepository/ns/app/r4.tar.gz'])
    expect(await store.files.list('gitrepository/ns/app')).toEqual(['r3.tar.gz', 'r3.tar.gz.lock'])
    expect(await store.collect(owner, [])).toEqual(['gitrepository/ns/app/r3.tar.gz'])
    expect(await store.files.list('gitrepository/ns/app')).toBeUndefined()
    expect(await store.collect(owner, [])).toEqual([])
  })

  it('refuses names that lead elsewhere', async () => {
    const store = storeOf(options)
    const request = {owner, revision: 'x', file: '../x.tar.gz', tree: treeOf({})}
    await expect(store.put(request)).rejects.toThrow('leaves the artifact store')
    await expect(store.put({...request, file: 'x', owner: {...owner, name: '..'}})).rejects.toThrow('leaves the artifact store')
    await expect(store.check({...(await put(store, 'y', 'y')), path: '../../etc/passwd'})).rejects.toThrow('leaves')
    await store.collect(owner, [])
  })

  it.each(['sha1', 'sha384', 'sha512', 'blake3'] as const)('digests with %s', async (digestAlgorithm) => {
    const store = storeOf({...options, digestAlgorithm})
    const artifact = await put(store, digestAlgorithm, 'x')
    expect(artifact.digest.startsWith(`${digestAlgorithm}:`)).toBe(true)
    expect(await store.verify(artifact)).toBe(true)
    await store.collect(owner, [])
  })
})

describe('artifacts over http', () => {
  const root = mkdtempSync(join(tmpdir(), 'artifacts-'))
  let server: Awaited<ReturnType<typeof startFileServer>>
  let source: ArtifactStore
  let artifact: Artifact

  beforeAll(async () => {
    source = storeOf({root, advertisedHost: 'unused'})
    server = await startFileServer(source.files, {host: '127.0.0.1', port: 0})
    const made = await put(source, 'a', 'over the wire')
    artifact = {...made, url: `http://${server.address}/${made.path}`}
  })
  afterAll(async () => {
    await server.close()
    rmSync(root, {recursive: true})
  })

  it('opens what another store serves, once', async () => {
    const reader = storeOf()
    expect(await read(reader, artifact)).toBe('over the wire')
    await source.files.list('')
    expect(await reader.open({...artifact, url: 'http://127.0.0.1:1/gone'})).toBe(await reader.open(artifact))
  })

  it('takes the host that the environment names', async () => {
    const reader = storeOf({}, {SOURCE_CONTROLLER_LOCALHOST: server.address})
    const url = `http://source-controller.flux-system.svc.cluster.local./${artifact.path}`
    expect(
      await read(storeOf({advertisedHost: 'other'}, {SOURCE_CONTROLLER_LOCALHOST: server.address}), {...artifact, url}),
    ).toBe('over the wire')
    // Its own address: no way round the store that has lost the file.
    await expect(reader.open({...artifact, url})).rejects.toThrow('file not found')
  })

  it('checks the digest before anything is unpacked', async () => {
    const wrong = `sha256:${'0'.repeat(64)}`
    await expect(storeOf().open({...artifact, digest: wrong})).rejects.toThrow(
      `failed to verify archive: computed digest doesn't match provided '${wrong}' (check whether file size exceeds max download size)`,
    )
    await expect(storeOf().open({...artifact, digest: ''})).rejects.toThrow('empty digest')
    const bare = artifact.digest.replace('sha256:', '')
    expect(await read(storeOf(), {...artifact, digest: bare})).toBe('over the wire')
  })

  it('a 404 is final, other failures are tried again with growing waits', async () => {
    waits.length = 0
    await expect(storeOf().open({...artifact, url: `${artifact.url}x`})).rejects.toMatchObject({code: 'artifact-not-found'})
    expect(waits).toEqual([])
    let calls = 0
    const flaky = createServer((_request, response) => {
      calls++
      response.writeHead(calls < 5 ? 503 : 501).end()
    })
    await new Promise<void>((resolve) => flaky.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(flaky.address() as AddressInfo).port}/x`
    await expect(storeOf().open({...artifact, url})).rejects.toThrow(`failed to download archive from ${url} (status: 501)`)
    expect(waits).toEqual([5000, 10_000, 20_000, 30_000])
    await new Promise((resolve) => flaky.close(resolve))
    waits.length = 0
    await expect(storeOf({httpRetries: 1}).open({...artifact, url})).rejects.toThrow('connect: connection refused')
    expect(waits).toEqual([5000])
  })

  it('one reader that gives up does not fail the others', async () => {
    const reader = storeOf()
    const gone = AbortSignal.abort(new Error('given up'))
    const [first, second] = await Promise.allSettled([reader.open(artifact, gone), reader.open(artifact)])
    expect(first.status).toBe('rejected')
    expect(second.status).toBe('fulfilled')
  })

  it('serves conditional, partial and head requests, and listings', async () => {
    const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`http://${server.address}/${path}`, init)
    const whole = await get(artifact.path)
    const bytes = Buffer.from(await whole.arrayBuffer())
    const etag = whole.headers.get('etag')!
    expect(whole.headers.get('last-modified')).toMatch(/GMT$/)
    expect((await get(artifact.path, {headers: {'if-none-match': etag}})).status).toBe(304)
    expect((await get(artifact.path, {headers: {'if-modified-since': whole.headers.get('last-modified')!}})).status).toBe(304)
    const part = await get(artifact.path, {headers: {range: 'bytes=2-5'}})
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2-5/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(2, 6))
    expect((await get(artifact.path, {headers: {range: 'bytes=-3'}})).status).toBe(206)
    expect((await get(artifact.path, {headers: {range: `bytes=${bytes.length}-`}})).status).toBe(416)
    const head = await get(artifact.path, {method: 'HEAD'})
    expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([
      200,
      String(bytes.length),
      0,
    ])
    expect(await (await get('gitrepository/ns/app')).text()).toContain('<a href="./a.tar.gz">a.tar.gz</a>')
    expect((await get('nothing')).status).toBe(404)
    expect((await get('..%2f..%2fetc/passwd')).status).toBe(404)
    expect((await get(artifact.path, {method: 'POST'})).status).toBe(405)
  })

  it('takes over the files of an earlier process', async () => {
    writeFileSync(join(root, 'gitrepository/ns/app/old.tar.gz'), 'x')
    const later = storeOf({root, retentionTtlMs: 60_000, retentionRecords: 5})
    expect(await later.retain(owner, artifact)).toEqual([])
    now += 60_001
    expect(await later.retain(owner, artifact)).toEqual(['gitrepository/ns/app/old.tar.gz'])
    expect(readdirSync(join(root, 'gitrepository/ns/app'))).toEqual(['a.tar.gz', 'a.tar.gz.lock'])
  })
})
