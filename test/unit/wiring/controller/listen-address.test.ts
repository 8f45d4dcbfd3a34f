import {describe, expect, it} from 'vitest'
import {FluxError} from '../../../../src/lib/errors/flux-error.js'
import {listenAddress, listenText} from '../../../../src/lib/wiring/controller/listen-address.js'

describe('addresses to listen on', () => {
  it.each([
    [':8080', {port: 8080}],
    ['127.0.0.1:0', {host: '127.0.0.1', port: 0}],
    ['[::1]:80', {host: '::1', port: 80}],
    ['localhost:9440', {host: 'localhost', port: 9440}],
    ['0', undefined],
    ['', undefined],
  ])('%j', (text, address) => expect(listenAddress(text)).toEqual(address))

  it.each([
    ['foo', 'address foo: missing port in address'],
    ['[::1]', 'address [::1]: missing port in address'],
    ['::1:80', 'address ::1:80: too many colons in address'],
    [':70000', 'address 70000: invalid port'],
    [':metrics', 'lookup tcp/metrics: unknown port'],
  ])('%j is none', (text, message) => expect(() => listenAddress(text)).toThrow(message))
})

describe('why nobody can listen', () => {
  const at = (address: string) => ({address, port: 80})
  it.each([
    ['127.0.0.1:80', {code: 'EADDRINUSE', ...at('127.0.0.1')}, 'listen tcp 127.0.0.1:80: bind: address already in use'],
    [':80', {code: 'EACCES', ...at('::')}, 'listen tcp :80: bind: permission denied'],
    ['[fd00::1]:80', {code: 'EADDRNOTAVAIL', ...at('fd00::1')}, 'listen tcp [fd00::1]:80: bind: cannot assign requested address'],
    ['localhost:80', {code: 'EADDRINUSE', ...at('127.0.0.1')}, 'listen tcp 127.0.0.1:80: bind: address already in use'],
    ['nowhere:80', {code: 'ENOTFOUND', hostname: 'nowhere'}, 'listen tcp: lookup nowhere: no such host'],
    ['x:80', new FluxError('bad-address', 'address x: invalid port'), 'listen tcp: address x: invalid port'],
  ])('%s', (text, error, words) => expect(listenText(error, text)).toBe(words))
})
