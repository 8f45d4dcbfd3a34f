import {randomBytes} from 'node:crypto'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {createCertificate} from '../../../src/lib/adapters/apiserver/listen/certificate.js'
import {type GitHttp, startGitHttp} from '../git-http.js'

export interface HostCall {
  readonly method: string
  /** of the API, without its prefix; as it was sent, escapes and all */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

export interface HostAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What a host answers; undefined: nobody should have asked that. */
export type HostApi = (call: HostCall) => HostAnswer | undefined | Promise<HostAnswer | undefined>

export interface HostServer extends GitHttp {
  readonly ca: string
  /** `METHOD path` of each call of the API */
  readonly calls: string[]
  /** calls that nobody should have made */
  readonly unexpected: string[]
  /** breaks off every push */
  cut: boolean
  /** answers the next calls in place of the API; undefined lets one through */
  meanwhile: ((call: HostCall) => HostAnswer | undefined) | undefined
}

/** API and repositories of a Git host behind one address over TLS. `prefix` is where the API begins. */
export async function startHost(options: {
  readonly root: string
  readonly prefix: string
  readonly api: HostApi
  /** of the repositories */
  readonly allow: (path: string, authorization: string | undefined) => boolean
}): Promise<HostServer> {
  const {ca, cert, key} = createCertificate(Date.now(), randomBytes)
  const calls: string[] = []
  const unexpected: string[] = []
  const server: Pick<HostServer, 'meanwhile' | 'cut'> = {meanwhile: undefined, cut: false}
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const url = new URL(request.url ?? '/', 'https://host')
    const call: HostCall = {
      method: request.method ?? '',
      path: url.pathname.slice(options.prefix.length),
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
    calls.push(`${call.method} ${call.path}`)
    const given = server.meanwhile?.(call) ?? (await options.api(call))
    if (!given) unexpected.push(`${call.method} ${call.path} ${text}`)
    const {status, headers, body} = given ?? {status: 501, body: {message: 'unexpected'}}
    response.writeHead(status, {...(body === undefined ? {} : {'content-type': 'application/json; charset=utf-8'}), ...headers})
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }
  const git = await startGitHttp({
    root: options.root,
    tls: {cert, key},
    allow: options.allow,
    intercept: (request, response) => {
      if (server.cut && request.method === 'POST' && request.url?.endsWith('/git-receive-pack')) {
        response.destroy()
        return true
      }
      if (!request.url?.startsWith(options.prefix)) return false
      answer(request, response).catch((error: unknown) => {
        unexpected.push(String(error))
        response.destroy()
      })
      return true
    },
  })
  return Object.assign(server, git, {ca, calls, unexpected})
}
