import {describe, expect, it} from 'vitest'
import {loadAccess} from '../../../../../src/lib/adapters/kube/access/load-access.js'
import type {AskIdentity, IdentityAnswer} from '../../../../../src/lib/adapters/kube/access/oidc/id-provider.js'

const token = (exp: number) => `x.${Buffer.from(JSON.stringify({exp})).toString('base64url')}.x`
const [OLD, VALID] = [token(1), token(9e9)]
const CONFIG = {'idp-issuer-url': 'https://idp/', 'client-id': 'c d', 'client-secret': 's/é', 'refresh-token': 'r'}
const METADATA = {token_endpoint: 'https://idp/token'}
const kubeconfig = (config: object) => `# mine
users:
- {name: z, user: {token: other}}
- {name: a, user: {auth-provider: {name: oidc, config: ${JSON.stringify(config)}}}}
clusters: [{name: a, cluster: {server: "https://x"}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
current-context: a
`

type Answer = Partial<IdentityAnswer> | object | Error

/** A kubeconfig of a user of OpenID Connect, whose provider gives these answers one after the other. */
async function world(config: object, answers: readonly Answer[] = [], files: Record<string, string> = {}) {
  const disk = new Map(Object.entries({'/config': kubeconfig({...CONFIG, ...config}), ...files}))
  const asked: Parameters<AskIdentity>[0][] = []
  const left = [...answers]
  const ask: AskIdentity = async (request) => {
    asked.push(request)
    const answer = left.shift()
    if (answer instanceof Error) throw answer
    const told = 'status' in answer! || 'text' in answer! ? answer : {text: JSON.stringify(answer)}
    return {status: 200, reason: 'OK', type: 'application/json', text: '', ...told}
  }
  const fs = {
    stat: async (path: string) => (disk.has(path) ? ({type: 'file', mode: 0o640, size: 1} as const) : undefined),
    read: async (path: string) => {
      const text = disk.get(path)
      if (text === undefined) throw Object.assign(new Error('x'), {code: 'ENOENT'})
      return Buffer.from(text)
    },
    write: async (path: string, text: string | Uint8Array) => void disk.set(path, String(text)),
  }
  const time = {now: 1_000_000_000_000}
  const clock = {monotonic: () => 0, now: () => time.now}
  const access = await loadAccess({}, {env: {KUBECONFIG: '/config'}, clock, fs, ask})
  return {asked, disk, time, headers: () => access.headers()}
}

const why = async (...args: Parameters<typeof world>) => {
  const {headers} = await world(...args)
  return ((await headers().catch((error: Error) => error)) as Error).message
}

