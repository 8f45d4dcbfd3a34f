import {describe, expect, it} from 'vitest'
import {allProxy} from '../../../../src/lib/formats/url/all-proxy.js'

const ALL_PROXY = 'socks5://proxy:1080'
/** As CNCF's source-controller went with each of these hosts. */
const NO_PROXY = 'exact.test,*.zone.test,.dot.test,10.9.0.0/16,10.8.0.1,port.test:22,upper.TEST, blank.test ,ends.test'
const DIRECT = ['exact.test', 'zone.test', 'a.zone.test', '10.9.1.1', '10.8.0.1', 'blank.test']
const PROXIED = [
  'a.exact.test',
  'EXACT.test',
  'dot.test',
  'a.dot.test',
  'port.test',
  'upper.test',
  'ends.test.',
  'localhost',
  '127.0.0.1',
]

describe('allProxy', () => {
  it.each(DIRECT)('none for %s', (host) => {
    expect(allProxy(host, {ALL_PROXY, NO_PROXY})).toBeUndefined()
    expect(allProxy(host, {all_proxy: ALL_PROXY, no_proxy: NO_PROXY})).toBeUndefined()
  })

  it.each(PROXIED)('one for %s', (host) => {
    expect(allProxy(host, {ALL_PROXY, NO_PROXY})).toBe(ALL_PROXY)
    expect(allProxy(host, {all_proxy: ALL_PROXY, no_proxy: NO_PROXY})).toBe(ALL_PROXY)
  })

  it.each(['http://proxy', 'socks4://proxy', 'proxy:1080', 'socks5://proxy:bad', ''])('none by %o', (proxy) => {
    expect(allProxy('git.test', {ALL_PROXY: proxy})).toBeUndefined()
  })

  it('takes any form of SOCKS5, and all hosts without NO_PROXY', () => {
    for (const proxy of ['socks5h://u:p@proxy', 'SOCKS5://proxy']) expect(allProxy('x', {ALL_PROXY: proxy})).toBe(proxy)
  })
})
