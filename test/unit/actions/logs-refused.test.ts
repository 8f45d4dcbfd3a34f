import {describe, expect, it} from 'vitest'
import {logs} from '../../../src/lib/actions/logs.js'
import type {Context} from '../../../src/lib/ports/context.js'
import type {KubeResponse} from '../../../src/lib/ports/kube.js'
import {RefusedError} from '../../../src/lib/wiring/dial-error.js'

const refused = (plain: string) => new RefusedError(plain, 'no-api', {path: '/api'})
const OPTIONS = {fluxNamespace: 'flux-system', follow: false, tail: -1, sinceMs: 0, level: '', kind: '', name: '', namespace: ''}

/** `flux logs` of a server that does not tell what it serves, and answers `answer` for the Deployments. */
async function told(plain: string, answer: Partial<KubeResponse> | Error): Promise<string> {
  const kube = {
    list: async () => Promise.reject(refused(plain)),
    raw: async () => (answer instanceof Error ? Promise.reject(answer) : {status: 200, headers: {}, ...answer}),
  }
  const ctx = {kube, signal: new AbortController().signal} as unknown as Context
  const error: unknown = await logs(ctx, OPTIONS as never, async () => undefined).catch((fault: unknown) => fault)
  return (error as Error).message
}

// as CNCF's flux 2.9.5, whose `logs` asks without discovery
describe('logs of a server that is no API server', () => {
  it('tell what became of the request for Deployments', async () => {
    const html = {headers: {'content-type': 'text/html'}, body: '<html></html>'}
    expect(await told("invalid character '<' looking for beginning of value", html)).toBe(
      "serializer for text/html doesn't exist",
    )
    const cut = 'unexpected error when reading response body. Please retry. Original error: unexpected EOF'
    expect(await told(cut, refused(cut))).toBe(cut)
    const body = {kind: 'Status', message: 'deployments.apps is forbidden'}
    expect(await told('unknown', {status: 403, body})).toBe('deployments.apps is forbidden')
    const nothing = 'the server could not find the requested resource'
    expect(await told(nothing, {status: 404, body: 'nope'})).toBe(`${nothing} (get deployments.apps)`)
  })

  it('pass on what is no refusal', async () => {
    expect(await told('unknown', new Error('a bug'))).toBe('a bug')
  })
})
