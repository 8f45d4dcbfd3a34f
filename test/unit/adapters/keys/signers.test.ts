import {generateKeyPairSync} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {pgpSigner} from '../../../../src/lib/adapters/keys/pgp-signer.js'
import {readPrivateKey} from '../../../../src/lib/adapters/keys/read-private-key.js'
import {sshSigner} from '../../../../src/lib/adapters/keys/ssh-signer.js'
import {verifySsh} from '../../../../src/lib/controllers/source/ssh-signature.js'
import {sshKeyPair} from '../../../fakes/ssh-keys.js'

const PAYLOAD = Buffer.from('tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nhello\n')

/** The fingerprint of the key that signed, as our own verifier finds it; that one is held against OpenSSH's signatures. */
async function verified(pem: string, passphrase = ''): Promise<string> {
  const signature = await (await sshSigner(pem, passphrase))(PAYLOAD)
  const {publicKey} = await readPrivateKey(pem, passphrase || undefined)
  return verifySsh(signature, PAYLOAD, [publicKey])
}

const ecPem = (namedCurve: string) =>
  generateKeyPairSync('ec', {namedCurve}).privateKey.export({type: 'pkcs8', format: 'pem'}).toString()

describe('sshSigner', () => {
  it.each([
    ['ed25519', () => sshKeyPair('ed25519').private],
    ['ecdsa-256', () => sshKeyPair('ecdsa').private],
    ['ecdsa-384', () => ecPem('secp384r1')],
    ['ecdsa-521', () => ecPem('secp521r1')],
    ['rsa', () => sshKeyPair('rsa').private],
    [
      'rsa-pem',
      () => generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey.export({type: 'pkcs1', format: 'pem'}).toString(),
    ],
  ])('signs what OpenSSH would take: %s', async (_, make) => {
    expect(await verified(make())).toMatch(/^SHA256:/)
  })

  it('signs with a new key as it is made here, and with one behind a passphrase', async () => {
    const {privateKey} = generateKeyPairSync('ed25519')
    expect(await verified(privateKey.export({type: 'pkcs8', format: 'pem'}).toString())).toMatch(/^SHA256:/)
    const locked = sshKeyPair('ed25519', 'hunter2').private
    expect(await verified(locked, 'hunter2')).toMatch(/^SHA256:/)
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
    expect(await wrong({passphrase: 'no'})).toBe(
      'unable to decrypt GPG private key: openpgp: invalid data: private key checksum failure',
    )
    expect(await wrong({keyId: 'ABC'})).toBe('invalid GPG key id length; expected 16, got 3')
    expect(await wrong({keyId: '0123456789abcdef'})).toBe("no GPG keyring matching key id '0123456789ABCDEF' found")
    expect(await wrong({}, first.publicKey)).toContain('keyring does not contain a private key; ')
    expect(await wrong({}, Buffer.from('x'))).toBe(
      'unable to read GPG key ring: openpgp: invalid data: tag byte does not have MSB set',
    )
    expect(await wrong({}, first.privateKey.subarray(0, 60))).toBe('unable to read GPG key ring: unexpected EOF')
    expect(await wrong({}, new Uint8Array())).toBe('empty GPG key ring')
  })
})
