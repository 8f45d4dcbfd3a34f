import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {gzipBytes, writeTar} from '../../src/lib/formats/archive/write.js'
import {registryListener} from '../golden/cli-replay/servers/registry.js'
import {filesTree} from './files-tree.js'

const LOGIN = `Basic ${Buffer.from('reader:read-only-1').toString('base64')}`
const LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'

/** Hosts with charts, behind a proxy over plain HTTP. */
export interface ChartWorld {
  /** what `HTTP_PROXY` must be */
  readonly proxy: string
  /** `GET host/path` with the scheme of the login, of every request */
  readonly asked: readonly string[]
  close(): void
}

/** `charts.example.test` (`/stable`, and `/private` with a login) and `registry.example.test`, whose tokens come from another host. */
export async function startChartWorld(folder: string): Promise<ChartWorld> {
  const archives = new Map<string, Uint8Array>()
  for (const name of readdirSync(folder)) archives.set(name, await archiveOf(folder, name))
  const registry = registryListener()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://registry.example.test')
    const scheme = request.headers.authorization?.split(' ')[0] ?? 'anonymous'
    asked.push(`${request.method} ${url.host}${url.pathname} ${scheme}`)
    request.url = url.pathname + url.search
    if (url.host === 'charts.example.test') serveCharts(request, response, archives)
    else if (url.host === 'tokens.example.test') giveToken(request, response)
    else if (request.headers.authorization === 'Bearer T') registry(request, response)
    else response.writeHead(401, {'www-authenticate': challenge(url.pathname)}).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const [name, archive] of archives) await push(proxy, name, archive)
  asked.length = 0
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return {proxy, asked, close}
}

async function archiveOf(folder: string, chart: string): Promise<Uint8Array> {
  const files: Record<string, string> = {}
  for (const path of readdirSync(join(folder, chart), {recursive: true, withFileTypes: true})) {
    const file = join(path.parentPath, path.name)
    if (path.isFile()) files[file.slice(folder.length + 1)] = readFileSync(file, 'utf8')
  }
  return gzipBytes(await writeTar(filesTree(files), (_, isFolder) => isFolder))
}

const versionOf = (name: string) => (name === 'cache' ? '2.3.4' : '1.4.0')

function serveCharts(request: IncomingMessage, response: ServerResponse, archives: ReadonlyMap<string, Uint8Array>): void {
  const [, repository, file = ''] = /^\/(\w+)\/(.*)$/.exec(request.url!) ?? []
  if (repository === 'private' && request.headers.authorization !== LOGIN) {
    response.writeHead(401).end()
    return
  }
  const entries = [...archives].map(
    ([name, archive]) =>
      `  ${name}:\n  - {name: ${name}, version: ${versionOf(name)}, digest: ${sha(archive)}, urls: [${name}.tgz]}\n`,
  )
  if (file === 'index.yaml') response.end(`apiVersion: v1\nentries:\n${entries.join('')}`)
  else if (archives.has(file.replace('.tgz', ''))) response.end(archives.get(file.replace('.tgz', '')))
  else response.writeHead(404).end()
}

function challenge(path: string): string {
  const [, repository] = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(path) ?? []
  return `Bearer realm="http://tokens.example.test/token",service="registry",scope="repository:${repository}:pull"`
}

const giveToken: RequestListener = (request, response) => {
  const isKnown = request.headers.authorization === LOGIN && /service=registry&scope=repository/.test(request.url!)
  if (isKnown) response.end('{"token": "T"}')
  else response.writeHead(401).end()
}

const sha = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Under its version, and as `edge`. */
async function push(registry: string, name: string, archive: Uint8Array): Promise<void> {
  const headers = {authorization: 'Bearer T', 'content-type': 'application/vnd.oci.image.manifest.v1+json'}
  const put = (path: string, body: Uint8Array | string, method = 'PUT') =>
    fetch(`${registry}/v2/charts/${name}/${path}`, {method, headers, body: body as string})
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: {mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: `sha256:${sha('{}')}`, size: 2},
    layers: [{mediaType: LAYER, digest: `sha256:${sha(archive)}`, size: archive.length}],
  })
  await put('blobs/uploads/', '', 'POST')
  const uploads = await put('blobs/uploads/', '', 'POST')
  await put(`${uploads.headers.get('location')!.slice(`/v2/charts/${name}/`.length)}?digest=sha256:${sha(archive)}`, archive)
  for (const tag of [versionOf(name), 'edge']) await put(`manifests/${tag}`, manifest)
}
