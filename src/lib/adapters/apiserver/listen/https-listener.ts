import {randomUUID} from 'node:crypto'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {createServer} from 'node:https'
import type {AddressInfo, Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {printJson} from '../../../formats/json/print.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import type {WatchEvent} from '../../../ports/kube.js'
import {PROTOBUF} from '../protobuf/envelope.js'
import type {ApiAnswer, ApiRequest, ApiResponse, ApiStream, ApiWatch} from '../request/api-request.js'
import {methodNotAllowed} from '../status.js'
import type {Certificate} from './certificate.js'
import {objectText} from './object-text.js'
import {isPretty} from './pretty.js'
import {readRequest} from './read-request.js'

export interface HttpsListener {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

type Handle = (request: ApiRequest) => Promise<ApiAnswer>

/** Bytes of a request's headers that Go's server takes (DefaultMaxHeaderBytes and its slop). */
const MOST_HEADERS = 2 ** 20 + 4096

/** Serves requests over HTTPS. */
export async function listenHttps(
  handle: Handle,
  certificate: Certificate,
  options: {readonly host: string; readonly port: number},
): Promise<HttpsListener> {
  const tls = {key: certificate.key, cert: certificate.cert, minVersion: 'TLSv1.2', maxHeaderSize: MOST_HEADERS} as const
  const server = createServer(tls, (incoming, outgoing) => {
    exchange(handle, incoming, outgoing).catch(() => outgoing.destroy())
  })
  const sockets = new Set<Socket>()
  server.on('secureConnection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // small answers must not wait for the delayed acknowledgement of the last one
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseUnparsed(error, socket))
  server.keepAliveTimeout = 120_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    // for good: a connection that cannot be taken later (no file is free) must not end the process
    server.on('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const {port} = server.address() as AddressInfo
  return {
    host: options.host,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** What Node's parser does not let through: unknown methods get the server's own answer, the rest a bare 400. */
function refuseUnparsed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  if (error.code !== 'HPE_INVALID_METHOD') {
    const line = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
    socket.end(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    return
  }
  const body = `${printJson(methodNotAllowed().status)}\n`
  socket.end(
    `HTTP/1.1 405 Method Not Allowed\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

async function exchange(handle: Handle, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = new HttpsRequest(await readRequest(incoming), outgoing)
  const own = ownAnswer(request, incoming.url ?? '')
  if (own) {
    writeResponse(request, outgoing, own)
    return
  }
  const answer = await handle(request)
  if (answer.kind === 'response') writeResponse(request, outgoing, answer.response)
  else if (answer.kind === 'watch') await writeWatch(outgoing, answer.watch)
  else await writeStream(outgoing, answer.stream)
}

/** The server's own handlers speak of caches; Go's do not. */
const NO_CACHE_WORD = {'cache-control': ''}

/** What Go's HTTP server answers itself: it has no handler for the server as a whole, and takes no names in addresses. */
function ownAnswer({method}: ApiRequest, url: string): ApiResponse | undefined {
  if (url === '*' && method === 'OPTIONS') return {status: 200, headers: NO_CACHE_WORD, body: undefined, warnings: []}
  if (url.startsWith('/') || !/^[a-z][\w+.-]*:\/\/[^/?#]*@/i.test(url)) return undefined
  const headers = {...NO_CACHE_WORD, 'content-type': 'text/plain; charset=utf-8'}
  return {status: 400, headers, body: '400 Bad Request: malformed Host header', warnings: []}
}

/** A request that knows whether its caller is still there. Few ask for that; the others need no signal. */
class HttpsRequest implements ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: ApiRequest['query']
  readonly headers: ApiRequest['headers']
  readonly body: ApiRequest['body']
  private controller: AbortController | undefined

  constructor(
    request: ApiRequest,
    private readonly outgoing: ServerResponse,
  ) {
    this.method = request.method
    this.path = request.path
    this.query = request.query
    this.headers = request.headers
    this.body = request.body
  }

  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal
    const made = new AbortController()
    this.controller = made
    if (this.outgoing.destroyed) made.abort()
    else this.outgoing.on('close', () => made.abort())
    return made.signal
  }
}

/** Headers as they are sent, name after value: Node takes them so without looking each up. */
function headersFor(type: string, own: Readonly<Record<string, string>>, warnings: readonly string[]): string[] {
  const headers = ['audit-id', randomUUID()]
  if (own['cache-control'] === undefined) headers.push('cache-control', 'no-cache, private')
  if (type !== '' && own['content-type'] === undefined) headers.push('content-type', type)
  for (const name in own) if (own[name] !== '') headers.push(name, own[name]!)
  for (const text of warnings) headers.push('warning', Buffer.from(`299 - ${JSON.stringify(text)}`).toString('latin1'))
  return headers
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text)

function writeResponse(request: ApiRequest, outgoing: ServerResponse, response: ApiResponse): void {
  const {body, status} = response
  const isText = body === undefined || typeof body === 'string'
  const headers = headersFor(isText ? '' : 'application/json', response.headers, response.warnings)
  if (response.bytes) {
    headers.push('content-length', String(response.bytes.length))
    outgoing.writeHead(status, headers).end(response.headOnly ? undefined : response.bytes)
    return
  }
  const text = isText ? (body ?? '') : jsonText(request, status, body)
  // a short string leaves together with the headers, in one record; a long one would only be copied for that
  // (which is then one text of UTF-8, where headers are bytes already)
  const sent = text.length < 65_536 && response.warnings.every(isAscii) ? text : Buffer.from(text)
  headers.push('content-length', String(Buffer.byteLength(sent)))
  outgoing.writeHead(status, headers)
  if (response.headOnly || text === '') outgoing.end()
  else outgoing.end(sent)
}

/** kube-apiserver ends what it indents without a newline. */
function jsonText(request: ApiRequest, status: number, body: JsonValue): string {
  if (isPretty(request, status)) return printJson(body, 2)
  return `${isObject(body) ? objectText(body) : printJson(body)}\n`
}

async function writeWatch(outgoing: ServerResponse, watch: ApiWatch): Promise<void> {
  const {encode} = watch
  outgoing.writeHead(200, headersFor(encode ? `${PROTOBUF};stream=watch` : 'application/json', {}, watch.warnings))
  if (watch.warnings.every(isAscii)) outgoing.flushHeaders()
  else outgoing.write(Buffer.alloc(0))
  outgoing.on('close', watch.stop)
  try {
    for await (const event of watch.events) {
      if (outgoing.destroyed) break
      if (!outgoing.write(encode ? encode(event) : eventText(event))) await drained(outgoing)
    }
  } finally {
    watch.stop()
    outgoing.end()
  }
}

function eventText(event: WatchEvent): string {
  const object = event.type === 'ERROR' ? printJson(event.status) : objectText(event.object)
  return `{"type":"${event.type}","object":${object}}\n`
}

/** A reader that takes nothing for so long is gone or stuck: what waits for it is let go, and it can watch again. */
const STALLED_MS = 60_000

async function drained(outgoing: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const stalled = setTimeout(() => outgoing.destroy(), STALLED_MS).unref()
    const done = () => {
      clearTimeout(stalled)
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    outgoing.once('drain', done)
    outgoing.once('close', done)
  })
}

async function writeStream(outgoing: ServerResponse, {chunks, contentType = 'text/plain'}: ApiStream): Promise<void> {
  outgoing.writeHead(200, headersFor(contentType, {}, []))
  outgoing.flushHeaders()
  for await (const chunk of chunks) {
    if (outgoing.destroyed) break
    if (!outgoing.write(chunk)) await drained(outgoing)
  }
  outgoing.end()
}
