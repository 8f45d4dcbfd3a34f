import {randomBytes} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {type AddressInfo, connect, type Socket} from 'node:net'
import {join} from 'node:path'
import {createCertificate} from '../../src/lib/adapters/apiserver/listen/certificate.js'
import {startGitHttp} from '../fakes/git-http.js'
import type {GitPlace, OpenGitPlace} from './git-places.js'
import {publishedRelease} from './published-release.js'

const LOGIN = `Basic ${btoa('git:canary-passw0rd')}`
const PROXY_USER = 'flux:canary-pr0xy'
const HOSTS = ['git.example.com', 'github.com', 'api.github.com', 'release-assets.githubusercontent.com']
/** A release that is no longer the newest. */
export const OLDER = 'v2.9.4'

export interface ProxiedPlace extends GitPlace {
  /** the way out of the cluster, with a login */
  readonly proxy: string
  /** `host:port` of each connection that went through it */
  readonly through: string[]
}

/** A network that is left through a proxy alone: behind it are a Git server and GitHub with an older release of Flux. */
export const proxiedPlace: OpenGitPlace = async (repos, folder): Promise<ProxiedPlace> => {
  await repos.create('fleet')
  const {ca, cert, key} = createCertificate(Date.now(), randomBytes, HOSTS)
  writeFileSync(join(folder, 'ca.pem'), ca)
  const release = await publishedRelease(OLDER)
  const outside = await startGitHttp({
    root: repos.served,
    tls: {cert, key},
    allow: (_, authorization) => authorization === LOGIN,
    intercept: (request, response) => gitHub(release, request, response),
  })
  const through: string[] = []
  const proxy = createServer((_, response) => response.writeHead(400).end())
  const open = new Set<Socket>()
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    const [host = ''] = (request.url ?? '').split(':')
    if (request.headers['proxy-authorization'] !== `Basic ${btoa(PROXY_USER)}`) return socket.end('HTTP/1.1 407 Login\r\n\r\n')
    if (!HOSTS.includes(host)) return socket.end('HTTP/1.1 403 Nobody goes there\r\n\r\n')
    through.push(request.url!)
    const target = connect(Number(outside.host.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(target).pipe(socket)
    })
    open.add(target)
    target.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = `http://${PROXY_USER}@127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const url = 'https://git.example.com/fleet'
  return {
    ...{through, proxy: address, repository: 'fleet', url},
    command: `bootstrap git --url=${url} --token-auth --ca-file=ca.pem`,
    env: {GIT_PASSWORD: 'canary-passw0rd', HTTPS_PROXY: address, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem')},
    secrets: ['canary-passw0rd', 'canary-pr0xy'],
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
      await outside.close()
    },
  }
}

/** What GitHub says of releases; false for what is none of it. */
function gitHub(release: Uint8Array, {headers, url}: IncomingMessage, response: ServerResponse): boolean {
  const answer = (status: number, more: Record<string, string> = {}, body: Uint8Array | string = '') => {
    response.writeHead(status, more).end(body)
    return true
  }
  const [host = ''] = (headers.host ?? '').split(':')
  if (host === 'git.example.com') return false
  const at = `${host}${url}`
  if (at === `api.github.com/repos/fluxcd/flux2/releases/tags/${OLDER}`) return answer(200, {}, JSON.stringify({tag_name: OLDER}))
  const assets = 'release-assets.githubusercontent.com/manifests'
  if (at === `github.com/fluxcd/flux2/releases/download/${OLDER}/manifests.tar.gz`)
    return answer(302, {location: `https://${assets}`})
  return at === assets ? answer(200, {}, release) : answer(404)
}
