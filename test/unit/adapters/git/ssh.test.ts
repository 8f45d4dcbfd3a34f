import {createHmac, generateKeyPairSync, type KeyObject, randomBytes} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {type AddressInfo, createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createGit} from '../../../../src/lib/adapters/git/git-client.js'
import {KnownHosts} from '../../../../src/lib/adapters/git/transport/known-hosts.js'
import {needsPassphrase} from '../../../../src/lib/adapters/git/transport/ssh-identity.js'
import {createHttp} from '../../../../src/lib/adapters/system/http.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import type {GitAuth, GitCheckout, KnownHostsFile} from '../../../../src/lib/ports/git.js'
import {GitRepos} from '../../../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../../../fakes/git-ssh.js'
import {startSocksProxy} from '../../../fakes/socks-proxy.js'
import {sshKeyPair} from '../../../fakes/ssh-keys.js'

const pkcs8 = (key: KeyObject): string => key.export({format: 'pem', type: 'pkcs8'}).toString()
const ed25519 = sshKeyPair('ed25519')
const rsa = sshKeyPair('rsa')
const ecdsa = sshKeyPair('ecdsa')
const locked = sshKeyPair('ed25519', 'open')
const hostKey = sshKeyPair('ed25519')
const otherHost = sshKeyPair('ed25519')
const rsaHost = sshKeyPair('rsa')
const p8ed = generateKeyPairSync('ed25519')
const p8ec = generateKeyPairSync('ec', {namedCurve: 'P-384'})
const p8rsa = generateKeyPairSync('rsa', {modulusLength: 2048})

/** The authorized_keys line of a key that node made. */
function publicLine(key: KeyObject): string {
  const jwk = key.export({format: 'jwk'})
  const field = (bytes: Buffer | string): Buffer => {
    const data = Buffer.from(bytes as string)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, data])
  }
  const big = (text: string): Buffer => {
    const bytes = Buffer.from(text, 'base64url')
    return field((bytes[0]! & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes) as never)
  }
  const part = (text: string): Buffer => Buffer.from(text, 'base64url')
  if (jwk.kty === 'OKP')
    return `ssh-ed25519 ${Buffer.concat([field('ssh-ed25519'), field(part(jwk.x!) as never)]).toString('base64')}`
  if (jwk.kty === 'RSA') return `ssh-rsa ${Buffer.concat([field('ssh-rsa'), big(jwk.e!), big(jwk.n!)]).toString('base64')}`
  const point = Buffer.concat([Buffer.from([4]), part(jwk.x!), part(jwk.y!)])
  const type = 'ecdsa-sha2-nistp384'
  return `${type} ${Buffer.concat([field(type), field('nistp384'), field(point as never)]).toString('base64')}`
}