// as CNCF's flux 2.9.5 beside a provider that answered so
describe('users of OpenID Connect', () => {
  it('show the token that they have', async () => {
    const {asked, headers} = await world({'id-token': VALID})
    expect(await headers()).toEqual({authorization: `Bearer ${VALID}`})
    expect(asked).toEqual([])
  })

  it('get a new one when theirs ends while a command runs', async () => {
    const ending = token(1_000_000_060)
    const {asked, headers, time} = await world({'id-token': ending}, [METADATA, {access_token: 'x', id_token: VALID}])
    time.now += 49_000
    expect(await headers()).toEqual({authorization: `Bearer ${ending}`})
    expect(asked).toEqual([])
    // ten seconds before its end it counts as over
    time.now += 1000
    expect(await headers()).toEqual({authorization: `Bearer ${VALID}`})
    expect(asked).toHaveLength(2)
  })

  it('get a new one when it is over, which their kubeconfig keeps', async () => {
    const {asked, disk, headers} = await world({'id-token': OLD}, [
      METADATA,
      {access_token: 'x', id_token: VALID, refresh_token: 'n'},
    ])
    const [one, other] = await Promise.all([headers(), headers()])
    expect(one).toEqual({authorization: `Bearer ${VALID}`})
    expect(other).toEqual(one)
    await headers()
    expect(asked.map(({method, url}) => `${method} ${url}`)).toEqual([
      'GET https://idp/.well-known/openid-configuration',
      'POST https://idp/token',
    ])
    expect(asked[1]).toMatchObject({
      body: 'grant_type=refresh_token&refresh_token=r',
      headers: {authorization: `Basic ${Buffer.from('c+d:s%2F%C3%A9').toString('base64')}`},
    })
    expect(disk.get('/config')).toBe(`clusters:
- cluster:
    server: https://x
  name: a
contexts:
- context:
    cluster: a
    user: a
  name: a
current-context: a
users:
- name: a
  user:
    auth-provider:
      config:
        client-id: c d
        client-secret: s/é
        id-token: ${VALID}
        idp-issuer-url: https://idp/
        refresh-token: "n"
      name: oidc
- name: z
  user:
    token: other
`)
  })

  it('say who they are in the form when the header is not taken', async () => {
    const refused = {status: 401, text: '{"error":"invalid_client"}'}
    const {asked, headers} = await world({}, [METADATA, refused, {access_token: 'x', id_token: VALID}])
    expect(await headers()).toEqual({authorization: `Bearer ${VALID}`})
    expect(asked[2]?.body).toBe('client_id=c+d&client_secret=s%2F%C3%A9&grant_type=refresh_token&refresh_token=r')
  })

  it('take tokens from a form, too', async () => {
    const form = {type: 'text/plain', text: 'access_token=x&id_token=q'}
    expect(await (await world({}, [METADATA, form])).headers()).toEqual({authorization: 'Bearer q'})
  })

  it('need a refresh token', async () => {
    const words = 'No valid id-token, and cannot refresh without refresh-token'
    expect(await why({'refresh-token': ''})).toBe(words)
    expect(await why({'refresh-token': '', 'id-token': OLD})).toBe(words)
    expect(await why({'id-token': 'a.b'})).toBe('ID Token is not a valid JWT')
  })

  it.each<[string, Answer, string]>([
    [
      'is not there',
      {status: 404, reason: 'Not Found', text: 'no"pe'},
      'failed to query metadata endpoint 404 Not Found: "no\\"pe"',
    ],
    [
      'is long',
      {status: 500, reason: 'x', text: 'y'.repeat(99)},
      `failed to query metadata endpoint 500 x: "${'y'.repeat(80)}..."`,
    ],
    ['is no JSON', {text: '{'}, 'failed to decode provider discovery object: unexpected end of JSON input'],
    ['is empty', {}, "discovery object doesn't contain a token_endpoint"],
    [
      'is of another type',
      {token_endpoint: 5},
      'failed to decode provider discovery object: json: cannot unmarshal number into Go struct field .token_endpoint of type string',
    ],
  ])('are told of metadata that %s', async (_, answer, words) => {
    expect(await why({}, [answer])).toBe(`oidc: ${words}`)
  })

  it.each<[Answer, string]>([
    [{status: 400, text: '{"error":"a","error_description":"b","error_uri":"c"}'}, 'oauth2: "a" "b" "c"'],
    [{status: 400, type: 'text/plain', text: 'error=a+b'}, 'oauth2: "a b"'],
    [{text: '{"error":"a"}'}, 'oauth2: "a"'],
    [{status: 500, reason: 'Oh', text: 'oops'}, 'oauth2: cannot fetch token: 500 Oh\nResponse: oops'],
    [{status: 400, reason: 'Bad', text: '{"error":5}'}, 'oauth2: cannot fetch token: 400 Bad\nResponse: {"error":5}'],
    [{text: '<'}, "oauth2: cannot parse json: invalid character '<' looking for beginning of value"],
    [
      {access_token: 5},
      'oauth2: cannot parse json: json: cannot unmarshal number into Go struct field tokenJSON.access_token of type string',
    ],
    [
      {access_token: 'x', expires_in: 'abc'},
      String.raw`oauth2: cannot parse json: json: invalid number literal, trying to unmarshal "\"abc\"" into Number`,
    ],
    [{id_token: VALID}, 'oauth2: server response missing access_token'],
    [new Error('Post "https://idp/token": EOF'), 'Post "https://idp/token": EOF'],
  ])('are told of tokens that are refused: %j', async (answer, words) => {
    expect(await why({}, [METADATA, answer, answer])).toBe(`failed to refresh token: ${words}`)
  })

  it('are told of answers without an ID token', async () => {
    expect(await why({}, [METADATA, {access_token: 'x', id_token: 5}])).toMatch(/^token response did not contain an id_token/)
  })

  it('are told when somebody else writes the kubeconfig', async () => {
    const answers = [METADATA, {access_token: 'x', id_token: VALID}]
    expect(await why({}, answers, {'/config.lock': ''})).toBe('could not persist new tokens: open /config.lock: file exists')
  })

  it('trust the authorities that are named', async () => {
    const data = Buffer.from('garbage').toString('base64')
    const prefix = 'kubernetes client initialization failed: '
    await expect(world({'idp-certificate-authority-data': '%%'})).rejects.toThrow(`${prefix}illegal base64 data at input byte 0`)
    await expect(world({'idp-certificate-authority': '/nope'})).rejects.toThrow(`${prefix}open /nope: no such file or directory`)
    await expect(world({'idp-certificate-authority-data': data})).rejects.toThrow(
      `${prefix}unable to load root certificates: unable to parse bytes as PEM block`,
    )
  })
})
