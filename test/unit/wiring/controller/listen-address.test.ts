import {describe, expect, it} from 'vitest'
import {listenAddress} from '../../../../src/lib/wiring/controller/listen-address.js'

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
    ['foo', 'error listening on foo: listen tcp: address foo: missing port in address'],
    ['::1:80', 'missing port in address'],
    [':70000', 'address 70000: invalid port'],
  ])('%j is none', (text, message) => expect(() => listenAddress(text)).toThrow(message))
})
