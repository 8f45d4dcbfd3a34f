import {describe, expect, it} from 'vitest'
import {proxyAddress} from '../../../../src/lib/formats/url/proxy-address.js'

/** `kind host port name:password`, as Go's net/http takes it. */
function taken(text: string): string {
  const {kind, host, port, login} = proxyAddress(text)
  const who = login && ` ${Buffer.from(login.name).toString('latin1')}:${Buffer.from(login.password).toString('latin1')}`
  return `${kind} ${host || '-'} ${port}${who ?? ''}`
}

describe('proxyAddress', () => {
  it.each([
    ['http://proxy', 'http proxy 80'],
    ['HTTPS://proxy', 'https proxy 443'],
    ['socks5://proxy', 'socks proxy 1080'],
    ['socks5h://[::1]', 'socks ::1 1080'],
    ['socks5://[fe80::1%25eth0]:9/path?x#y', 'socks fe80::1%eth0 9'],
    ['socks5://', 'socks - 1080'],
    ['socks5:proxy:1', 'socks - 1080'],
    ['http://:3128', 'http - 3128'],
    ['http://proxy:', 'http proxy 80'],
    ['http://proxy:0', 'http proxy 0'],
    ['http://proxy:99999', 'http proxy 99999'],
    ['socks4://proxy', 'http proxy 0'],
    ['ftp://proxy:1', 'http proxy 1'],
    ['http://127.1', 'http 127.1 80'],
    ['http://u@proxy', 'http proxy 80 u:'],
    ['http://:p@proxy', 'http proxy 80 :p'],
    ['http://@proxy', 'http proxy 80 :'],
    ['http://u%40:p:q%ff@proxy', 'http proxy 80 u@:p:q\xff'],
  ])('%s', (text, address) => {
    expect(taken(text)).toBe(address)
  })

  it('refuses what is no URL', () => {
    expect(() => proxyAddress('http://u:sec/ret@proxy:bad')).toThrow('the proxy "http://u:***@proxy:bad" is no URL')
  })
})
