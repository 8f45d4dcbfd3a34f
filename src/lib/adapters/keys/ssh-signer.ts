import {createHash, type KeyObject, sign} from 'node:crypto'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Signer} from '../../ports/keys.js'
import {openPrivateKey} from './read-private-key.js'

const MAGIC = 'SSHSIG'
/** What the signature is for: one made for something else does not pass for a commit's. */
const NAMESPACE = 'git'
const LEAST_RSA_BITS = 2048
const CURVE_HASHES: Readonly<Record<string, string>> = {
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
}

/**
 * Signs commits with an SSH key, in the format of OpenSSH's PROTOCOL.sshsig. A passphrase counts only for a key that has one.
 * @throws FluxError `bad-key`
 */
export async function sshSigner(pem: string, passphrase: string): Promise<Signer> {
  const {publicKey, plain} = await open(pem, passphrase)
  const [type = '', blob = ''] = publicKey.split(' ')
  const key = plain()
  const bits = key.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS
  if (bits < LEAST_RSA_BITS) {
    throw bad(`RSA key size ${bits} bits is below the minimum supported by NewSSHSigner; must be at least ${LEAST_RSA_BITS}`)
  }
  return async (payload) => {
    const hash = createHash('sha512').update(payload).digest()
    const scope = [text(NAMESPACE), text(''), text('sha512')]
    const signed = Buffer.concat([Buffer.from(MAGIC), ...scope, block(hash)])
    const [name, bytes] = signatureOf(key, type, signed)
    const version = Buffer.from([0, 0, 0, 1])
    const signature = block(Buffer.concat([text(name), block(bytes)]))
    return armoured(Buffer.concat([Buffer.from(MAGIC), version, block(Buffer.from(blob, 'base64')), ...scope, signature]))
  }
}

const bad = (words: string, cause?: unknown) => new FluxError('bad-key', words, cause === undefined ? {} : {cause})

async function open(pem: string, passphrase: string) {
  return openPrivateKey(pem, undefined).catch((error: unknown) => {
    const locked = messageOf(error) === 'ssh: this private key is passphrase protected'
    if (!locked) throw bad(`could not parse SSH signing key: ${messageOf(error)}`, error)
    if (passphrase === '') throw bad('SSH signing key is encrypted; passphrase required', error)
    return openPrivateKey(pem, passphrase).catch((wrong: unknown) => {
      throw bad(`could not parse SSH signing key: ${messageOf(wrong)}`, wrong)
    })
  })
}

/** Name and bytes of a signature (RFC 8709, 5656, 8332). */
function signatureOf(key: KeyObject, type: string, data: Uint8Array): [string, Uint8Array] {
  if (type === 'ssh-ed25519') return [type, sign(null, data, key)]
  const hash = CURVE_HASHES[type]
  if (hash === undefined) return ['rsa-sha2-512', sign('sha512', data, key)]
  const pair = sign(hash, data, {key, dsaEncoding: 'ieee-p1363'})
  const half = pair.length / 2
  return [type, Buffer.concat([mpint(pair.subarray(0, half)), mpint(pair.subarray(half))])]
}

/** A positive number without needless zeros in front. */
function mpint(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  const bare = first < 0 ? new Uint8Array() : bytes.subarray(first)
  return block(bare[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bare]) : bare)
}

const text = (value: string) => block(Buffer.from(value))

function block(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function armoured(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,70}/g) ?? []
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`
}
