import {generateKeyPairSync} from 'node:crypto'
import {mkdtempSync, rmSync} from 'node:fs'
import {createServer, request as forward, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import forge from 'node-forge'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createGit} from '../../../../src/lib/adapters/git/git-client.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import type {GitAuth, GitCheckout} from '../../../../src/lib/ports/git.js'
import {type GitHttp, startGitHttp} from '../../../fakes/git-http.js'
import {GitRepos} from '../../../fakes/git-repo.js'

/** A certificate for 127.0.0.1 or a DNS name, signed by itself or by a CA. */
function certificate(name: string, issuer?: {cert: forge.pki.Certificate; key: forge.pki.PrivateKey}, dns?: string) {
  // Node's own: forge looks for primes for half a minute on a busy machine
  const privateKeyEncoding = {type: 'pkcs1', format: 'pem'} as const
  const publicKeyEncoding = {type: 'spki', format: 'pem'} as const
  const pair = generateKeyPairSync('rsa', {modulusLength: 2048, privateKeyEncoding, publicKeyEncoding})
  const privateKey = forge.pki.privateKeyFromPem(pair.privateKey)
  const cert = forge.pki.createCertificate()
  cert.publicKey = forge.pki.publicKeyFromPem(pair.publicKey)
  cert.serialNumber = `0${Math.floor(1e9 + 1e9 * Number(issuer !== undefined))}`
  cert.validity.notBefore = new Date(Date.now() - 86_400_000)
  cert.validity.notAfter = new Date(Date.now() + 86_400_000)
  cert.setSubject([{name: 'commonName', value: name}])
  cert.setIssuer(issuer ? issuer.cert.subject.attributes : [{name: 'commonName', value: name}])
  cert.setExtensions([
    {name: 'basicConstraints', cA: issuer === undefined},
    {name: 'subjectAltName', altNames: [dns ? {type: 2, value: dns} : {type: 7, ip: '127.0.0.1'}]},
  ])
  cert.sign((issuer?.key ?? privateKey) as forge.pki.rsa.PrivateKey, forge.md.sha256.create())
  return {
    cert,
    key: privateKey,
    pem: {cert: forge.pki.certificateToPem(cert), key: pair.privateKey},
  }
}

