import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {resolve} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type Flux, openFlux} from './open-flux.js'

interface Case {
  /** base64 of what the runner of a job answers */
  readonly answer: string
  readonly exit: number
  readonly stderr: string
  /** the header that the receiver gets, a character for a byte */
  readonly authorization?: string
}

/** Of CNCF's flux 2.9.5. */
const {cases} = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/identity-tokens.json'), 'utf8')) as {
  cases: readonly Case[]
}

let answer = Buffer.alloc(0)
let authorization: string | undefined
const server = createServer(({url = '', headers}, response) => {
  const forToken = url.startsWith('/tok')
  if (!forToken) authorization = headers.authorization
  response.end(forToken ? answer : '')
})
let flux: Flux
beforeAll(async () => {
  flux = await openFlux([], {virtual: false})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  server.close()
  await flux.close()
})

describe('flux trigger receiver --oidc-provider github', () => {
  it.each(cases.map((entry) => [Buffer.from(entry.answer, 'base64').toString('latin1'), entry] as const))(
    'takes the answer %j as CNCF flux does',
    async (_, entry) => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      answer = Buffer.from(entry.answer, 'base64')
      authorization = undefined
      const env = {ACTIONS_ID_TOKEN_REQUEST_URL: `${address}/tok`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner'}
      const line = `trigger receiver hook -n apps --type generic-oidc --url ${address}/h --oidc-provider github --retries 0`
      const {exit, stderr} = await flux.run(line, {env})
      expect({exit, stderr: stderr.replaceAll(address, '<receiver>'), authorization}).toEqual({
        exit: entry.exit,
        stderr: entry.stderr,
        authorization: entry.authorization,
      })
    },
  )
})
