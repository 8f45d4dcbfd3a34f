import {describe, expect, it} from 'vitest'
import {loadAccess} from '../../../../src/lib/adapters/kube/access/load-access.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

/** A kubeconfig with these fields in place of those that work. */
function config(cluster: JsonObject, user: JsonObject, more: JsonObject = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'x',
    clusters: [{name: 'x', cluster: {server: 'https://x', ...cluster}}],
    users: [{name: 'x', user}],
    contexts: [{name: 'x', context: {cluster: 'x', user: 'x'}}],
    ...more,
  })
}

const enoent = (path: string) => Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), {code: 'ENOENT'})

const load = (text: string | Buffer, env: Record<string, string> = {}) =>
  loadAccess(
    {},
    {
      env: {KUBECONFIG: '/config', ...env},
      clock: {monotonic: () => 0, now: () => 0},
      fs: {
        stat: async (path) => (path === '/config' ? {type: 'file', mode: 0o600, size: 1} : undefined),
        async read(path) {
          if (path === '/folder') throw Object.assign(new Error('EISDIR'), {code: 'EISDIR'})
          if (path !== '/config') throw enoent(path)
          return typeof text === 'string' ? Buffer.from(text) : text
        },
      },
    },
  )

const ERRORS = 'error loading config file "/config": '
const CLIENT = 'kubernetes client initialization failed: '

