import {describe, expect, it} from 'vitest'
import {envProxy} from '../../../../src/lib/formats/url/env-proxy.js'

const PROXY = 'http://proxy:3128'

const odd = (proxies: Record<string, string | undefined>) =>
  Object.entries(proxies).map(([HTTPS_PROXY, taken]): [string, Record<string, string>, string | undefined] => [
    'https://example.com/x',
    {HTTPS_PROXY},
    taken,
  ])

describe('envProxy', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['https://api.example.com/x', {HTTPS_PROXY: PROXY}, PROXY],
    ['https://api.example.com/x', {https_proxy: 'proxy:3128'}, PROXY],
    ['https://api.example.com/x', {HTTP_PROXY: PROXY}, undefined],
    ['http://api.example.com/x', {HTTP_PROXY: PROXY}, PROXY],
    ['https://localhost/x', {HTTPS_PROXY: PROXY}, undefined],
    ['https://127.0.0.1:8443/x', {HTTPS_PROXY: PROXY}, undefined],
    ['https://[::1]/x', {HTTPS_PROXY: PROXY}, undefined],
    ['https://api.example.com/x', {HTTPS_PROXY: PROXY, NO_PROXY: 'other, example.com'}, undefined],
    ['https://api.example.com/x', {HTTPS_PROXY: PROXY, no_proxy: '.example.com'}, undefined],
    ['https://example.com/x', {HTTPS_PROXY: PROXY, NO_PROXY: '.example.com'}, PROXY],
    ['https://myexample.com/x', {HTTPS_PROXY: PROXY, NO_PROXY: 'example.com'}, PROXY],
    ['https://example.com/x', {HTTPS_PROXY: PROXY, NO_PROXY: 'example.com:443'}, undefined],
    ['https://example.com:8443/x', {HTTPS_PROXY: PROXY, NO_PROXY: 'example.com:443'}, PROXY],
    ['https://example.com/x', {HTTPS_PROXY: PROXY, NO_PROXY: '*'}, undefined],
    ['https://10.96.0.1/x', {HTTPS_PROXY: PROXY, NO_PROXY: '.svc,10.0.0.0/8'}, undefined],
    ['https://11.96.0.1/x', {HTTPS_PROXY: PROXY, NO_PROXY: '10.0.0.0/8'}, PROXY],
    ['https://10.96.0.1/x', {HTTPS_PROXY: PROXY, NO_PROXY: '10.96.0.1'}, undefined],
    ['https://[fd00::17]/x', {HTTPS_PROXY: PROXY, NO_PROXY: 'fd00::/8'}, undefined],
    ['https://[fe00::17]/x', {HTTPS_PROXY: PROXY, NO_PROXY: 'fd00::/8'}, PROXY],
    ['https://example.com/x', {}, undefined],
    ...odd({
      'socks5://proxy': 'socks5://proxy',
      'SOCKS5H://u:p@proxy:1': 'SOCKS5H://u:p@proxy:1',
      'ftp://proxy': 'ftp://proxy',
      // without a scheme or a host it is taken for a host
      'http://': 'http://http://',
      'foo:': 'http://foo:',
      '//proxy': 'http:////proxy',
      '://bad': 'http://://bad',
      'http://127.0.0.1:1:2': 'http://http://127.0.0.1:1:2',
      // what would be no URL so is what it is
      'socks5:127.0.0.1:1': 'socks5:127.0.0.1:1',
      ' ': ' ',
      // no URL at all
      '%zz': undefined,
      'http://proxy:1\t': undefined,
      'http://u%zz@proxy': undefined,
    }),
  ])('%s with %o', (url, env, proxy) => {
    expect(envProxy(url, env)).toBe(proxy)
  })
})
