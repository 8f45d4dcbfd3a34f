import type {TlsOptions} from 'node:tls'
import {afterEach, describe, expect, it} from 'vitest'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {nextSteps} from '../../../../src/lib/output/next-steps.js'
import {guardedTransport} from '../../../../src/lib/wiring/guarded-transport.js'
import {authority, serverOf} from '../../../fakes/pki/index.js'
import {tlsServer} from '../../../fakes/pki/tls-server.js'

const root = authority()
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** What a command says that such a server ends the handshake with, after its name. */
async function fault(server: TlsOptions, quick: boolean): Promise<unknown> {
  const {transport, close} = await tlsServer({...serverOf(root), ...server}, root.pem, quick)
  closers.push(close)
  const guarded = guardedTransport(transport, {expired: false, headers: {}})
  return guarded.request({method: 'GET', path: '/api'}).catch((error: unknown) => error)
}

const wantsOne = {requestCert: true, rejectUnauthorized: true, ca: root.pem}

describe('a server that ends the handshake', () => {
  it.each([
    ['a cipher that nobody has', {maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256'} as const, 'handshake failure'],
    ['no certificate of a client', {...wantsOne, maxVersion: 'TLSv1.2'} as const, 'handshake failure'],
  ])('%s', async (_, server, words) => {
    for (const quick of [false, true]) {
      const error = await fault(server, quick)
      expect(messageOf(error)).toMatch(
        new RegExp(`^failed to get server groups: Get "https://127.0.0.1:\\d+/api": remote error: tls: ${words}$`),
      )
    }
  })

  it('because it wants a certificate', async () => {
    for (const quick of [false, true]) {
      const error = await fault(wantsOne, quick)
      expect(messageOf(error)).toMatch(/: remote error: tls: certificate required$/)
      expect(nextSteps(error, {words: [], name: undefined, namespace: undefined, nearFlags: []})).toEqual([
        'the server refuses the client certificate of this kubeconfig, or misses one: log in anew, or choose another one with --context',
      ])
    }
  })
})
