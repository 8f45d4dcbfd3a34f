import type {IncomingMessage} from 'node:http'
import type {ApiRequest} from '../request/api-request.js'
import {MAX_BODY} from '../request/body.js'
import {goQuery} from './go-url.js'

/** Reads one request to its end; rejects when the caller goes away before that. */
export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const sent = incoming.url ?? '/'
  // a whole address, as proxies are asked: the server is meant, whatever it is called
  const url = sent.startsWith('/') ? sent : sent.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '')
  const at = url.indexOf('?')
  return {
    method: incoming.method ?? 'GET',
    path: at < 0 ? url : url.slice(0, at),
    query: at < 0 ? NO_QUERY : queryOf(url.slice(at + 1)),
    headers: headersOf(incoming.rawHeaders),
    body: hasBody(incoming) ? await readBody(incoming) : undefined,
  }
}

const NO_QUERY: ApiRequest['query'] = new Map()

/** The last query that was read: clients send one many times over. */
const last: {search: string; query: ApiRequest['query']} = {search: '', query: NO_QUERY}

function queryOf(search: string): ApiRequest['query'] {
  if (search === last.search) return last.query
  last.query = goQuery(search)
  last.search = search
  return last.query
}

const NOT_ASCII = /[\x80-\xff]/

/** Header values are bytes; the API reads them as UTF-8. Repeated impersonation headers stay apart. */
function headersOf(raw: readonly string[]): ApiRequest['headers'] {
  const headers: Record<string, string | string[]> = {}
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase()
    const bytes = raw[index + 1]!
    const value = NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes
    const before = headers[name]
    if (before === undefined) headers[name] = value
    else if (name === 'accept') headers[name] = `${String(before)},${value}`
    else headers[name] = typeof before === 'string' ? [before, value] : [...before, value]
  }
  return headers
}

const hasBody = ({headers}: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

function readBody(incoming: IncomingMessage): Promise<ApiRequest['body']> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      // one byte more than allowed is enough to refuse it; the rest is read and dropped, up to a point
      if (size <= MAX_BODY + 65_536) chunks.push(chunk)
      else if (size > 16 * MAX_BODY) incoming.destroy(new Error('the body does not end'))
    })
    incoming.on('end', () => resolve(size === 0 ? undefined : {bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)}))
    incoming.on('error', reject)
  })
}
