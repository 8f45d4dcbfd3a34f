import {createPublicKey, type KeyObject} from 'node:crypto'

const CURVES: Readonly<Record<string, string>> = {'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521'}

/** The line of an authorized_keys file for the public half of a key (RFC 4253, 5656, 8709); undefined for other kinds of keys. */
export function authorizedKey(key: KeyObject): string | undefined {
  const fields = publicFields(createPublicKey(key))
  return fields && line(fields[0]!.toString(), Buffer.concat(fields.map(block)))
}

/** `TYPE BASE64` and a line end. */
export function line(type: string, blob: Uint8Array): string {
  return `${type} ${Buffer.from(blob).toString('base64')}\n`
}

/** The fields of the public key in SSH's wire format, its type first. */
function publicFields(key: KeyObject): Buffer[] | undefined {
  const {kty, crv, n, e, x, y} = key.export({format: 'jwk'})
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')
  if (kty === 'RSA') return [Buffer.from('ssh-rsa'), mpint(bytes(e)), mpint(bytes(n))]
  if (crv === 'Ed25519') return [Buffer.from('ssh-ed25519'), bytes(x)]
  const curve = CURVES[crv ?? '']
  if (kty !== 'EC' || curve === undefined) return undefined
  const point = Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)])
  return [Buffer.from(`ecdsa-sha2-${curve}`), Buffer.from(curve), point]
}

/** A positive number: one that looks negative gets a zero in front. */
function mpint(bytes: Buffer): Buffer {
  return bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}

function block(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
