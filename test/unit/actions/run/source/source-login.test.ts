import {describe, expect, it} from 'vitest'
import {type LoginFlags, sourceLogin} from '../../../../../src/lib/actions/run/source/source-login.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {Context} from '../../../../../src/lib/ports/context.js'
import type {ObjectRef} from '../../../../../src/lib/ports/kube.js'
import {capturedOut} from '../../../../fakes/captured-out.js'

const HTTPS = 'https://git.example.com/fleet'
const SSH = 'ssh://git.example.com:2222/fleet'

function setup({secrets = [], files = {}}: {secrets?: readonly string[]; files?: Readonly<Record<string, string>>} = {}) {
  const {out, stderr} = capturedOut()
  const scanned: string[] = []
  const ctx = {
    out,
    signal: new AbortController().signal,
    kube: {
      async get(ref: ObjectRef) {
        if (secrets.includes(`${ref.namespace}/${ref.name}`)) return {}
        throw new ApiError({code: 404, reason: 'NotFound', message: 'not found'})
      },
    },
    fs: {
      async read(path: string) {
        const text = files[path]
        if (text === undefined) throw Object.assign(new Error('gone'), {code: 'ENOENT'})
        return Buffer.from(text)
      },
    },
    keys: {
      read: async (pem: string, passphrase?: string) => ({privateKey: pem, publicKey: `public of ${pem} ${passphrase}\n`}),
      async scanHostKey(host: string) {
        scanned.push(host)
        return `${host} key`
      },
    },
  } as unknown as Pick<Context, 'kube' | 'fs' | 'keys' | 'out' | 'signal'>
  const login = (url: string, flags: LoginFlags = {}) =>
    sourceLogin(ctx, {url, namespace: 'flux-system', cwd: '/here', login: flags})
  return {login, stderr, scanned}
}

describe('the login of a source', () => {
  it('needs nothing for a public repository', async () => {
    const {login, stderr} = setup()
    expect(await login(HTTPS)).toEqual({url: HTTPS})
    expect(stderr()).toBe('')
  })

  it('makes the Secret of bootstrap from user and password, and the CA', async () => {
    const {login, stderr} = setup({files: {'/here/ca.pem': 'CA'}})
    expect(await login(HTTPS, {username: 'me', password: 'hush-hush', 'ca-file': 'ca.pem'})).toEqual({
      url: HTTPS,
      secretRef: 'flux-system',
      secret: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {name: 'flux-system', namespace: 'flux-system'},
        stringData: {username: 'me', password: 'hush-hush', 'ca.crt': 'CA'},
      },
    })
    expect((await login(HTTPS, {password: 'token'})).secret).toMatchObject({stringData: {username: 'git', password: 'token'}})
    expect(stderr()).not.toContain('hush')
    await expect(login(HTTPS, {username: 'me'})).rejects.toMatchObject({hints: [expect.stringContaining('GIT_PASSWORD')]})
    await expect(login(HTTPS, {'ca-file': 'none'})).rejects.toThrow('unable to read TLS CA file: open none: no such file')
  })

  it('makes it from a private key and the host key that the server shows, or that a file has', async () => {
    const {login, stderr, scanned} = setup({files: {'/k': 'PEM', '/here/hosts': 'known'}})
    const found = await login(SSH, {'private-key-file': '/k', password: 'phrase'})
    expect(found.url).toBe('ssh://git@git.example.com:2222/fleet')
    expect(found.secret).toMatchObject({
      stringData: {
        identity: 'PEM',
        'identity.pub': 'public of PEM phrase\n',
        known_hosts: 'git.example.com:2222 key',
        password: 'phrase',
      },
    })
    expect(stderr()).toBe('► collected public key from SSH server:\ngit.example.com:2222 key\n')
    const own = await login('ssh://me@git.example.com/fleet', {'private-key-file': '/k', 'known-hosts-file': 'hosts'})
    expect(own).toMatchObject({url: 'ssh://me@git.example.com/fleet', secret: {stringData: {known_hosts: 'known'}}})
    expect(scanned).toEqual(['git.example.com:2222'])
  })

  it('takes the Secret that is named, or the one of an earlier bootstrap', async () => {
    const {login, stderr} = setup({secrets: ['flux-system/mine', 'flux-system/flux-system']})
    expect(await login(HTTPS, {'secret-ref': 'mine'})).toEqual({url: HTTPS, secretRef: 'mine'})
    expect(await login(SSH)).toEqual({url: 'ssh://git@git.example.com:2222/fleet', secretRef: 'flux-system'})
    expect(stderr()).toContain('is logged in to with the Secret flux-system/flux-system, which is there')
    await expect(login(HTTPS, {'secret-ref': 'other'})).rejects.toMatchObject({
      message: '--secret-ref: there is no Secret flux-system/other',
      hints: [expect.stringContaining('--username'), expect.stringContaining('flux create secret git'), expect.anything()],
    })
  })

  it('refuses an ssh URL without a key before anything is done, and flags of the other kind of URL', async () => {
    const {login} = setup()
    await expect(login(SSH)).rejects.toMatchObject({
      message: `${SSH} needs an SSH key`,
      hints: [expect.stringContaining('--private-key-file'), expect.stringContaining('--secret-ref'), expect.anything()],
    })
    await expect(login(SSH, {password: 'x'})).rejects.toThrow('--password needs --private-key-file with an ssh URL')
    await expect(login(SSH, {'ca-file': 'x'})).rejects.toThrow('--ca-file needs an https URL as --source')
    await expect(login(HTTPS, {'private-key-file': 'x'})).rejects.toThrow('--private-key-file needs an ssh URL as --source')
  })
})
