import {createHash, createPublicKey, type KeyObject, verify} from 'node:crypto'
import {messageOf} from '../../errors/flux-error.js'

/** What `git` signs for, as in `ssh-keygen -Y sign -n git`. */
const NAMESPACE = 'git'
const CURVES: Readonly<Record<string, {crv: string; hash: string; size: number}>> = {
  'ecdsa-sha2-nistp256': {crv: 'P-256', hash: 'sha256', size: 32},
  'ecdsa-sha2-nistp384': {crv: 'P-384', hash: 'sha384', size: 48},
  'ecdsa-sha2-nistp521': {crv: 'P-521', hash: 'sha512', size: 66},
}

interface SshSignature {
  readonly publicKey: Buffer
  readonly namespace: string
  readonly reserved: Buffer
  readonly hash: string
  readonly format: string
  readonly blob: Buffer
}

/**
 * The fingerprint (`SHA256:...`) of the authorised key that made an SSHSIG signature.
 * @throws Error in the words of Flux's signature package
 */
export function verifySsh(signature: string, payload: Uint8Array, authorizedKeys: readonly string[]): string {
  let parsed: SshSignature
  try {
    parsed = parseSignature(signature)
  } catch (error) {
    throw new Error(`unable to unarmor SSH signature: ${messageOf(error)}`, {cause: error})
  }
  let firstFault: string | undefined
  let attempted = false
  const faults = new Set<string>()
  for (const text of authorizedKeys) {
    let keys: Buffer[]
    try {
      keys = parseAuthorizedKeys(text)
    } catch (error) {
      firstFault ??= `unable to parse authorized keys: ${messageOf(error)}`
      continue
    }
    attempted = true
    for (const key of keys) {
      const fault = check(parsed, payload, key)
      if (fault === undefined) return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
      faults.add(fault)
    }
  }
  if (!attempted && firstFault) throw new Error(firstFault)
  const reasons = ['no matching key', ...faults].join('\n')
  throw new Error(`unable to verify payload with any of the given authorized keys: ${reasons}`)
}

/** The key blobs of authorized_keys lines; options before the type are skipped. */
function parseAuthorizedKeys(text: string): Buffer[] {
  const keys: Buffer[] = []
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue
    const match = /(?:^|\s)((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[^\s]+)\s+([A-Za-z0-9+/]+=*)/.exec(line)
    const blob = Buffer.from(match?.[2] ?? '', 'base64')
    if (!match || blob.length < 8 || new Reader(blob).text() !== match[1]) {
      throw new Error(`unable to parse authorized key: ssh: no key found${base64Fault(line)}`)
    }
    keys.push(blob)
  }
  return keys
}

/** What Go adds when the second word of a line is no base64. */
function base64Fault(line: string): string {
  const text = line.split(/\s+/)[1]
  if (!text) return ''
  const bad = /[^A-Za-z0-9+/]/.exec(text.replace(/=+$/, ''))
  if (!bad && text.length % 4 === 0) return ''
  const at = bad ? bad.index : Math.floor(text.length / 4) * 4
  return `; last parsing error for ignored line: illegal base64 data at input byte ${at}`
}

/** Undefined when right, else why not. */
function check(signature: SshSignature, payload: Uint8Array, key: Buffer): string | undefined {
  if (!signature.publicKey.equals(key)) return 'public key does not match'
  if (signature.namespace !== NAMESPACE) return 'namespace does not match'
  if (signature.hash !== 'sha256' && signature.hash !== 'sha512') return 'unsupported hash algorithm'
  const message = Buffer.concat([
    Buffer.from('SSHSIG'),
    block(Buffer.from(signature.namespace)),
    block(signature.reserved),
    block(Buffer.from(signature.hash)),
    block(createHash(signature.hash).update(payload).digest()),
  ])
  try {
    return verifyBlob(signature, message, key) ? undefined : 'ssh: signature did not verify'
  } catch {
    return 'ssh: signature did not verify'
  }
}

function verifyBlob(signature: SshSignature, message: Buffer, key: Buffer): boolean {
  const reader = new Reader(key)
  const type = reader.text()
  const curve = CURVES[type]
  if (type === 'ssh-ed25519') {
    if (signature.format !== type) return false
    return verify(null, message, jwk({kty: 'OKP', crv: 'Ed25519', x: reader.block().toString('base64url')}), signature.blob)
  }
  if (curve) {
    if (signature.format !== type) return false
    reader.block()
    const point = reader.block()
    const [x, y] = [point.subarray(1, 1 + curve.size), point.subarray(1 + curve.size)].map((part) => part.toString('base64url'))
    const numbers = new Reader(signature.blob)
    const raw = Buffer.concat([fixed(numbers.block(), curve.size), fixed(numbers.block(), curve.size)])
    return verify(curve.hash, message, {key: jwk({kty: 'EC', crv: curve.crv, x, y}), dsaEncoding: 'ieee-p1363'}, raw)
  }
  if (type !== 'ssh-rsa') return false
  const hash = ({'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512'} as Record<string, string>)[signature.format]
  if (!hash) return false
  const [e, n] = [reader.block(), reader.block()].map((part) => unsigned(part).toString('base64url'))
  return verify(hash, message, jwk({kty: 'RSA', e, n}), signature.blob)
}

function jwk(key: Record<string, string | undefined>): KeyObject {
  return createPublicKey({key: key as JsonWebKey, format: 'jwk'})
}

type JsonWebKey = import('node:crypto').JsonWebKey

function parseSignature(text: string): SshSignature {
  const body = /-----BEGIN SSH SIGNATURE-----([\s\S]*?)-----END SSH SIGNATURE-----/.exec(text)?.[1]
  if (body === undefined) throw new Error('invalid signature')
  const bytes = Buffer.from(body.replace(/\s+/g, ''), 'base64')
  if (bytes.toString('latin1', 0, 6) !== 'SSHSIG' || bytes.readUInt32BE(6) !== 1) throw new Error('invalid signature')
  const reader = new Reader(bytes.subarray(10))
  const publicKey = reader.block()
  const namespace = reader.text()
  const reserved = reader.block()
  const hash = reader.text()
  const inner = new Reader(reader.block())
  return {publicKey, namespace, reserved, hash, format: inner.text(), blob: inner.block()}
}

/** Length-prefixed fields of the ssh wire format. */
class Reader {
  #at = 0

  constructor(private readonly bytes: Buffer) {}

  block(): Buffer {
    const length = this.bytes.readUInt32BE(this.#at)
    const start = this.#at + 4
    if (start + length > this.bytes.length) throw new Error('unexpected end of data')
    this.#at = start + length
    return this.bytes.subarray(start, this.#at)
  }

  text(): string {
    return this.block().toString('latin1')
  }
}

function block(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A big number without its sign byte. */
function unsigned(bytes: Buffer): Buffer {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes
}

function fixed(bytes: Buffer, size: number): Buffer {
  const short = unsigned(bytes)
  return Buffer.concat([Buffer.alloc(Math.max(0, size - short.length)), short])
}
