import {describe, expect, it} from 'vitest'
import {throughProxy} from '../../../src/lib/wiring/through-proxy.js'

const access = {server: 'https://kube.example.com:6443', tls: {ca: 'CA'}, headers: async () => ({})}
const ENV = {HTTPS_PROXY: 'http://proxy:3128'}

describe('throughProxy', () => {
  it('takes the proxy of the kubeconfig, else the one of the environment', async () => {
    const proxyOf = async (own: string | undefined, env: Record<string, string>) => {
      const way = await throughProxy({...access, proxy: own}, env)
      return [way.access.proxy, way.agentThrough !== undefined]
    }
    expect(await proxyOf('http://own:1', ENV)).toEqual(['http://own:1', true])
    expect(await proxyOf(undefined, ENV)).toEqual(['http://proxy:3128', true])
    expect(await proxyOf(undefined, {...ENV, NO_PROXY: '.example.com'})).toEqual([undefined, false])
    expect(await proxyOf(undefined, {})).toEqual([undefined, false])
  })
})