describe('git over http: credentials, TLS, redirects, proxies, broken servers', () => {
  const root = mkdtempSync(join(tmpdir(), 'git-http-'))
  const repos = new GitRepos(root)
  const tasks = createTasks()
  const http = createHttp(tasks)
  const git = createGit({http, tasks})
  const extra: Server[] = []
  let plain: GitHttp
  let sha = ''

  const clone = (url: string, auth: GitAuth = {}, signal?: AbortSignal): Promise<GitCheckout> =>
    git.clone({url, ref: {branch: 'main'}, auth, signal})
  async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(handle)
    extra.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  beforeAll(async () => {
    await repos.create('app')
    sha = await repos.commit('app', {branch: 'main', message: 'first', write: {'a.txt': '1'}})
    plain = await startGitHttp({root: repos.served})
  })
  afterAll(async () => {
    await plain.close()
    for (const server of extra) server.closeAllConnections()
    for (const server of extra) server.close()
    http.close()
    rmSync(root, {recursive: true})
  })

  it('basic and bearer credentials, and their refusal', async () => {
    const wanted = new Set([`Basic ${btoa('dev:pw')}`, 'Bearer tok'])
    const server = await startGitHttp({root: repos.served, allow: (_path, given) => wanted.has(given ?? '')})
    const url = `${server.url}/app`
    expect((await clone(url, {username: 'dev', password: 'pw'})).commit.sha).toBe(sha)
    expect((await clone(url, {bearerToken: 'tok'})).commit.sha).toBe(sha)
    await expect(clone(url, {username: 'dev', password: 'no'})).rejects.toMatchObject({
      code: 'git-auth',
      message: `unable to clone '${url}': authentication required: Unauthorized\n`,
    })
    const secret = await clone(url.replace('//', '//dev:hunter2@')).catch((error: Error) => error.message)
    expect(secret).toContain('dev:***@')
    expect(secret).not.toContain('hunter2')
    await server.close()
  })

  it('a CA of the user and client certificates', async () => {
    const ca = certificate('test ca')
    const own = certificate('127.0.0.1', ca)
    const client = certificate('client', ca)
    const server = await startGitHttp({root: repos.served, tls: {...own.pem, ca: ca.pem.cert}})
    const mutual = await startGitHttp({root: repos.served, tls: {...own.pem, ca: ca.pem.cert, requestCert: true}})
    await expect(clone(`${server.url}/app`)).rejects.toThrow(
      `Get "${server.url}/app/info/refs?service=git-upload-pack": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    )
    expect((await clone(`${server.url}/app`, {ca: ca.pem.cert})).commit.sha).toBe(sha)
    await expect(clone(`${mutual.url}/app`, {ca: ca.pem.cert})).rejects.toMatchObject({code: 'git-network'})
    const auth = {ca: ca.pem.cert, clientCert: client.pem.cert, clientKey: client.pem.key}
    expect((await clone(`${mutual.url}/app`, auth)).commit.sha).toBe(sha)
    const named = certificate('named', ca, 'git.example.com')
    const other = await startGitHttp({root: repos.served, tls: {...named.pem, ca: ca.pem.cert}})
    await expect(clone(`${other.url}/app`, {ca: ca.pem.cert})).rejects.toThrow(
      "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
    )
    await expect(clone(`${mutual.url}/app`, {...auth, clientKey: own.pem.key})).rejects.toThrow(
      'tls: private key does not match public key',
    )
    // the certificate of the server itself is trusted when it is given
    expect((await clone(`${server.url}/app`, {ca: own.pem.cert})).commit.sha).toBe(sha)
    await expect(clone(`${plain.url.replace('http:', 'https:')}/app`)).rejects.toThrow(
      'http: server gave HTTP response to HTTPS client',
    )
    await other.close()
    await server.close()
    await mutual.close()
  })

  it('a redirect of the first request moves the repository; credentials stay with their host', async () => {
    const seen: (string | undefined)[] = []
    const target = await startGitHttp({root: repos.served, allow: (_path, given) => seen.push(given) > 0})
    const from = await serve((request, response) => {
      response.writeHead(301, {location: target.url + request.url!.replace('/old', '/app')}).end()
    })
    expect((await clone(`${from}/old`, {username: 'u', password: 'p'})).commit.sha).toBe(sha)
    expect(seen).toEqual([undefined, undefined])
    const loop = await serve((request, response) => void response.writeHead(302, {location: request.url!}).end())
    await expect(clone(`${loop}/x`)).rejects.toThrow('too many redirects')
    const elsewhere = await serve((_request, response) => void response.writeHead(302, {location: '/login'}).end())
    await expect(clone(`${elsewhere}/x`)).rejects.toThrow('http redirect: target "/login" does not end with /info/refs')
    const file = await serve((_request, response) => void response.writeHead(302, {location: 'file:///etc/info/refs'}).end())
    await expect(clone(`${file}/x`)).rejects.toThrow('unsupported scheme')
    await target.close()
  })

  it('through a proxy', async () => {
    let proxied = 0
    const proxy = await serve((request, response) => {
      proxied++
      const {method, headers} = request
      const onward = forward(request.url!, {method, headers}, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      })
      request.pipe(onward)
    })
    expect((await clone(`${plain.url}/app`, {proxy})).commit.sha).toBe(sha)
    expect(proxied).toBeGreaterThan(0)
  })

  it('a proxy that is not there or lets nobody through', async () => {
    const proxy = createServer().on('connect', (_request, socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    extra.push(proxy)
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const refusing = {proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`}
    await expect(clone('https://git.invalid/app', refusing)).rejects.toThrow(/upload-pack": Proxy Authentication Required$/)
    const gone = {proxy: 'http://127.0.0.1:9'}
    const text = 'proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused'
    for (const scheme of ['http', 'https']) {
      await expect(clone(`${scheme}://git.invalid/app`, gone)).rejects.toThrow(
        `Get "${scheme}://git.invalid/app/info/refs?service=git-upload-pack": ${text}`,
      )
    }
    await expect(clone('https://127.0.0.1:9/app')).rejects.toThrow('upload-pack": dial tcp 127.0.0.1:9:')
  })

  it('403, 500 and a page instead of references', async () => {
    const base = await serve((request, response) => {
      if (request.url!.startsWith('/page')) response.writeHead(200, {'content-type': 'text/html'}).end('<html>sign in</html>')
      else response.writeHead(request.url!.startsWith('/forbidden') ? 403 : 500).end('reason')
    })
    await expect(clone(`${base}/forbidden`)).rejects.toThrow(`unable to clone '${base}/forbidden': authorization failed: reason`)
    await expect(clone(`${base}/broken`)).rejects.toThrow(
      `unexpected client error: unexpected requesting "${base}/broken/info/refs?service=git-upload-pack" status code: 500`,
    )
    await expect(clone(`${base}/page`)).rejects.toMatchObject({code: 'git-protocol'})
  })

  it('a server that goes away in the middle of references or of the pack', async () => {
    const cut = async (at: string): Promise<string> => {
      const server = await startGitHttp({
        root: repos.served,
        intercept: (request, response) => {
          if (!request.url!.replace(/\?.*/, '').endsWith(at)) return false
          response.writeHead(200, {'content-type': `application/x-git-upload-pack-${at}`, 'content-length': 5000})
          response.write(at === 'info/refs' ? '001e# service=git-upload-pack\n0000' : '0008NAK\n0fff')
          setTimeout(() => response.destroy(), 20)
          return true
        },
      })
      const message = await clone(`${server.url}/app`).then(
        () => 'cloned',
        (error: Error) => error.message,
      )
      await server.close()
      return message
    }
    expect(await cut('info/refs')).toMatch(/invalid pkt-len found$/)
    expect(await cut('git-upload-pack')).toMatch(/error decoding upload-pack response: unexpected EOF$/)
  })

  it('a timeout and an abort end the wait at once', async () => {
    const silent = await serve(() => {})
    const timeout = new AbortController()
    const waiting = clone(`${silent}/app`, {}, timeout.signal)
    timeout.abort(new DOMException('late', 'TimeoutError'))
    await expect(waiting).rejects.toMatchObject({
      code: 'git-timeout',
      message: `unable to clone '${silent}/app': Get "${silent}/app/info/refs?service=git-upload-pack": context deadline exceeded`,
    })
    const abort = AbortSignal.abort()
    await expect(clone(`${silent}/app`, {}, abort)).rejects.toThrow('context canceled')
  })

  it('refuses other schemes', async () => {
    await expect(clone('file:///etc')).rejects.toThrow("unsupported scheme in URL 'file:///etc'")
  })
})
