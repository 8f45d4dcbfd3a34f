import {describe, expect, it} from 'vitest'
import {
  checkCodeCommit,
  type PlainGitContext,
  type PlainGitOptions,
  plainGit,
} from '../../../../src/lib/actions/bootstrap/plain-git.js'
import {capturedOut} from '../../../fakes/captured-out.js'

const FILES: Readonly<Record<string, string>> = {'/w/key': 'PEM', '/w/ca': 'CA', '/home/me/.ssh/known_hosts': 'known'}
const asked: string[] = []
const context: PlainGitContext = {
  ...{cwd: '/w', signal: new AbortController().signal, out: capturedOut().out},
  env: {HOME: '/home/me', SSH_AUTH_SOCK: '/agent'},
  confirm: async (label) => {
    asked.push(label)
    return 'no'
  },
  keys: {
    generate: async ({algorithm}: {algorithm: string}) => ({privateKey: `new ${algorithm}`, publicKey: 'public\n'}),
    read: async (pem: string, passphrase?: string) => {
      if (passphrase !== undefined) throw new Error('ssh: key is not password protected')
      return {privateKey: pem, publicKey: 'of file\n'}
    },
    scanHostKey: async (host: string) => `host key of ${host}`,
  } as unknown as PlainGitContext['keys'],
  fs: {
    read: async (path: string) => {
      if (path === '/a/folder') throw Object.assign(new Error('x'), {code: 'EISDIR'})
      if (FILES[path] === undefined) throw Object.assign(new Error('x'), {code: 'ENOENT'})
      return Buffer.from(FILES[path])
    },
  } as unknown as PlainGitContext['fs'],
}
const OPTIONS: PlainGitOptions = {
  ...{url: '', username: 'git', password: '', silent: true, 'token-auth': false, 'with-bearer-token': false},
  ...{'allow-insecure-http': false, 'ca-file': '', 'ssh-hostname': '', 'private-key-file': ''},
  ...{'ssh-key-algorithm': 'ecdsa', 'ssh-rsa-bits': 2048, 'ssh-ecdsa-curve': 'p384'},
}
const of = (options: Partial<PlainGitOptions>) => plainGit(context, {...OPTIONS, ...options})
const token = {'token-auth': true, password: 'pw'}

