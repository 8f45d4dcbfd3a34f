import {execFileSync} from 'node:child_process'
import {generateKeyPairSync} from 'node:crypto'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {pgpSigner} from '../../../../src/lib/adapters/keys/pgp-signer.js'
import {readPrivateKey} from '../../../../src/lib/adapters/keys/read-private-key.js'
import {sshSigner} from '../../../../src/lib/adapters/keys/ssh-signer.js'

const PAYLOAD = Buffer.from('tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nhello\n')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signers-'))
  writeFileSync(join(folder, 'payload'), PAYLOAD)
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const keygen = (...args: string[]) =>
  execFileSync('ssh-keygen', args, {cwd: folder, input: PAYLOAD, encoding: 'utf8', stdio: 'pipe'})

function made(name: string, ...args: string[]): string {
  keygen('-q', '-f', name, ...args)
  return readFileSync(join(folder, name), 'utf8')
}

/** What OpenSSH says of a signature. */
async function verified(pem: string, passphrase = ''): Promise<string> {
  const signature = await (await sshSigner(pem, passphrase))(PAYLOAD)
  const {publicKey} = await readPrivateKey(pem, passphrase || undefined)
  writeFileSync(join(folder, 'signature'), signature)
  writeFileSync(join(folder, 'allowed'), `me ${publicKey}`)
  return keygen('-Y', 'verify', '-f', 'allowed', '-I', 'me', '-n', 'git', '-s', 'signature')
}

describe('sshSigner', () => {
  it.each([
    ['ed25519', ['-t', 'ed25519', '-N', '']],
    ['ecdsa-256', ['-t', 'ecdsa', '-b', '256', '-N', '']],
    ['ecdsa-384', ['-t', 'ecdsa', '-b', '384', '-N', '']],
    ['ecdsa-521', ['-t', 'ecdsa', '-b', '521', '-N', '']],
    ['rsa', ['-t', 'rsa', '-b', '2048', '-N', '']],
    ['rsa-pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', '']],
  ])('signs as OpenSSH does: %s', async (name, args) => {
    expect(await verified(made(name, ...args))).toMatch(/^Good "git" signature for me/)
  })

  it('signs with a new key as it is made here, and with one behind a passphrase', async () => {
    const {privateKey} = generateKeyPairSync('ed25519')
    expect(await verified(privateKey.export({type: 'pkcs8', format: 'pem'}).toString())).toMatch(/^Good/)
    const locked = made('locked', '-t', 'ed25519', '-N', 'hunter2')
    expect(await verified(locked, 'hunter2')).toMatch(/^Good/)
    await expect(sshSigner(locked, '')).rejects.toThrow('SSH signing key is encrypted; passphrase required')
    await expect(sshSigner(locked, 'wrong')).rejects.toThrow(
      'could not parse SSH signing key: x509: decryption password incorrect',
    )
    await expect(sshSigner('nothing', '')).rejects.toThrow('could not parse SSH signing key: ssh: no key found')
    const short = generateKeyPairSync('rsa', {modulusLength: 1024}).privateKey.export({type: 'pkcs1', format: 'pem'}).toString()
    await expect(sshSigner(short, '')).rejects.toThrow('RSA key size 1024 bits is below the minimum')
  })
})

describe('pgpSigner', () => {
  it('signs with the key of the ring that is asked for', async () => {
    const {generateKey, readKey, verify, createMessage, readSignature} = await import('openpgp')
    const user = {userIDs: [{name: 'me', email: 'me@example.com'}]}
    const first = await generateKey({...user, passphrase: 'hunter2', format: 'binary'})
    const second = await generateKey({...user, format: 'binary'})
    const ring = Buffer.concat([first.privateKey, second.privateKey])
    const idOf = async (bytes: Uint8Array) => (await readKey({binaryKey: bytes})).getKeyID().toHex().toUpperCase()
    const madeBy = async (armoured: string, key: Uint8Array) => {
      const signature = await readSignature({armoredSignature: armoured})
      const verificationKeys = await readKey({binaryKey: key})
      const result = await verify({message: await createMessage({binary: new Uint8Array(PAYLOAD)}), signature, verificationKeys})
      return result.signatures[0]!.verified
    }
    const byFirst = await (await pgpSigner(ring, {keyId: '', passphrase: 'hunter2'}))(PAYLOAD)
    expect(byFirst).toMatch(/^-----BEGIN PGP SIGNATURE-----\n[^\r]*$/)
    expect(await madeBy(byFirst, first.publicKey)).toBe(true)
    const bySecond = await (await pgpSigner(ring, {keyId: `0x${await idOf(second.publicKey)}`, passphrase: ''}))(PAYLOAD)
    expect(await madeBy(bySecond, second.publicKey)).toBe(true)

    const wrong = (options: {keyId?: string; passphrase?: string}, keys: Uint8Array = ring) =>
      pgpSigner(keys, {keyId: '', passphrase: '', ...options}).then(
        () => 'signed',
        (error: Error) => error.message,
      )
    expect(await wrong({passphrase: 'no'})).toContain('unable to decrypt GPG private key: ')
    expect(await wrong({keyId: 'ABC'})).toBe('invalid GPG key id length; expected 16, got 3')
    expect(await wrong({keyId: '0123456789abcdef'})).toBe("no GPG keyring matching key id '0123456789ABCDEF' found")
    expect(await wrong({}, first.publicKey)).toContain('keyring does not contain a private key; ')
    expect(await wrong({}, Buffer.from('x'))).toContain('unable to read GPG key ring: ')
  })
})