describe('cloning over ssh', () => {
  const root = mkdtempSync(join(tmpdir(), 'git-ssh-'))
  const repos = new GitRepos(root)
  const tasks = createTasks()
  const git = createGit({http: createHttp(tasks), tasks})
  let server: GitSsh
  let sha = ''
  const line = (key: {public: string}): string => `[127.0.0.1]:${server.port} ${key.public.split(' ').slice(0, 2).join(' ')}`
  const clone = (auth: GitAuth, path = '/app', lastRevision?: string): Promise<GitCheckout> =>
    git.clone({url: `ssh://git@${server.host}${path}`, ref: {branch: 'main'}, auth, lastRevision})

  beforeAll(async () => {
    await repos.create('app')
    await repos.create('empty')
    sha = await repos.commit('app', {branch: 'main', message: 'first', write: {'a.txt': '1'}})
    server = await startGitSsh({
      hostKeys: [hostKey.private, rsaHost.private],
      authorized: [
        ...[ed25519, rsa, ecdsa, locked].map((pair) => pair.public),
        ...[p8ed, p8ec, p8rsa].map((pair) => publicLine(pair.publicKey)),
      ],
      password: 'secret',
      root: repos.served,
    })
  })
  afterAll(async () => {
    await server.close()
    rmSync(root, {recursive: true})
  })

  it.each([
    ['ed25519', () => ed25519.private, undefined],
    ['rsa', () => rsa.private, undefined],
    ['ecdsa', () => ecdsa.private, undefined],
    ['encrypted ed25519', () => locked.private, 'open'],
    ['PKCS#8 ed25519', () => pkcs8(p8ed.privateKey), undefined],
    ['PKCS#8 ecdsa P-384', () => pkcs8(p8ec.privateKey), undefined],
    ['PKCS#8 rsa', () => pkcs8(p8rsa.privateKey), undefined],
  ])('with an identity of kind %s', async (_kind, identity, password) => {
    const result = await clone({identity: identity(), knownHosts: line(hostKey), password})
    expect(result.commit.revision).toBe(`main@sha1:${sha}`)
    if (!result.unchanged) expect(new TextDecoder().decode(await result.tree.read('a.txt'))).toBe('1')
  })

  it('with a password', async () => {
    expect((await clone({password: 'secret', knownHosts: line(hostKey)})).commit.sha).toBe(sha)
  })

  it('with only an rsa key on record, hashed or behind a wildcard', async () => {
    const identity = ed25519.private
    expect((await clone({identity, knownHosts: line(rsaHost)})).commit.sha).toBe(sha)
    const salt = randomBytes(20)
    const hash = createHmac('sha1', salt).update(`[127.0.0.1]:${server.port}`).digest('base64')
    const hashed = `|1|${salt.toString('base64')}|${hash} ${hostKey.public.split(' ').slice(0, 2).join(' ')}`
    expect((await clone({identity, knownHosts: `# comment\n\n${hashed}`})).commit.sha).toBe(sha)
    expect((await clone({identity, knownHosts: line(hostKey).replace('127.0.0.1', '127.0.*')})).commit.sha).toBe(sha)
  })

  it('asks only for references when nothing is new', async () => {
    const result = await clone({identity: ed25519.private, knownHosts: line(hostKey)}, '/app', `main@sha1:${sha}`)
    expect(result.unchanged).toBe(true)
  })

  it('refuses a wrong and an unknown host key', async () => {
    const url = `ssh://git@${server.host}/app`
    await expect(clone({identity: ed25519.private, knownHosts: line(otherHost)})).rejects.toMatchObject({
      code: 'git-host-key',
      message: `unable to clone '${url}': ssh: handshake failed: knownhosts: key mismatch`,
    })
    await expect(clone({identity: ed25519.private, knownHosts: 'example.com ' + hostKey.public})).rejects.toThrow(
      'ssh: handshake failed: knownhosts: key is unknown',
    )
    await expect(clone({identity: ed25519.private, knownHosts: `@revoked ${line(hostKey)}`})).rejects.toThrow('key is revoked')
  })

  it('trusts the files of the machine together, and nobody when there are none or one cannot be read', async () => {
    const identity = ed25519.private
    const withFiles = (...knownHostsFiles: KnownHostsFile[]) => clone({identity, knownHostsFiles})
    const [empty, other] = [
      {path: '/etc/known', text: '# none\n'},
      {path: '/h/known', text: line(hostKey)},
    ]
    expect((await withFiles(empty, other)).commit.sha).toBe(sha)
    await expect(withFiles(empty)).rejects.toThrow('knownhosts: key is unknown')
    const failed = `unable to clone 'ssh://git@${server.host}/app': cannot create known hosts callback: `
    await expect(withFiles()).rejects.toThrow(
      `${failed}unable to find any valid known_hosts file, set SSH_KNOWN_HOSTS env variable`,
    )
    await expect(withFiles(other, {path: '/x', text: '\nbad line\n'})).rejects.toThrow(
      `${failed}knownhosts: /x:2: knownhosts: missing key type pattern`,
    )
    await expect(withFiles({path: '/x', fault: 'read /x: is a directory'})).rejects.toThrow(`${failed}read /x: is a directory`)
  })

  it('says which agent does not answer', async () => {
    const failed = 'unable to construct auth method with options: error creating SSH agent: '
    await expect(clone({agent: join(root, 'no"agent')})).rejects.toThrow(
      `${failed}"Error connecting to SSH_AUTH_SOCK: dial unix ${join(root, 'no')}\\"agent: connect: no such file or directory"`,
    )
    writeFileSync(join(root, 'file'), '')
    await expect(clone({agent: join(root, 'file')})).rejects.toThrow(/connect: connection refused"$/)
  })

  it('says what is no private key, no port and no ssh server', async () => {
    const knownHosts = line(hostKey)
    const failed = 'unable to construct auth method with options: ssh: '
    await expect(clone({identity: ed25519.public, knownHosts})).rejects.toThrow(`${failed}no key found`)
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    await expect(clone({identity: pem, knownHosts})).rejects.toThrow(`${failed}unsupported key type "CERTIFICATE"`)
    const at = (url: string) => git.clone({url, ref: {branch: 'main'}, auth: {identity: ed25519.private, knownHosts}})
    await expect(at('ssh://git@127.0.0.1:99999/x')).rejects.toThrow(
      "unable to clone 'ssh://git@127.0.0.1:99999/x': dial tcp: address 99999: invalid port",
    )
    const deaf = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
    await new Promise((resolve) => deaf.once('listening', resolve))
    await expect(at(`ssh://git@127.0.0.1:${(deaf.address() as AddressInfo).port}/x`)).rejects.toThrow(
      'ssh: handshake failed: EOF',
    )
    deaf.close()
  })

  it('outlives a server that resets the connection in the middle of the handshake', async () => {
    const faults: unknown[] = []
    const seen = (error: unknown) => void faults.push(error)
    process.on('uncaughtException', seen)
    const rude = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.resetAndDestroy())
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => rude.once('listening', resolve))
    const url = `ssh://git@127.0.0.1:${(rude.address() as AddressInfo).port}/x`
    const cloning = git.clone({url, ref: {branch: 'main'}, auth: {identity: ed25519.private, knownHosts: line(hostKey)}})
    await expect(cloning).rejects.toThrow('ssh: handshake failed: ')
    await new Promise((resolve) => setTimeout(resolve, 50))
    process.off('uncaughtException', seen)
    rude.close()
    expect(faults).toEqual([])
  })

  it('goes past no proxy', async () => {
    const auth = {identity: ed25519.private, knownHosts: line(hostKey)}
    await expect(clone({...auth, proxy: 'http://127.0.0.1:9'})).rejects.toThrow('proxy: unknown scheme: http')
    const way = `socks connect tcp 127.0.0.1:9->${server.host}: dial tcp 127.0.0.1:9: connect: connection refused`
    await expect(clone({...auth, proxy: 'socks5://127.0.0.1:9'})).rejects.toThrow(`/app': ${way}`)
    await expect(clone({...auth, proxy: 'socks5://127.0.0.1:99999'})).rejects.toThrow(
      "/app': socks connect tcp: dial tcp: address 99999: invalid port",
    )
  })

  it('through a SOCKS proxy, of a Secret and of the environment', async () => {
    const auth = {identity: ed25519.private, knownHosts: line(hostKey).replace('127.0.0.1', 'git.test')}
    const url = `ssh://git@git.test:${server.port}/app`
    const proxy = await startSocksProxy({port: server.port})
    const env = {all_proxy: `socks5h://127.0.0.1:${proxy.port}`, NO_PROXY: 'direct.test'}
    const byEnvironment = createGit({http: createHttp(tasks, env), tasks})
    try {
      const own = await git.clone({url, ref: {branch: 'main'}, auth: {...auth, proxy: `socks5://127.0.0.1:${proxy.port}`}})
      const named = await byEnvironment.clone({url, ref: {branch: 'main'}, auth})
      expect([own.commit.sha, named.commit.sha]).toEqual([sha, sha])
      const asked = `05010003${Buffer.from('\x08git.test').toString('hex')}${server.port.toString(16).padStart(4, '0')}`
      expect(proxy.heard).toEqual(['050100', asked, '050100', asked])
      const past = byEnvironment.clone({url: url.replace('git.test', 'direct.test'), ref: {branch: 'main'}, auth})
      await expect(past).rejects.toThrow('dial tcp: lookup direct.test')
    } finally {
      await proxy.close()
    }
  })

  it('a SOCKS proxy that refuses, and one that is silent when the time is over', async () => {
    const auth = {identity: ed25519.private, knownHosts: line(hostKey)}
    const refusing = await startSocksProxy({says: ['0500', '050500017f0000011f90'], after: 'end'})
    const silent = await startSocksProxy({says: [], after: 'wait'})
    try {
      const way = `socks connect tcp 127.0.0.1:${refusing.port}->${server.host}: unknown error connection refused`
      await expect(clone({...auth, proxy: `socks5://u:secret@127.0.0.1:${refusing.port}`})).rejects.toThrow(way)
      const ending = new AbortController()
      const options = {url: `ssh://git@${server.host}/app`, ref: {branch: 'main'}, signal: ending.signal}
      const waiting = git.clone({...options, auth: {...auth, proxy: `socks5://127.0.0.1:${silent.port}`}})
      const refused = expect(waiting).rejects.toThrow('context deadline exceeded')
      await expect.poll(() => silent.open.size).toBe(1)
      ending.abort(new DOMException('late', 'TimeoutError'))
      await refused
      await expect.poll(() => silent.open.size).toBe(0)
    } finally {
      await Promise.all([refusing.close(), silent.close()])
    }
  })

  it('a key that nobody knows, a wrong passphrase, a missing repository, an empty one, no server', async () => {
    const stranger = sshKeyPair('ed25519').private
    await expect(clone({identity: stranger, knownHosts: line(hostKey)})).rejects.toThrow('ssh: unable to authenticate')
    await expect(clone({identity: locked.private, password: 'no', knownHosts: line(hostKey)})).rejects.toMatchObject({
      code: 'git-auth',
    })
    const good = {identity: ed25519.private, knownHosts: line(hostKey)}
    await expect(clone(good, '/nothing')).rejects.toThrow(
      `unable to clone: repository not found: git repository: 'ssh://git@${server.host}/nothing'`,
    )
    await expect(clone(good, '/empty')).rejects.toMatchObject({code: 'git-empty'})
    await expect(git.clone({url: 'ssh://git@127.0.0.1:1/x', ref: {}, auth: good})).rejects.toThrow(
      "unable to clone 'ssh://git@127.0.0.1:1/x': dial tcp 127.0.0.1:1: connect: connection refused",
    )
  })

  it('tells encrypted identities', () => {
    expect([locked.private, ed25519.private, rsa.private, pkcs8(p8ed.privateKey)].map(needsPassphrase)).toEqual([
      true,
      false,
      false,
      false,
    ])
    const legacy = p8rsa.privateKey.export({format: 'pem', type: 'pkcs1', cipher: 'aes-128-cbc', passphrase: 'x'}).toString()
    expect(needsPassphrase(legacy)).toBe(true)
  })
})

