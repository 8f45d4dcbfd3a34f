import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import type {TriggerOptions} from '../../../../src/lib/actions/trigger/check-trigger.js'
import {triggerReceiver} from '../../../../src/lib/actions/trigger/trigger-receiver.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import {FluxError} from '../../../../src/lib/errors/flux-error.js'
import {createRedactor} from '../../../../src/lib/errors/redact.js'
import {streamOut} from '../../../../src/lib/wiring/process-out.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server that gives these answers in order, the last one again and again. */
async function serve(...answers: [status: number, body: string][]): Promise<string> {
  let next = 0
  const server = createServer((_, response) => {
    const [status, body] = answers[Math.min(next++, answers.length - 1)]!
    response.writeHead(status, status === 302 ? {location: '/elsewhere'} : {}).end(body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const OPTIONS = {name: 'hook', namespace: 'apps', version: '2.9.5', type: 'generic', token: 'canary-token', payload: '{}'}

/** Runs it on a virtual clock; resolves with what it said and the virtual time that passed. */
async function run(part: Partial<TriggerOptions>, env: Record<string, string> = {}, signal = new AbortController().signal) {
  const tasks = createTasks()
  const clock = createVirtualClock(tasks, 0)
  const http = createHttp(tasks)
  const redactor = createRedactor()
  let stderr = ''
  const stream = {
    write(text: string, done: () => void) {
      stderr += text
      done()
      return true
    },
  }
  const out = streamOut(stream, stream, {}, redactor.text)
  const ctx = {http, clock, out, env, hide: redactor.add, signal}
  let over = false
  const work = triggerReceiver(ctx, {...OPTIONS, retries: 10, 'retry-delay': 10_000, ...part})
    .then(
      () => '',
      (error: Error) => redactor.text(error.message),
    )
    .finally(() => {
      over = true
    })
  while (!over) {
    await clock.runUntil(() => over, 3_600_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  http.close()
  return {error: await work, stderr, passed: clock.now()}
}

/** More of it in the corpus, family trigger. */
describe('flux trigger receiver', () => {
  it('waits between its attempts by the clock of the Context', async () => {
    const {error, stderr, passed} = await run({url: await serve([503, ''], [429, ''], [204, ''])})
    expect(error).toBe('')
    expect(passed).toBe(20_000)
    expect(stderr.match(/retrying in 10s \(\d\/10\)/g)).toEqual(['retrying in 10s (1/10)', 'retrying in 10s (2/10)'])
    expect(stderr).toContain('✔ Receiver apps/hook triggered\n')
  })

  it('ends at once when it is told to stop', async () => {
    const reason = new FluxError('interrupted', 'interrupted', {exitCode: 130})
    const {error, stderr} = await run({url: 'http://127.0.0.1:1'}, {}, AbortSignal.abort(reason))
    expect(error).toBe('interrupted')
    expect(stderr).toBe('► triggering Receiver apps/hook\n')
  })

  it('does not show a token that the server sends back', async () => {
    const {error} = await run({url: await serve([401, 'bad token canary-token'])})
    expect(error).toMatch(/failed with status 401 Unauthorized: bad token \*\*\*$/)
  })

  it('tries again when nobody answers, and says why', async () => {
    const {error, stderr} = await run({url: 'http://127.0.0.1:1', retries: 1})
    expect(error).toMatch(
      /^request to (http:\/\/127\.0\.0\.1:1\/hook\/[0-9a-f]{64}) failed: Post "\1": dial tcp 127\.0\.0\.1:1: connect: connection refused$/,
    )
    expect(stderr).toContain('retrying in 10s (1/1)')
  })

  it.each([
    [{url: 'http://'}, /failed: Post "http:\/hook|no Host in request URL/],
    [{url: 'ftp://x', retries: 0}, /unsupported protocol scheme "ftp"$/],
    [
      {url: 'http://a b'},
      /^unable to create request: parse "http:\/\/a b\/hook\/[0-9a-f]+": invalid character " " in host name$/,
    ],
    [
      {url: 'http://x', type: 'generic-oidc', token: undefined, 'oidc-audience': 'a'},
      /^--oidc-audience can only be set together/,
    ],
    [
      {url: 'http://x', type: 'generic-oidc', token: undefined, 'oidc-provider': 'x'},
      /^invalid --oidc-provider "x", must be one of: github, forgejo$/,
    ],
    [{url: 'http://x', type: 'generic-oidc', token: undefined}, /^no OIDC token provided: set --oidc-provider/],
    [{url: 'http://x', token: ''}, /^--token is required for --type=generic$/],
    [{url: ''}, /^--url is required$/],
  ])('refuses %j', async (part, words) => {
    expect((await run({retries: 0, ...part})).error).toMatch(words)
  })

  it.each([
    [[500, 'boom'], 'OIDC token request failed with status 500 Internal Server Error: boom'],
    [[200, '{}'], 'the OIDC token response did not contain a token'],
    [[200, 'x'], 'failed to decode OIDC token response: '],
  ] as [[number, string], string][])('says what is wrong with the token of the runner: %j', async (answer, words) => {
    const env = {ACTIONS_ID_TOKEN_REQUEST_URL: await serve(answer), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'canary-runner'}
    const {error} = await run({url: 'http://x', type: 'generic-oidc', token: undefined, 'oidc-provider': 'github'}, env)
    expect(error).toContain(words)
    expect(error).not.toContain('canary')
  })
})
