import {createPrivateKey, createPublicKey, sign, verify} from 'node:crypto'
import {once} from 'node:events'
import {type AddressInfo, createServer} from 'node:net'
import ssh2 from 'ssh2'
import {describe, expect, it} from 'vitest'
import {createKeys} from '../../../../src/lib/adapters/keys/keys.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {FluxError} from '../../../../src/lib/errors/flux-error.js'
import type {KeyRequest} from '../../../../src/lib/ports/keys.js'
import {startSshHost} from '../../../golden/cli-replay/servers/ssh-host.js'

const keys = createKeys(createTasks())
const request = (part: Partial<KeyRequest>): KeyRequest => ({algorithm: 'ecdsa', bits: 1024, curve: 'p384', ...part})

/** The public half that ssh2 reads from an authorized_keys line. */
function publicPem(line: string): string {
  const parsed = ssh2.utils.parseKey(line)
  if (parsed instanceof Error) throw parsed
  return (Array.isArray(parsed) ? parsed[0]! : parsed).getPublicPEM()
}

describe('keys', () => {
  it.each([
    [request({algorithm: 'rsa'}), 'ssh-rsa'],
    [request({algorithm: 'rsa', bits: 2048}), 'ssh-rsa'],
    [request({curve: 'p256'}), 'ecdsa-sha2-nistp256'],
    [request({}), 'ecdsa-sha2-nistp384'],
    [request({curve: 'p521'}), 'ecdsa-sha2-nistp521'],
    [request({algorithm: 'ed25519'}), 'ssh-ed25519'],
  ])('makes a pair whose halves belong together: %j', async (wanted, type) => {
    const {privateKey, publicKey} = await keys.generate(wanted)
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+\n-----END PRIVATE KEY-----\n$/)
    expect(publicKey).toMatch(new RegExp(`^${type} [A-Za-z0-9+/]+=*\n$`))
    const data = Buffer.from('what is signed')
    const secret = createPrivateKey(privateKey)
    const digest = secret.asymmetricKeyType === 'ed25519' ? null : 'sha256'
    const known = createPublicKey(publicPem(publicKey))
    expect(verify(digest, data, known, sign(digest, data, secret))).toBe(true)
    if (wanted.algorithm === 'rsa') expect(secret.asymmetricKeyDetails?.modulusLength).toBe(wanted.bits)
  })

  it('finds the public half of a key that it made', async () => {
    for (const algorithm of ['rsa', 'ecdsa', 'ed25519'] as const) {
      const pair = await keys.generate(request({algorithm}))
      expect(await keys.read(pair.privateKey, undefined)).toEqual(pair)
    }
  })

  it('makes another pair each time', async () => {
    const [one, two] = [await keys.generate(request({})), await keys.generate(request({}))]
    expect(one.privateKey).not.toBe(two.privateKey)
    expect(one.publicKey).not.toBe(two.publicKey)
  })

  it('asks a server for its host key, in known_hosts form', async () => {
    const host = await startSshHost()
    try {
      expect(await keys.scanHostKey(host.address)).toBe(`${host.knownHost} ecdsa-sha2-nistp256 ${host.hostKey}`)
    } finally {
      await host.close()
    }
  })

  it.each([
    ['nothing', '', 'EOF'],
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'EOF'],
    ['an older protocol', 'SSH-1.5-old\r\n', 'EOF'],
    ['no packet after its greeting', `SSH-2.0-x\r\n${'x'.repeat(100)}`, 'ssh: invalid packet length, packet too large'],
  ])("says in Go's words what is wrong with a server that speaks %s", async (_, answer, words) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(answer)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const told = `SSH key scan for host ${address} failed, error: ssh: handshake failed: ${words}`
    await expect(keys.scanHostKey(address)).rejects.toThrow(new FluxError('host-key', told))
    server.close()
  })

  it('says that a server cannot be reached, and stops when told to', async () => {
    await expect(keys.scanHostKey('127.0.0.1:1')).rejects.toThrow(
      'SSH key scan for host 127.0.0.1:1 failed, error: dial tcp 127.0.0.1:1: connect: connection refused',
    )
    await expect(keys.scanHostKey('nobody.invalid')).rejects.toThrow(
      /^SSH key scan for host nobody.invalid:22 failed, error: dial tcp/,
    )
    await expect(keys.scanHostKey('g:22:33')).rejects.toThrow(
      'SSH key scan for host g:22:33:22 failed, error: dial tcp: address g:22:33:22: too many colons in address',
    )
    const late = AbortSignal.abort(new DOMException('over', 'TimeoutError'))
    await expect(keys.scanHostKey('127.0.0.1:1', late)).rejects.toThrow('failed, error: context deadline exceeded')
  })

  it('ends with the reason of whoever stops it', async () => {
    const reason = new FluxError('interrupted', 'interrupted', {exitCode: 130})
    await expect(keys.scanHostKey('127.0.0.1:1', AbortSignal.abort(reason))).rejects.toBe(reason)
  })

  it('does not show the key or the passphrase in an error', async () => {
    const {privateKey} = await keys.generate(request({algorithm: 'rsa'}))
    const error = await keys.read(privateKey, 'canary-passphrase').catch((reason: Error) => reason)
    expect(String(error)).toBe('FluxError: ssh: not an encrypted key')
  })
})
