import {randomBytes} from 'node:crypto'
import {createServer as createPlainServer, type RequestListener, type Server} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {createServer as createSocket} from 'node:net'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createCertificate} from '../../../../src/lib/adapters/apiserver/listen/certificate.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {type FluxError, messageOf} from '../../../../src/lib/errors/flux-error.js'
import type {HttpRequest} from '../../../../src/lib/ports/http.js'
import {namedHttp} from '../../../../src/lib/wiring/charts/named-http.js'

const {ca, cert, key} = createCertificate(Date.now(), randomBytes)
const servers: Server[] = []
const ports = {plain: 0, tls: 0, mutual: 0, closed: 0}
const answer: RequestListener = (_, response) => response.end('hello')

async function listening(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as {port: number}).port
}

beforeAll(async () => {
  ports.plain = await listening(createPlainServer(answer))
  ports.tls = await listening(createTlsServer({cert, key}, answer))
  ports.mutual = await listening(
    createTlsServer({cert, key, ca, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2'}, answer),
  )
  const gone = createSocket().listen(0, '127.0.0.1')
  await new Promise((resolve) => gone.once('listening', resolve))
  ports.closed = (gone.address() as {port: number}).port
  await new Promise((resolve) => gone.close(resolve))
})
afterAll(() => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})

/** The text of an answer, or what is told instead: the message with its hints. */
async function asked(request: Partial<HttpRequest> & {url: string}): Promise<string> {
  const http = createHttp(createTasks())
  try {
    return await (await namedHttp(http).request(request)).text()
  } catch (error) {
    const hints = (error as FluxError).hints ?? []
    return [messageOf(error), ...hints].join('\n').replaceAll(/:\d+\b/g, ':PORT')
  } finally {
    http.close()
  }
}

describe('namedHttp', () => {
  it('lets answers through, and trusts what it is given', async () => {
    expect(await asked({url: `http://127.0.0.1:${ports.plain}/`})).toBe('hello')
    expect(await asked({url: `https://127.0.0.1:${ports.tls}/`, tls: {ca}})).toBe('hello')
  })

  it('says that a server speaks no TLS', async () => {
    expect(await asked({url: `https://u:secret@127.0.0.1:${ports.plain}/v2/?token=secret`})).toBe(
      'GET https://127.0.0.1:PORT/v2/: the server does not speak TLS\nis 127.0.0.1:PORT plain http? A registry then needs insecure: true, a repository http://',
    )
  })

  it('says that a server speaks TLS', async () => {
    expect(await asked({url: `http://127.0.0.1:${ports.tls}/index.yaml`})).toMatch(
      /^GET http:\/\/127\.0\.0\.1:PORT\/index\.yaml: .*\ndoes 127\.0\.0\.1:PORT speak TLS\? Then leave out insecure: true, or give https:\/\/$/,
    )
  })

  it('names the server whose certificate is not trusted', async () => {
    expect(await asked({url: `https://127.0.0.1:${ports.tls}/index.yaml`})).toBe(
      'GET https://127.0.0.1:PORT/index.yaml: tls: failed to verify certificate: x509: certificate signed by unknown authority\nthe CA of the server can be given in a Secret: certSecretRef, key ca.crt',
    )
  })

  it('says that a server wants a certificate', async () => {
    expect(await asked({url: `https://127.0.0.1:${ports.mutual}/`, tls: {ca}})).toMatch(
      /^GET https:\/\/127\.0\.0\.1:PORT\/: .*\n?.*certSecretRef/,
    )
  })

  it('says who is not there', async () => {
    expect(await asked({url: `https://127.0.0.1:${ports.closed}/`})).toBe(
      'GET https://127.0.0.1:PORT/: dial tcp 127.0.0.1:PORT: connect: connection refused',
    )
  })

  it('leaves alone what is an error already, and what was cancelled', async () => {
    expect(await asked({url: 'ftp://127.0.0.1/'})).toContain("unsupported scheme in URL 'ftp:")
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await asked({url: `http://127.0.0.1:${ports.plain}/`, signal})).toContain('enough')
  })
})
