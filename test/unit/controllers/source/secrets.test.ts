import {describe, expect, it} from 'vitest'
import {readProxy} from '../../../../src/lib/controllers/source/secrets.js'
import type {KubeClient} from '../../../../src/lib/ports/kube.js'

const proxy = (data: Record<string, string>) => {
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]))
  const get = async () => ({apiVersion: 'v1', kind: 'Secret', metadata: {name: 'p', namespace: 'n'}, data: encoded})
  return readProxy({get} as unknown as KubeClient, 'n', 'p')
}

// as source-controller 1.9.0 says it
describe('the proxy of a Secret', () => {
  it.each([
    [
      'http://127.0.0.1:x',
      `failed to parse proxy address 'http://127.0.0.1:x': parse "http://127.0.0.1:x": invalid port ":x" after host`,
    ],
    ['://', `failed to parse proxy address '://': parse "://": missing protocol scheme`],
    ['junk', "proxy URL must use one of the supported schemes (http, https, socks5), got ''"],
    ['ftp://h:9', "proxy URL must use one of the supported schemes (http, https, socks5), got 'ftp'"],
    ['', 'proxy address is empty'],
  ])('%s is refused', async (address, words) => {
    await expect(proxy({address})).rejects.toThrow(`secret 'n/p': ${words}`)
  })

  it('takes credentials, and shows none', async () => {
    expect(await proxy({address: 'http://h:9', username: 'a b', password: 'p@'})).toBe('http://a%20b:p%40@h:9')
    await expect(proxy({address: 'http://me:secret@h:x'})).rejects.not.toThrow('secret@')
  })
})
