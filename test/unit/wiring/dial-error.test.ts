import {describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import {ProxyError} from '../../../src/lib/errors/go-dial.js'
import {dialError} from '../../../src/lib/wiring/dial-error.js'

const failure = (fields: object) => Object.assign(new Error('node says something else'), fields)

describe('dialError', () => {
  it.each([
    [
      {code: 'ECONNREFUSED', address: '127.0.0.1', port: 1},
      'failed to get server groups: Get "https://127.0.0.1:1/api": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    [
      {code: 'ENOTFOUND', hostname: 'nowhere.example.com'},
      'failed to get server groups: Get "https://127.0.0.1:1/api": dial tcp: lookup nowhere.example.com: no such host',
    ],
    [
      {code: 'CERT_HAS_EXPIRED'},
      'failed to get server groups: Get "https://127.0.0.1:1/api": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
    ],
  ])('%o', (fields, message) => {
    expect((dialError(failure(fields), 'https://127.0.0.1:1', {path: '/apis/apps/v1'}) as FluxError).message).toBe(message)
  })

  it('names the IPv4 address when both families failed', () => {
    const errors = [
      failure({code: 'ECONNREFUSED', address: '::1', port: 8080}),
      failure({code: 'ECONNREFUSED', address: '127.0.0.1', port: 8080}),
    ]
    const error = dialError(failure({code: 'ECONNREFUSED', errors}), 'http://localhost:8080', {path: '/api'}) as FluxError
    expect(error.message).toBe(
      'failed to get server groups: Get "http://localhost:8080/api": dial tcp 127.0.0.1:8080: connect: connection refused',
    )
  })

  it('names the version when that was asked for', () => {
    const refused = failure({code: 'ECONNREFUSED', address: '127.0.0.1', port: 1})
    const error = dialError(refused, 'https://127.0.0.1:1', {path: '/version'}) as FluxError
    expect(error.message).toBe('Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused')
  })

  it.each([
    [failure({code: 'EGREETINGTIMEOUT'}), 'net/http: TLS handshake timeout'],
    [new Error('socket hang up'), 'EOF'],
    [failure({code: 'ECONNRESET', syscall: 'read'}), 'read tcp a:443: read: connection reset by peer'],
    [failure({code: 'EPIPE', syscall: 'write'}), 'write tcp a:443: write: broken pipe'],
    [
      failure({code: 'ECONNRESET', syscall: 'connect', address: '127.0.0.1', port: 1}),
      'dial tcp 127.0.0.1:1: connect: connection reset by peer',
    ],
    [
      Object.assign(new Error('Parse Error: Expected HTTP/'), {rawPacket: Buffer.from('SSH-2.0-x\r\n')}),
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-x"',
    ],
    [
      new TypeError('Invalid character in header content ["authorization"]'),
      'net/http: invalid header field value for "Authorization"',
    ],
    [
      new Error('0AB:error:0A00010B:SSL routines::wrong version number:../deps'),
      'http: server gave HTTP response to HTTPS client',
    ],
    [
      new Error('write EPROTO 80:error:0A000410:SSL routines:x:sslv3 alert handshake failure:../deps:1601:SSL alert number 40\n'),
      'remote error: tls: handshake failure',
    ],
    [
      failure({code: 'INVALID_PURPOSE'}),
      'tls: failed to verify certificate: x509: certificate specifies an incompatible key usage',
    ],
    [
      new ProxyError('proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused'),
      'proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    [Object.assign(new FluxError('proxy-refused', 'x'), {statusText: 'Forbidden'}), 'Forbidden'],
    [new DOMException('late', 'TimeoutError'), 'context deadline exceeded'],
    [Object.assign(new Error('getting credentials: x'), {name: 'CredentialError'}), 'getting credentials: x'],
  ])('%s', (error, reason) => {
    expect((dialError(error, 'https://u:p@a', {path: '/api'}) as FluxError).message).toBe(
      `failed to get server groups: Get "https://u:***@a/api": ${reason}`,
    )
  })

  it('tells an answer that is cut off without the request', () => {
    const words = 'unexpected error when reading response body. Please retry. Original error: unexpected EOF'
    const cut = dialError(new Error('aborted'), 'https://a', {path: '/api'}) as FluxError & {plain: string}
    expect([cut.code, cut.message, cut.plain]).toEqual(['unreachable', `failed to get server groups: ${words}`, words])
    expect((dialError(new Error('aborted'), 'https://a', {path: '/version'}) as FluxError).message).toBe(words)
  })

  it('leaves a deadline to requests for objects', () => {
    const late = new DOMException('late', 'TimeoutError')
    expect(dialError(late, 'https://a', {path: '/api/v1/pods'})).toBe(late)
  })

  it('leaves other errors as they are', () => {
    const own = new FluxError('x', 'y')
    const bug = new TypeError('z')
    expect(dialError(own, 'https://a', {path: '/api'})).toBe(own)
    expect(dialError(bug, 'https://a', {path: '/api'})).toBe(bug)
  })
})
