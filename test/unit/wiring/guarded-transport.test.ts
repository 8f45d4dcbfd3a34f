import {describe, expect, it} from 'vitest'
import type {KubeResponse, KubeTransport} from '../../../src/lib/ports/kube.js'
import {guardedTransport} from '../../../src/lib/wiring/guarded-transport.js'

const refused = Object.assign(new Error('x'), {code: 'ECONNREFUSED', address: '127.0.0.1', port: 1})

function transport(answers: (number | Error)[]): KubeTransport {
  const inner: KubeTransport = {
    server: 'https://127.0.0.1:1',
    async request(): Promise<KubeResponse> {
      const answer = answers.shift()
      if (typeof answer !== 'number') throw answer
      return {status: answer, headers: {}, body: {}, warnings: []}
    },
    watch: async () => ({response: await inner.request({method: 'GET', path: '/'})}),
    stream: async () => ({response: await inner.request({method: 'GET', path: '/'})}),
    impersonate: () => inner,
    close: async () => undefined,
  }
  return inner
}

const get = {method: 'GET', path: '/api'} as const

describe('guardedTransport', () => {
  it('tells once that a server that answered is lost, and once that it answers again', async () => {
    const told: (string | undefined)[] = []
    const guarded = guardedTransport(transport([200, refused, refused, 200, 200]), {
      expired: false,
      headers: {},
      onReach: (lost) => told.push(lost),
    })
    for (let call = 0; call < 5; call++) await guarded.request(get).catch(() => undefined)
    expect(told).toEqual(['dial tcp 127.0.0.1:1: connect: connection refused', undefined])
  })

  it('says nothing of a server that never answered: the error does', async () => {
    const told: (string | undefined)[] = []
    const guarded = guardedTransport(transport([refused]), {expired: false, headers: {}, onReach: (lost) => told.push(lost)})
    await expect(guarded.request(get)).rejects.toThrow('failed to get server groups: Get "https://127.0.0.1:1/api"')
    expect(told).toEqual([])
  })

  it('has the words of flux for a refused login and for a deadline that is over', async () => {
    const options = {expired: false, headers: {}}
    await expect(guardedTransport(transport([401]), options).request(get)).rejects.toThrow('provide credentials')
    await expect(guardedTransport(transport([401]), options).watch(get)).rejects.toThrow('provide credentials')
    const late = guardedTransport(transport([200]), {...options, expired: true})
    await expect(late.request(get)).rejects.toThrow('client rate limiter Wait returned an error: context deadline exceeded')
  })
})
