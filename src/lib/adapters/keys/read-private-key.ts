import {createPrivateKey, type KeyObject} from 'node:crypto'
import {FluxError} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import type {KeyPair} from '../../ports/keys.js'
import {authorizedKey, line} from './authorized-key.js'

const PLAIN_TYPES = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY']
const WRONG_PASSPHRASE = 'x509: decryption password incorrect'

const fault = (words: string, cause?: unknown) => new FluxError('bad-key', words, cause === undefined ? {} : {cause})

/**
 * The pair behind a private key in PEM; the passphrase may only be given for a key that has one, as in flux.
 * @throws FluxError `bad-key` in the words of Go's ssh package
 */
export async function readPrivateKey(pem: string, passphrase: string | undefined): Promise<KeyPair> {
  return {privateKey: pem, publicKey: (await openPrivateKey(pem, passphrase)).publicKey}
}

interface OpenKey {
  /** line of an authorized_keys file */
  readonly publicKey: string
  /** without a passphrase, in a form that node reads */
  readonly plain: () => KeyObject
}

/** The key itself, for those who sign with it. Throws as `readPrivateKey`. */
export async function openPrivateKey(pem: string, passphrase: string | undefined): Promise<OpenKey> {
  const block = /^-----BEGIN ([^\r\n]*?)-----[ \t\r]*\n([\s\S]*?)^-----END \1-----/m.exec(pem)
  if (!block) throw fault('ssh: no key found')
  const [, type, body] = block as unknown as [string, string, string]
  return type === 'OPENSSH PRIVATE KEY' ? readOpenSsh(block[0], body, passphrase) : readPem(type, block[0], body, passphrase)
}

/** OpenSSH's own container. */
async function readOpenSsh(pem: string, body: string, passphrase: string | undefined): Promise<OpenKey> {
  const locked = isLocked(body)
  if (locked === undefined) throw fault('ssh: invalid openssh private key format')
  if (locked && passphrase === undefined) throw fault('ssh: this private key is passphrase protected')
  if (!locked && passphrase !== undefined) throw fault('ssh: key is not password protected')
  const {utils} = (await import('ssh2')).default
  const key = utils.parseKey(pem, passphrase)
  const [first] = Array.isArray(key) ? key : [key]
  if (!first || first instanceof Error) {
    // the library tells a wrong passphrase and a damaged key apart by their words alone
    throw fault(locked ? WRONG_PASSPHRASE : 'ssh: invalid openssh private key format', first)
  }
  if (first.type === 'ssh-dss') throw fault('ssh: unhandled key type')
  return {publicKey: line(first.type, first.getPublicSSH()), plain: () => createPrivateKey(first.getPrivatePEM())}
}

/** True when the container names a cipher; undefined for what is no such container. */
function isLocked(body: string): boolean | undefined {
  const bytes = Buffer.from(body.replace(/\s+/g, ''), 'base64')
  const magic = 'openssh-key-v1\0'
  if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined
  const length = bytes.readUInt32BE(magic.length)
  return bytes.toString('latin1', magic.length + 4, magic.length + 4 + length) !== 'none'
}

/** PKCS#1, SEC1 and PKCS#8; only the first two know the old way of encryption that Go's ssh package reads. */
function readPem(type: string, block: string, body: string, passphrase: string | undefined): OpenKey {
  const locked = /^Proc-Type:.*ENCRYPTED/m.test(body)
  if (passphrase === undefined && locked) throw fault('ssh: this private key is passphrase protected')
  if (passphrase !== undefined && !locked) throw fault('ssh: not an encrypted key')
  if (!PLAIN_TYPES.includes(type)) throw fault(`ssh: unsupported key type ${goQuote(type)}`)
  let key: KeyObject
  try {
    key = createPrivateKey(passphrase === undefined ? block : {key: block, passphrase})
  } catch (error) {
    throw fault(locked ? WRONG_PASSPHRASE : 'asn1: structure error: invalid private key', error)
  }
  const publicKey = authorizedKey(key)
  if (publicKey === undefined) {
    const kind = key.asymmetricKeyType ?? type
    throw fault(kind === 'ec' ? 'x509: unknown elliptic curve' : `ssh: unsupported key type ${goQuote(kind)}`)
  }
  return {publicKey, plain: () => key}
}
