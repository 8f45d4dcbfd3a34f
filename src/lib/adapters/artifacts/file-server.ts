import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {ArtifactFiles} from '../../ports/artifacts.js'
import {digestBytes} from './digest.js'

export interface FileServer {
  /** `host:port` it listens on */
  readonly address: string
  close(): Promise<void>
}

export interface FileServerListen {
  /** absent: every address of this machine */
  readonly host?: string | undefined
  readonly port: number
}

/** Serves the store's files: GET and HEAD, ETag, conditional and range requests, folder listings. */
export async function startFileServer(files: ArtifactFiles, listen: FileServerListen): Promise<FileServer> {
  const server = createServer((request, response) => {
    answer(files, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    // for good: a connection that cannot be taken later (no file is free) must not end the process
    server.on('error', reject)
    server.listen(listen.port, listen.host, resolve)
  })
  const {address, port} = server.address() as AddressInfo
  return {
    address: `${address.includes(':') ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 5_000).unref()
      }),
  }
}

async function answer(files: ArtifactFiles, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, {allow: 'GET, HEAD'}).end()
    return
  }
  const path = pathOf(request.url ?? '/')
  if (path === undefined) return notFound(response)
  const bytes = await files.read(path)
  if (!bytes) return listing(files, path, request, response)
  const etag = `"${await digestBytes('sha256', bytes)}"`
  const modified = new Date(Math.floor(files.writtenAt(path) / 1000) * 1000)
  const headers = {etag, 'last-modified': modified.toUTCString(), 'accept-ranges': 'bytes', 'content-type': typeOf(path)}
  if (fresh(request, etag, modified)) {
    response.writeHead(304, {etag, 'last-modified': headers['last-modified']}).end()
    return
  }
  const range = rangeOf(request, bytes.length, etag)
  if (range === 'unsatisfiable') {
    response.writeHead(416, {'content-range': `bytes */${bytes.length}`}).end()
    return
  }
  const [from, to] = range ?? [0, bytes.length]
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': to - from,
    ...(range ? {'content-range': `bytes ${from}-${to - 1}/${bytes.length}`} : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes.subarray(from, to))
}

/** Undefined for a path that leaves the root or cannot be decoded. */
function pathOf(url: string): string | undefined {
  try {
    const parts = decodeURIComponent(url.split('?')[0]!.replace(/^\/+/, '')).split('/')
    return parts.some((part) => part === '..' || part === '.' || /[\\\0]/.test(part))
      ? undefined
      : parts.filter(Boolean).join('/')
  } catch {
    return undefined
  }
}

async function listing(files: ArtifactFiles, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const names = await files.list(path)
  if (!names) return notFound(response)
  const lines = names.map((name) => `<a href="./${encodeURIComponent(name).replaceAll('%2F', '/')}">${escapeHtml(name)}</a>\n`)
  response.writeHead(200, {'content-type': 'text/html; charset=utf-8'})
  response.end(request.method === 'HEAD' ? undefined : `<pre>\n${lines.join('')}</pre>\n`)
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, {'content-type': 'text/plain; charset=utf-8'}).end('404 page not found\n')
}

function fresh(request: IncomingMessage, etag: string, modified: Date): boolean {
  const match = request.headers['if-none-match']
  if (match !== undefined) return match === '*' || match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return !Number.isNaN(since) && modified.getTime() <= since
}

/** One range; several, or one under another ETag, mean the whole file. */
function rangeOf(request: IncomingMessage, length: number, etag: string): [number, number] | 'unsatisfiable' | undefined {
  const condition = request.headers['if-range']
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '')
  if (!match || (condition !== undefined && condition !== etag)) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  if (first === '') return last === '0' ? 'unsatisfiable' : [Math.max(0, length - Number(last)), length]
  const from = Number(first)
  const to = last === '' ? length : Math.min(length, Number(last) + 1)
  return from >= length || to <= from ? 'unsatisfiable' : [from, to]
}

function typeOf(path: string): string {
  return path.endsWith('.gz') || path.endsWith('.tgz') ? 'application/gzip' : 'text/plain; charset=utf-8'
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;')
}
