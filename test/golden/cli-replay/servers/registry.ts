import {createHash} from 'node:crypto'
import type {IncomingMessage, RequestListener, ServerResponse} from 'node:http'

interface Manifest {
  readonly bytes: Buffer
  readonly type: string
}

/** An OCI registry in memory, empty at first: as much of the distribution API as pushing, pulling, tagging and listing need. */
export function registryListener(): RequestListener {
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, Manifest>()
  const uploads = new Map<string, Buffer[]>()
  return async (request, response) => {
    const url = new URL(request.url!, 'http://registry')
    const body = await bodyOf(request)
    response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
    const match = /^\/v2\/(.+)\/(blobs\/uploads|blobs|manifests|tags)\/?([^/]*)$/.exec(url.pathname)
    if (!match) {
      send(response, url.pathname === '/v2/' ? 200 : 404)
      return
    }
    const [, name = '', kind, reference = ''] = match
    if (kind === 'blobs/uploads') {
      upload(request, response, {name, id: reference, url, body, blobs, uploads})
      return
    }
    if (kind === 'blobs') {
      blob(request, response, blobs.get(reference))
      return
    }
    if (kind === 'tags') {
      tags(response, name, manifests)
      return
    }
    manifest(request, response, {name, reference, body, manifests})
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, status: number, headers: Record<string, string> = {}, body?: Buffer | string): void {
  response.writeHead(status, headers).end(body)
}

function refuse(response: ServerResponse, code: string, message: string): void {
  send(response, 404, {'Content-Type': 'application/json'}, JSON.stringify({errors: [{code, message}]}))
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

interface Upload {
  readonly name: string
  readonly id: string
  readonly url: URL
  readonly body: Buffer
  readonly blobs: Map<string, Buffer>
  readonly uploads: Map<string, Buffer[]>
}

function upload(request: IncomingMessage, response: ServerResponse, {name, id, url, body, blobs, uploads}: Upload): void {
  const digest = url.searchParams.get('digest')
  if (request.method === 'POST' && digest === null) {
    const fresh = String(uploads.size + 1)
    uploads.set(fresh, [])
    send(response, 202, {Location: `/v2/${name}/blobs/uploads/${fresh}`, Range: '0-0'})
    return
  }
  const parts = uploads.get(id) ?? []
  parts.push(body)
  if (digest === null) {
    send(response, 202, {Location: `/v2/${name}/blobs/uploads/${id}`})
    return
  }
  const bytes = Buffer.concat(parts)
  if (digestOf(bytes) !== digest) {
    refuse(response, 'DIGEST_INVALID', 'digest does not match contents')
    return
  }
  blobs.set(digest, bytes)
  send(response, 201, {Location: `/v2/${name}/blobs/${digest}`, 'Docker-Content-Digest': digest})
}

function blob(request: IncomingMessage, response: ServerResponse, bytes: Buffer | undefined): void {
  if (!bytes) {
    refuse(response, 'BLOB_UNKNOWN', 'Unknown blob')
    return
  }
  const headers = {'Content-Length': String(bytes.length), 'Docker-Content-Digest': digestOf(bytes)}
  send(response, 200, headers, request.method === 'HEAD' ? undefined : bytes)
}

function tags(response: ServerResponse, name: string, manifests: ReadonlyMap<string, Manifest>): void {
  const found = [...manifests.keys()].filter((key) => key.startsWith(`${name} `)).map((key) => key.slice(name.length + 1))
  if (found.length === 0) {
    refuse(response, 'NAME_UNKNOWN', 'Unknown name')
    return
  }
  const list = found.filter((tag) => !tag.startsWith('sha256:')).sort()
  send(response, 200, {'Content-Type': 'application/json'}, JSON.stringify({name, tags: list}))
}

interface ManifestCall {
  readonly name: string
  readonly reference: string
  readonly body: Buffer
  readonly manifests: Map<string, Manifest>
}

function manifest(request: IncomingMessage, response: ServerResponse, {name, reference, body, manifests}: ManifestCall): void {
  if (request.method === 'PUT') {
    const stored = {bytes: body, type: String(request.headers['content-type'])}
    manifests.set(`${name} ${reference}`, stored)
    manifests.set(`${name} ${digestOf(body)}`, stored)
    send(response, 201, {'Docker-Content-Digest': digestOf(body)})
    return
  }
  const found = manifests.get(`${name} ${reference}`)
  if (!found && ![...manifests.keys()].some((key) => key.startsWith(`${name} `))) {
    refuse(response, 'NAME_UNKNOWN', 'Unknown name')
    return
  }
  if (!found) {
    refuse(response, 'MANIFEST_UNKNOWN', 'Unknown manifest')
    return
  }
  const {bytes, type} = found
  const headers = {'Content-Type': type, 'Content-Length': String(bytes.length), 'Docker-Content-Digest': digestOf(bytes)}
  send(response, 200, headers, request.method === 'HEAD' ? undefined : bytes)
}
