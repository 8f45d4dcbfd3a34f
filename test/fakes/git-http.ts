import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'

export interface GitHttpOptions {
  /** folder of bare repositories */
  readonly root: string
  /** Whether a request may pass; `false` answers 401 `Unauthorized` and a newline. */
  readonly allow?: (path: string, authorization: string | undefined) => boolean
  /** Sees every request first; true when it has answered it. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly tls?: {key: string; cert: string; ca?: string; requestCert?: boolean}
  /** default: any free one */
  readonly port?: number
}

export interface GitHttp {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** `METHOD path` of each request */
  readonly requests: string[]
  close(): Promise<void>
}

/** Smart HTTP as git's own `http-backend` speaks it, on loopback. */
export async function startGitHttp(options: GitHttpOptions): Promise<GitHttp> {
  const requests: string[] = []
  const packs = new Map<string, Answer>()
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(`${request.method} ${request.url}`)
    if (options.intercept?.(request, response)) return
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = decodeURIComponent(url.pathname)
    if (options.allow && !options.allow(path, request.headers.authorization)) {
      response.writeHead(401, {'www-authenticate': 'Basic realm="git"', 'content-type': 'text/plain'}).end('Unauthorized\n')
      return
    }
    const match = /^(.*?)(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/.exec(path)
    if (!match || path.includes('..') || !existsSync(join(options.root, match[1]!, 'HEAD'))) {
      response.writeHead(404).end()
      return
    }
    backend(options.root, packs, request).then(
      (answer) => response.writeHead(answer.status, answer.headers).end(answer.body),
      () => response.destroy(),
    )
  }
  const server = options.tls
    ? createTlsServer({...options.tls, rejectUnauthorized: options.tls.requestCert === true}, handle)
    : createServer(handle)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `${options.tls ? 'https' : 'http'}://${host}`,
    host,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Buffer
}

/** What git answers to one request. The same wants always bring the same pack, so packs are asked for once. */
async function backend(root: string, packs: Map<string, Answer>, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const path = decodeURIComponent(url.pathname)
  const raw = await collect(request)
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
  const key = path.endsWith('/git-upload-pack') ? `${path} ${body.toString('latin1')}` : undefined
  const known = key && packs.get(key)
  if (known) return known
  const answer = await runBackend(root, path, url.search.slice(1), request, body)
  if (key) packs.set(key, answer)
  return answer
}

async function runBackend(root: string, path: string, query: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const child = spawn('git', ['-c', 'safe.directory=*', '-c', 'http.receivepack=true', 'http-backend'], {
    env: {
      PATH: process.env.PATH,
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'git',
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(body)
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
  const all = Buffer.concat(chunks)
  const end = all.indexOf('\r\n\r\n')
  if (end < 0) return {status: 500, headers: {}, body: all}
  const lines = all.toString('latin1', 0, end).split('\r\n')
  const {Status: status = '200', ...headers} = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]))
  return {status: Number.parseInt(status, 10), headers, body: all.subarray(end + 4)}
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/**
 * Answers that no git gives, by a word in the path: `err500`, `err403`, `html`, `redirect` to the same path without it,
 * `hang` never answers, `cut-refs` and `cut-pack` break off, `github-api` has an app's installation 7 of the user `dev`.
 */
export function oddAnswers(request: IncomingMessage, response: ServerResponse): boolean {
  const url = request.url ?? ''
  const status = /\/err(\d{3})\//.exec(url)?.[1]
  if (status) response.writeHead(Number(status), {'content-type': 'text/plain'}).end('no luck\n')
  else if (url.includes('/html/')) response.writeHead(200, {'content-type': 'text/html'}).end('<html>sign in</html>')
  else if (url.includes('/redirect/')) response.writeHead(301, {location: url.replace('/redirect/', '/')}).end()
  else if (url.includes('/hang/')) return true
  else if (url.includes('/cut-refs/') && url.includes('/info/refs')) breakOff(response, '001e# service=git-upload-pack\n0000')
  else if (url.includes('/cut-pack/') && !url.includes('/info/refs')) breakOff(response, '0008NAK\n0fff')
  else if (url.includes('/cut-pack/')) response.writeHead(200).end(refs())
  else if (url.includes('/github-api/')) gitHubApi(request, response)
  else return false
  return true
}

/** Who may see what: `private` the user dev, `tokened` the installation of the GitHub App, everybody the rest. */
export function knownVisitor(path: string, authorization: string | undefined): boolean {
  if (path.includes('/private/')) return authorization === `Basic ${btoa('dev:s3cret')}`
  return !path.includes('/tokened/') || authorization === `Basic ${btoa('x-access-token:tok')}`
}

function gitHubApi(request: IncomingMessage, response: ServerResponse): void {
  const reply = (status: number, body: object): void => {
    response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body))
  }
  const signed = /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(request.headers.authorization ?? '')
  if (!signed) reply(401, {message: 'Bad credentials'})
  else if (request.url?.endsWith('/users/dev/installation')) reply(200, {id: 7})
  else if (request.url?.endsWith('/app/installations/7/access_tokens'))
    reply(201, {token: 'tok', expires_at: '2126-01-01T00:00:00Z'})
  else reply(404, {message: 'Not Found'})
}

function breakOff(response: ServerResponse, start: string): void {
  response.writeHead(200, {'content-length': 5000})
  response.write(start)
  setTimeout(() => response.destroy(), 20)
}

function refs(): string {
  const line = `${'1'.repeat(40)} refs/heads/main\0side-band-64k shallow ofs-delta\n`
  return `001e# service=git-upload-pack\n0000${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`
}
