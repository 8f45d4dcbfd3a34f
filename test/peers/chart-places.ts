import {spawn} from 'node:child_process'
import {createHash, randomBytes} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {createServer as createPlain, type RequestListener} from 'node:http'
import {createServer as createSecure, request} from 'node:https'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {archive} from '../../scripts/helm-cases/archive.js'
import {bcryptHash} from '../../src/lib/engines/gotemplate/sprig/crypto/bcrypt.js'
import {freePort} from '../handover/processes.js'
import {findPeer} from './peers.js'

/** Name and password of everything that asks for them. */
export const READER = {username: 'reader', password: 'read-only-1'}
const BASIC = `Basic ${Buffer.from(`${READER.username}:${READER.password}`).toString('base64')}`

export interface Place {
  /** `127.0.0.1:PORT` */
  readonly host: string
  close(): void
}

/** The archive of a chart whose only template prints what it is. */
export function chartArchive(name: string, version: string, mark = version): Buffer {
  const text = archive({
    [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: "${version}"\n`,
    [`${name}/templates/a.yaml`]: `kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata: {version: "{{ .Chart.Version }}", mark: "${mark}"}\n`,
  })
  return Buffer.from(text.slice('base64:'.length), 'base64')
}

export const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')

/** What a web server has: by path, with its query. `!` before a path: only for those who log in. */
export type Site = Readonly<Record<string, string | Uint8Array | {readonly location: string}>>

/** A web server on loopback, with TLS when there is a certificate. */
export async function startSite(site: () => Site, tls?: {readonly cert: string; readonly key: string}): Promise<Place> {
  const answer: RequestListener = (asked, response) => {
    const all = site()
    const path = asked.url!
    const isClosed = `!${path}` in all
    if (isClosed && asked.headers.authorization !== BASIC) return void response.writeHead(401).end()
    const content = all[isClosed ? `!${path}` : path]
    if (content === undefined) return void response.writeHead(404).end()
    if (typeof content === 'object' && 'location' in content)
      return void response.writeHead(302, {location: content.location}).end()
    response.end(content)
  }
  const server = tls ? createSecure(tls, answer) : createPlain(answer)
  server.listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  return {host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close()}
}

/** A real registry with TLS that asks for the reader's name and password. */
export async function startRegistry(folder: string, tls: {readonly cert: string; readonly key: string}): Promise<Place> {
  const port = await freePort()
  // a cheap hash: the registry checks it at every request
  const hash = bcryptHash(Buffer.from(READER.password), randomBytes(16), 4)
  for (const [name, text] of Object.entries({...tls, htpasswd: `${READER.username}:${hash}\n`}))
    writeFileSync(join(folder, name), text)
  const lines = [
    ...['version: 0.1', 'log: {level: error}', `storage: {filesystem: {rootdirectory: ${folder}/data}}`],
    `http: {addr: "127.0.0.1:${port}", tls: {certificate: ${folder}/cert, key: ${folder}/key}}`,
    `auth: {htpasswd: {realm: r, path: ${folder}/htpasswd}}`,
  ]
  writeFileSync(join(folder, 'registry.yml'), lines.join('\n'))
  const child = spawn(findPeer('docker-registry')!, ['serve', join(folder, 'registry.yml')], {stdio: 'ignore'})
  const host = `127.0.0.1:${port}`
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await ask(host, 'GET', '/v2/').catch(() => undefined)) !== undefined) return {host, close: () => void child.kill()}
    await new Promise((done) => setTimeout(done, 50))
  }
  child.kill()
  throw new Error('the registry does not come up')
}

/** One request to the registry, as the reader; the status. */
async function ask(
  host: string,
  method: string,
  path: string,
  type?: string,
  body?: Uint8Array,
): Promise<{status: number; location: string}> {
  return new Promise((done, fail) => {
    const headers = {authorization: BASIC, ...(type && {'content-type': type, 'content-length': body?.length ?? 0})}
    const asked = request(new URL(path, `https://${host}`), {method, headers, rejectUnauthorized: false}, (response) => {
      response.resume()
      response.once('end', () => done({status: response.statusCode!, location: response.headers.location ?? ''}))
    })
    asked.once('error', fail).end(body)
  })
}

export const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'

/** Puts a manifest with layers of some types under a tag; its digest. */
export async function push(
  host: string,
  repository: string,
  tag: string,
  layers: readonly {readonly type: string; readonly data: Uint8Array}[],
): Promise<string> {
  const descriptor = async (mediaType: string, data: Uint8Array) => {
    const digest = `sha256:${sha256(data)}`
    const {location} = await ask(host, 'POST', `/v2/${repository}/blobs/uploads/`)
    const place = new URL(location, `https://${host}`)
    place.searchParams.set('digest', digest)
    await ask(host, 'PUT', place.pathname + place.search, 'application/octet-stream', data)
    return {mediaType, digest, size: data.length}
  }
  const type = 'application/vnd.oci.image.manifest.v1+json'
  const config = await descriptor('application/vnd.cncf.helm.config.v1+json', Buffer.from('{}'))
  const list: object[] = []
  for (const layer of layers) list.push(await descriptor(layer.type, layer.data))
  const manifest = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: type, config, layers: list}))
  const {status} = await ask(host, 'PUT', `/v2/${repository}/manifests/${tag}`, type, manifest)
  if (status !== 201) throw new Error(`${repository}:${tag}: ${status}`)
  return `sha256:${sha256(manifest)}`
}
