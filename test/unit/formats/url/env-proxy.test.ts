import {describe, expect, it} from 'vitest'
import {envProxy} from '../../../../src/lib/formats/url/env-proxy.js'

const PROXY = 'http://proxy:3128'

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
  ])('%s with %o', (url, env, proxy) => {
    expect(envProxy(url, env)).toBe(proxy)
  })
})