describe('known_hosts', () => {
  const key = hostKey.public.split(' ').slice(0, 2).join(' ')
  const blob = Buffer.from(key.split(' ')[1]!, 'base64')

  it('patterns, negation and key types', () => {
    const hosts = new KnownHosts(`*.example.com,!bad.example.com ${key}\n[git.example.org]:2222 ${key} comment\n`)
    expect(hosts.check('git.example.com', 22, blob)).toBeUndefined()
    expect(hosts.check('bad.example.com', 22, blob)).toBe('knownhosts: key is unknown')
    expect(hosts.check('git.example.org', 2222, blob)).toBeUndefined()
    expect(hosts.check('git.example.org', 22, blob)).toBe('knownhosts: key is unknown')
    expect(hosts.types('git.example.com', 22)).toEqual(['ssh-ed25519'])
  })

  it('takes wildcards for one port, authorities as keys, and a revoked key as revoked everywhere', () => {
    const hosts = new KnownHosts(`* ${key}\n@cert-authority [a.example.com]:2222 ${key}\n`)
    expect(hosts.check('b.example.com', 22, blob)).toBeUndefined()
    expect(hosts.check('b.example.com', 2222, blob)).toBe('knownhosts: key is unknown')
    expect(hosts.check('a.example.com', 2222, blob)).toBeUndefined()
    expect(new KnownHosts(`* ${key}\n@revoked other ${key}`).check('x', 22, blob)).toBe('knownhosts: key is revoked')
  })

  // as source-controller 1.9.0 says it
  it.each([
    ['junk', 'knownhosts: missing host pattern'],
    ['@revoked host', 'knownhosts: missing host pattern'],
    ['host ssh-rsa', 'knownhosts: missing key type pattern'],
    ['@cert-authority host ssh-rsa', 'knownhosts: missing key type pattern'],
    ['@other host ssh-rsa AAAA', 'illegal base64 data at input byte 3'],
    ['host ssh-ed25519 !!!', 'illegal base64 data at input byte 0'],
    ['host ssh-ed25519 AAAA', 'ssh: short read'],
    ['host ssh-ed25519 AAAAC3NzaC1lZDI1NTE5', 'ssh: parse error in message type 0'],
    [`[127.0.0.1 KEY`, 'address [127.0.0.1: missing port in address'],
    [`[a]:b:c KEY`, 'address [a]:b:c: too many colons in address'],
    [`! KEY`, 'knownhosts: negation without following hostname'],
    [`|1|a= KEY`, 'knownhosts: got 3 components, want 3'],
    [`|2|YQ==|YQ== KEY`, "knownhosts: got hash type 2, must be '1'"],
  ])('refuses %s', (line, words) => {
    expect(() => new KnownHosts(line.replace('KEY', key))).toThrow(words)
  })

  it('reads what only looks odd', () => {
    expect(new KnownHosts(`# note\n\n a,,b nope ${key.split(' ')[1]} comment\r\n`).types('b', 22)).toEqual(['ssh-ed25519'])
  })
})