describe('plainGit', () => {
  it.each<[string, Partial<PlainGitOptions>, string]>([
    ['https and a token', {url: 'https://h.example.com:8443/f.git', ...token}, 'https://h.example.com:8443/f.git'],
    ['a user in the URL', {url: 'https://me@h.example.com/f', ...token}, 'https://h.example.com/f'],
    ['http becomes https', {url: 'http://h.example.com/f', 'allow-insecure-http': true, ...token}, 'http://h.example.com/f'],
    ['ssh with a token loses its port', {url: 'ssh://git@h.example.com:2222/f', ...token}, 'https://h.example.com/f'],
    ['https with a key', {url: 'https://h.example.com/f', password: 'pw'}, 'ssh://git@h.example.com/f'],
    ['another ssh host', {url: 'https://h.example.com/f', 'ssh-hostname': 's.example.com:22'}, 'ssh://git@s.example.com:22/f'],
    ['ssh without a user', {url: 'ssh://h.example.com:2222/f'}, 'ssh://git@h.example.com:2222/f'],
    ['ssh with a user', {url: 'ssh://KEY@h.example.com/f'}, 'ssh://KEY@h.example.com/f'],
    ['a user typed beside', {url: 'ssh://git@h.example.com/f', username: 'other'}, 'ssh://other@h.example.com/f'],
  ])('the address for the cluster: %s', async (_, options, syncUrl) => {
    expect((await of(options)).syncUrl).toBe(syncUrl)
  })

  it('logs in with what the flags give', async () => {
    const url = 'ssh://me@h.example.com:2222/f'
    expect((await of({url: 'https://h.example.com/f', ...token, 'ca-file': 'ca'})).auth).toEqual({
      username: 'git',
      password: 'pw',
      ca: 'CA',
    })
    expect((await of({url: 'https://h.example.com/f', ...token, 'with-bearer-token': true})).auth).toEqual({bearerToken: 'pw'})
    expect((await of({url, 'private-key-file': 'key'})).auth).toMatchObject({
      ...{username: 'me', identity: 'PEM', knownHosts: 'host key of h.example.com:2222'},
    })
    expect((await of({url})).auth).toMatchObject({
      username: 'me',
      agent: '/agent',
      knownHostsFiles: [{path: '/home/me/.ssh/known_hosts', text: 'known'}],
    })
  })

  it('takes the known_hosts files of SSH_KNOWN_HOSTS that are there, and says which cannot be read', async () => {
    const files = async (variable: string) => {
      const env = {...context.env, SSH_KNOWN_HOSTS: variable}
      return (await plainGit({...context, env}, {...OPTIONS, url: 'ssh://h.example.com/f'})).auth.knownHostsFiles
    }
    expect(await files('/nope:/w/ca:/a/folder')).toEqual([
      {path: '/w/ca', text: 'CA'},
      {path: '/a/folder', fault: 'read /a/folder: is a directory'},
    ])
    expect(await files(':')).toEqual([])
    expect(await files('')).toHaveLength(1)
  })

  it('leaves a port that is none to those who dial', async () => {
    const ssh = await of({url: 'ssh://me@h.example.com:99999/f', 'private-key-file': 'key'})
    expect({user: ssh.auth.username, syncUrl: ssh.syncUrl}).toEqual({user: 'me', syncUrl: 'ssh://me@h.example.com:99999/f'})
    expect((await of({url: 'https://me:secret@h.example.com:99999/f', ...token})).syncUrl).toBe('https://h.example.com:99999/f')
  })

  it('makes the Secret of the cluster', async () => {
    const url = 'https://h.example.com/f'
    const secretOf = async (options: Partial<PlainGitOptions>) => {
      const {secret} = await of({url, ...options})
      return {data: await secret.make(), replace: secret.replace}
    }
    expect(await secretOf({...token, 'ca-file': 'ca'})).toEqual({
      data: {username: 'git', password: 'pw', 'ca.crt': 'CA'},
      replace: true,
    })
    expect(await secretOf({...token, 'with-bearer-token': true})).toEqual({data: {bearerToken: 'pw'}, replace: false})
    const key = {'identity.pub': 'public\n', known_hosts: 'host key of h.example.com'}
    expect(await secretOf({})).toEqual({data: {identity: 'new ecdsa', ...key}, replace: false})
    expect(await secretOf({password: 'pw'})).toEqual({data: {identity: 'new ecdsa', ...key, password: 'pw'}, replace: true})
    expect(await secretOf({url: 'ssh://h.example.com/f', 'private-key-file': 'key'})).toEqual({
      data: {identity: 'PEM', 'identity.pub': 'of file\n', known_hosts: 'host key of h.example.com'},
      replace: true,
    })
  })

  it('ends when nobody gives the key access', async () => {
    const {secret} = await of({url: 'https://h.example.com/f', silent: false})
    await expect(secret.announce({'identity.pub': 'public\n'})).rejects.toThrow('aborting')
    expect(asked).toEqual(['Please give the key access to your repository'])
  })

  it.each([
    ['http://h.example.com/f', 'scheme http is insecure, pass --allow-insecure-http=true to allow it'],
    ['ftp://h.example.com/f', 'scheme "ftp" is not supported'],
    ['', 'scheme "" is not supported'],
    ['ssh://', 'the URL names no host'],
  ])('refuses %s', async (url, reason) => {
    await expect(of({url})).rejects.toThrow(`failed to create authentication options for ${url}: ${reason}`)
  })

  it.each(['git@host:x', '://x', 'ssh://ho st/x'])('refuses what is no URL in the words of Go alone: %s', async (url) => {
    await expect(of({url})).rejects.toThrow(/^parse "/)
  })

  it('looks at the key before the repository', async () => {
    const key = of({url: 'ssh://h.example.com/f', 'private-key-file': 'key', password: 'pw'})
    await expect(key).rejects.toThrow(/^ssh: key is not password protected$/)
  })

  it('names what cannot be read', async () => {
    const key = of({url: 'ssh://h.example.com/f', 'private-key-file': 'nope'})
    await expect(key).rejects.toThrow(
      'failed to create authentication options for ssh://h.example.com/f: open nope: no such file',
    )
    await expect(of({url: 'https://h.example.com/f', 'ca-file': 'nope'})).rejects.toThrow('unable to read TLS CA file: open nope')
  })

  it.each<[string, Partial<PlainGitOptions>, RegExp | undefined]>([
    ['https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/f', {}, /CodeCommit over https is not supported yet/],
    ['https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/f', token, undefined],
    ['ssh://git-codecommit.eu-west-1.amazonaws.com/v1/repos/f', {}, /ssh username should be specified in the url$/],
    ['ssh://git@git-codecommit.eu-west-1.amazonaws.com/f', {}, /should be the SSH key ID for the provided private key$/],
    ['ssh://KEY@git-codecommit.eu-west-1.amazonaws.com/f', {}, /^private key file is required for bootstrapping/],
    ['ssh://KEY@git-codecommit.eu-west-1.amazonaws.com/f', {'private-key-file': 'key'}, undefined],
    ['https://h.example.com/f', {}, undefined],
  ])('what CodeCommit wants: %s %o', (url, options, refusal) => {
    const check = () => checkCodeCommit({...OPTIONS, ...options, url})
    if (refusal) expect(check).toThrow(refusal)
    else expect(check).not.toThrow()
  })
})
