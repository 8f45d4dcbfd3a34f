import {createPrivateKey, createPublicKey, type KeyObject} from 'node:crypto'
import {GitError} from '../git-error.js'

/** True when a PEM private key cannot be read without a passphrase. */
export function needsPassphrase(pem: string): boolean {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(pem) || /^Proc-Type: 4,ENCRYPTED/m.test(pem)) return true
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(pem)?.[1]
  if (body === undefined) return false
  const bytes = Buffer.from(body.replace(/\s+/g, ''), 'base64')
  const magic = 'openssh-key-v1\0'
  if (bytes.toString('latin1', 0, magic.length) !== magic) return false
  const length = bytes.readUInt32BE(magic.length)
  return bytes.toString('latin1', magic.length + 4, magic.length + 4 + length) !== 'none'
}

/** The key in a form that ssh2 reads: PKCS#8, which `flux create secret git` writes, is turned into the older forms. */
export function sshPrivateKey(pem: string, passphrase: string | undefined): {key: string; passphrase: string | undefined} {
  if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(pem)) return {key: pem, passphrase}
  let key: KeyObject
  try {
    key = createPrivateKey(passphrase ? {key: pem, passphrase} : pem)
  } catch (error) {
    const locked = /bad decrypt|passphrase/i.test((error as Error).message)
    throw new GitError('git-auth', locked ? 'x509: decryption password incorrect' : 'ssh: no key found', {cause: error})
  }
  if (key.asymmetricKeyType === 'ed25519') return {key: opensshEd25519(key), passphrase: undefined}
  const type = key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1'
  return {key: key.export({format: 'pem', type}).toString(), passphrase: undefined}
}

/** The `openssh-key-v1` container around one unencrypted ed25519 key. */
function opensshEd25519(key: KeyObject): string {
  const seed = Buffer.from(key.export({format: 'jwk'}).d!, 'base64url')
  const point = Buffer.from(createPublicKey(key).export({format: 'jwk'}).x!, 'base64url')
  const type = text('ssh-ed25519')
  const inner = [uint32(0), uint32(0), type, block(point), block(Buffer.concat([seed, point])), text('')]
  const length = inner.reduce((sum, part) => sum + part.length, 0)
  const padding = Buffer.from(Array.from({length: (8 - (length % 8)) % 8}, (_, index) => index + 1))
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    uint32(1),
    block(Buffer.concat([type, block(point)])),
    block(Buffer.concat([...inner, padding])),
  ])
  const body = bytes.toString('base64').replace(/.{70}/g, '$&\n')
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function block(bytes: Uint8Array): Buffer {
  return Buffer.concat([uint32(bytes.length), bytes])
}

function text(value: string): Buffer {
  return block(Buffer.from(value))
}