describe('kubeconfigs that are refused before anything is asked', () => {
  it.each([
    [
      'a context that is not there',
      config({}, {}, {'current-context': 'gone'}),
      'invalid configuration: context was not found for specified context: gone',
    ],
    [
      'another kind, whatever the case of the name; the last name in their order counts',
      config({}, {}, {KIND: 'Config', kind: null, kinD: 'Pod'}),
      `${ERRORS}no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"`,
    ],
    [
      'JSON with an escape that YAML does not know',
      config({}, {token: '@'}).replace('@', String.raw`a\/b`),
      `${ERRORS}yaml: found unknown escape character`,
    ],
    [
      'JSON with a character by its halves',
      config({}, {token: '@'}).replace('@', String.raw`\ud83d\ude00`),
      `${ERRORS}yaml: found invalid Unicode character escape code`,
    ],
    [
      'two clusters of one name',
      config({}, {}, {clusters: [null, {cluster: {server: 'https://x'}}]}),
      `${ERRORS}error converting *[]NamedCluster into *map[string]*api.Cluster: duplicate name "" in list`,
    ],
    [
      'two users of one name, whose credentials are not told',
      config({}, {}, {users: ['a', 'b'].map((token) => ({name: 'u', user: {token}})), contexts: [{name: 'x'}, {name: 'x'}]}),
      `${ERRORS}error converting *[]NamedAuthInfo into *map[string]*api.AuthInfo: duplicate name "u" in list`,
    ],
    [
      'two contexts of one name',
      config({}, {}, {contexts: [{name: 'x'}, {name: 'x'}]}),
      `${ERRORS}error converting *[]NamedContext into *map[string]*api.Context: duplicate name "x" in list`,
    ],
    [
      'two extensions of one name',
      config({extensions: [{name: 'e'}, {name: 'e'}]}, {}),
      `${ERRORS}error converting *[]NamedExtension into *map[string]runtime.Object: duplicate name "e" in list`,
    ],
    [
      'a text for the extensions of a cluster',
      config({extensions: 'x'}, {}),
      `${ERRORS}json: cannot unmarshal string into Go struct field Cluster.clusters.cluster.extensions of type []v1.NamedExtension`,
    ],
    ['a tab alone', '\t', `${ERRORS}yaml: found character that cannot start any token`],
    ['a tab before JSON', `\t${config({}, {})}`, `${ERRORS}yaml: found character that cannot start any token`],
    ['no file with the token', config({}, {tokenFile: '/nope'}), 'open /nope: no such file or directory'],
    ['a folder for the token', config({}, {tokenFile: '/folder'}), 'read /folder: is a directory'],
    [
      'a scheme that proxies do not have',
      config({'proxy-url': 'ftp://x'}, {}),
      `invalid configuration: invalid 'proxy-url' "ftp://x" for cluster "x": unsupported scheme "ftp", must be http, https, or socks5`,
    ],
    [
      'a proxy that is no URL, without its password',
      config({'proxy-url': 'http://u:sec/ret@x:y'}, {}),
      `invalid configuration: invalid 'proxy-url' "http://u:***@x:y" for cluster "x": could not parse: http://u:***@x:y`,
    ],
    [
      'a number for a token',
      config({}, {token: 5}),
      `${ERRORS}json: cannot unmarshal number into Go struct field AuthInfo.users.user.token of type string`,
    ],
    [
      'a map for a list',
      config({}, {}, {contexts: {}}),
      `${ERRORS}json: cannot unmarshal object into Go struct field Config.contexts of type []v1.NamedContext`,
    ],
    ['no base64', config({'certificate-authority-data': '%%%'}, {}), `${ERRORS}illegal base64 data at input byte 0`],
    [
      'another kind',
      config({}, {}, {kind: 'Pod'}),
      `${ERRORS}no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"`,
    ],
    [
      'no mode of a plugin',
      config({}, {exec: {apiVersion: 'client.authentication.k8s.io/v1', command: 'x'}}),
      'invalid configuration: interactiveMode must be specified for x to use exec authentication plugin',
    ],
    [
      'trust in one and in all',
      config({'certificate-authority-data': btoa('x'), 'insecure-skip-tls-verify': true}, {}),
      `${CLIENT}specifying a root certificates file with the insecure flag is not allowed`,
    ],
    [
      'no certificate to trust',
      config({'certificate-authority-data': btoa('garbage')}, {}),
      `${CLIENT}unable to load root certificates: unable to parse bytes as PEM block`,
    ],
    [
      'no certificate of the client',
      config({}, {'client-certificate-data': btoa('x'), 'client-key-data': btoa('y')}),
      `${CLIENT}tls: failed to find any PEM data in certificate input`,
    ],
    ['a provider nobody knows', config({}, {'auth-provider': {name: 'nope'}}), `${CLIENT}no Auth Provider found for name "nope"`],
    [
      'a version of plugins that is gone',
      config({}, {exec: {apiVersion: 'client.authentication.k8s.io/v1alpha1', command: 'x', interactiveMode: 'Never'}}),
      `${CLIENT}exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"`,
    ],
    ['a path without a scheme', config({server: 'x:1/y'}, {}), `${CLIENT}host must be a URL or a host:port pair: "x:1/y"`],
  ])('%s', async (_, text, message) => {
    await expect(load(text)).rejects.toThrow(message)
  })

  it('says what became of the providers of clouds', async () => {
    await expect(load(config({}, {'auth-provider': {name: 'gcp'}}))).rejects.toThrow(
      'The gcp auth plugin has been removed.\nPlease use',
    )
  })
})

describe('credentials', () => {
  it('stay at home on the way to a server without https', async () => {
    const {headers, tls, server} = await load(
      config({server: 'http://x:1/', 'insecure-skip-tls-verify': true}, {token: 't', as: 'jane'}),
    )
    expect({server, tls, headers: await headers()}).toEqual({
      server: 'http://x:1',
      tls: {},
      headers: {'impersonate-user': 'jane'},
    })
  })

  it('come from the token beside a file that cannot be read, and from it rather than from a plugin', async () => {
    const exec = {apiVersion: 'client.authentication.k8s.io/v1', command: 'false', interactiveMode: 'Never'}
    expect(await (await load(config({}, {tokenFile: '/nope', token: 't'}))).headers()).toEqual({authorization: 'Bearer t'})
    expect(await (await load(config({}, {exec, token: 't'}))).headers()).toEqual({authorization: 'Bearer t'})
  })

  it("are not a password alone: it is nobody's", async () => {
    expect(await (await load(config({}, {password: 'p'}))).headers()).toEqual({})
    const basic = (text: string) => ({authorization: `Basic ${btoa(text)}`})
    expect(await (await load(config({}, {username: 'u'}))).headers()).toEqual(basic('u:'))
    expect(await (await load(config({}, {username: 'u', password: 'p'}))).headers()).toEqual(basic('u:p'))
  })
})

