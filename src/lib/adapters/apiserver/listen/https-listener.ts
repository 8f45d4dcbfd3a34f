import {randomUUID} from 'node:crypto'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {createServer} from 'node:https'
import type {AddressInfo, Socket} from 'node:net'
import type {Duplex} from 'node:stream'
import {printJson} from '../../../formats/json/print.js'
import {isObject} from '../../../formats/json/value.js'
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
  outgoing.setHeader('audit-id', randomUUID())
  outgoing.setHeader('cache-control', 'no-cache, private')
  const request = await readRequest(incoming)
  const own = ownAnswer(request, incoming.url ?? '')
  if (own) {
    outgoing.removeHeader('cache-control')
    writeResponse(request, outgoing, own)
    return
  }
  const answer = await handle(withSignal(request, outgoing))
  if (answer.kind === 'response') writeResponse(request, outgoing, answer.response)
  else if (answer.kind === 'watch') await writeWatch(outgoing, answer.watch)
  else await writeStream(outgoing, answer.stream)
}

const NO_CACHE_WORD = {'content-type': 'text/plain; charset=utf-8'}

/** What Go's HTTP server answers itself: it has no handler for the server as a whole, and takes no names in addresses. */
function ownAnswer({method}: ApiRequest, url: string): ApiResponse | undefined {
  if (url === '*' && method === 'OPTIONS') return {status: 200, headers: {}, body: undefined, warnings: []}
  if (!/^[a-z][\w+.-]*:\/\/[^/?#]*@/i.test(url)) return undefined
  return {status: 400, headers: NO_CACHE_WORD, body: '400 Bad Request: malformed Host header', warnings: []}
}

/** Few requests ask whether their caller is still there; the others need no signal. */
function withSignal(request: ApiRequest, outgoing: ServerResponse): ApiRequest {
  let controller: AbortController | undefined
  return {
    ...request,
    get signal() {
      if (controller) return controller.signal
      const made = new AbortController()
      controller = made
      if (outgoing.destroyed) made.abort()
      else outgoing.on('close', () => made.abort())
      return made.signal
    },
  }
}

function warningHeaders(outgoing: ServerResponse, warnings: readonly string[]): void {
  if (warnings.length === 0) return
  outgoing.setHeader(
    'warning',
    warnings.map((text) => Buffer.from(`299 - ${JSON.stringify(text)}`).toString('latin1')),
  )
}

function writeResponse(request: ApiRequest, outgoing: ServerResponse, response: ApiResponse): void {
  const {body, headers} = response
  warningHeaders(outgoing, response.warnings)
  for (const [name, value] of Object.entries(headers)) {
    if (value === '') outgoing.removeHeader(name)
    else outgoing.setHeader(name, value)
  }
  let text = ''
  if (typeof body === 'string') text = body
  else if (body !== undefined) {
    if (!headers['content-type']) outgoing.setHeader('content-type', 'application/json')
    // kube-apiserver ends what it indents without a newline
    text = isPretty(request, response.status) ? printJson(body, 2) : `${isObject(body) ? objectText(body) : printJson(body)}\n`
  }
  outgoing.statusCode = response.status
  if (response.bytes) {
    outgoing.setHeader('content-length', response.bytes.length)
    outgoing.end(response.headOnly ? undefined : response.bytes)
    return
  }
  // a short string leaves together with the headers, in one record; a long one would only be copied for that
  const sent = text.length < 65_536 ? text : Buffer.from(text)
  outgoing.setHeader('content-length', Buffer.byteLength(sent))
  if (response.headOnly || text === '') outgoing.end()
  else outgoing.end(sent)
}

async function writeWatch(outgoing: ServerResponse, watch: ApiWatch): Promise<void> {
  warningHeaders(outgoing, watch.warnings)
  const {encode} = watch
  outgoing.writeHead(200, {'content-type': encode ? `${PROTOBUF};stream=watch` : 'application/json'})
  outgoing.flushHeaders()
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
  outgoing.writeHead(200, {'content-type': contentType})
  outgoing.flushHeaders()
  for await (const chunk of chunks) {
    if (outgoing.destroyed) break
    if (!outgoing.write(chunk)) await drained(outgoing)
  }
  outgoing.end()
}