// as CNCF's flux 2.9.5 sends them to an API server
describe('a token in a file', () => {
  /** What is sent with files of these texts, one after the other, a minute in between; the error when there is nothing to send. */
  async function sent(texts: readonly string[], user: JsonObject = {}): Promise<unknown> {
    let now = 0
    const left = [...texts]
    const fs = {
      stat: async (path: string) => (path === '/config' ? {type: 'file' as const, mode: 0o600, size: 1} : undefined),
      async read(path: string) {
        if (path === '/config') return Buffer.from(config({}, {tokenFile: '/token', ...user}))
        const text = left.shift()
        if (text === undefined) throw enoent(path)
        return Buffer.from(text)
      },
    }
    try {
      const {headers} = await loadAccess({}, {env: {KUBECONFIG: '/config'}, clock: {monotonic: () => now, now: () => now}, fs})
      const all: (string | undefined)[] = []
      for (; all.length < Math.max(1, texts.length); now += 61_000)
        all.push(((await headers()) as {authorization?: string}).authorization)
      return all
    } catch (error) {
      return (error as Error).message
    }
  }

  it('goes without the blanks that Go knows: a byte order mark is part of it', async () => {
    const texts = ['a\r\n', ' a\t', '\u0085\u00a0\u2028a\u1680', '\ufeffa', '\u200ba', 'a b']
    for (const [text, token] of texts.map((text, index) => [text, ['a', 'a', 'a', '\ufeffa', '\u200ba', 'a b'][index]]))
      expect(await sent([text!]), JSON.stringify(text)).toEqual([`Bearer ${token}`])
  })

  it('is as the file has it when that holds nothing but blanks, whoever takes that', async () => {
    expect(await sent([' \n'])).toEqual(['Bearer  \n'])
    expect(await sent(['\u00a0'])).toEqual(['Bearer \u00a0'])
  })

  it('has that beside it in its place, as long as the file is empty or cannot be read', async () => {
    expect(await sent([], {token: 't'})).toEqual(['Bearer t'])
    for (const text of ['', ' \n', '\u00a0'])
      expect(await sent([text, 'a'], {token: 't'}), text).toEqual(['Bearer t', 'Bearer a'])
    expect(await sent(['\ufeff'], {token: 't'})).toEqual(['Bearer \ufeff'])
  })

  it('is kept when its file is lost or empty later', async () => {
    expect(await sent(['a', '', 'b', ' '])).toEqual(['Bearer a', 'Bearer a', 'Bearer b', 'Bearer b'])
    expect(await sent(['a', ''], {token: 't'})).toEqual(['Bearer a', 'Bearer a'])
  })

  it('must be there, and nobody says by a name who they are, too', async () => {
    expect(await sent([''])).toBe(`${CLIENT}read empty token from file "/token"`)
    const both = `${CLIENT}username/password or bearer token may be set, but not both`
    for (const text of ['', ' ', 'a']) expect(await sent([text], {username: 'u'}), text).toBe(both)
    expect(await sent(['a'], {password: 'p'})).toEqual(['Bearer a'])
  })
})

// a server that asks for a certificate hears of none either; client-go has read the files again by then
it('tells of files of a client certificate with the request that needs them', async () => {
  const files = config({}, {'client-certificate': '/config', 'client-key': '/config'})
  const access = await load(files)
  expect(access.tls).toMatchObject({cert: undefined, key: undefined})
  await expect(access.clientCertificate!()).rejects.toMatchObject({
    name: 'CredentialError',
    message: 'tls: failed to find any PEM data in certificate input',
  })
})
