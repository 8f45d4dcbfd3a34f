import {createHash, generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {isIP} from 'node:net'
import * as der from '../../../formats/der/der.js'

/** A server certificate with the authority that signed it. */
export interface Certificate {
  /** PEM of the authority */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'))
const YEAR_MS = 365 * 24 * 3600_000
const NAMES = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '127.0.0.1',
  '::1',
  '10.96.0.1',
]

/** A new authority and a certificate for loopback and the in-cluster names (P-256, ten years). */
export function createCertificate(
  now: number,
  random: (length: number) => Uint8Array,
  extra: readonly string[] = [],
): Certificate {
  const authority = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  const server = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  const issuer = nameOf('embedded-kubernetes-ca')
  const authorityId = keyId(authority.publicKey)
  const caCert = certificate({
    serial: random(16),
    issuer,
    subject: issuer,
    now,
    publicKey: authority.publicKey,
    signer: authority.privateKey,
    extensions: [
      extension('2.5.29.19', true, der.sequence(der.boolean(true))),
      // keyCertSign and cRLSign
      extension('2.5.29.15', true, der.bits(Buffer.from([0x06]), 1)),
      extension('2.5.29.14', false, der.octets(authorityId)),
    ],
  })
  const serverCert = certificate({
    serial: random(16),
    issuer,
    subject: nameOf('kube-apiserver'),
    now,
    publicKey: server.publicKey,
    signer: authority.privateKey,
    extensions: [
      extension('2.5.29.19', true, der.sequence()),
      extension('2.5.29.15', true, der.bits(Buffer.from([0x80]), 7)),
      extension('2.5.29.37', false, der.sequence(der.oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.35', false, der.sequence(der.tlv(0x80, authorityId))),
      extension('2.5.29.17', false, der.sequence(...[...new Set([...NAMES, ...extra])].map(alternativeName))),
    ],
  })
  return {
    ca: der.pem('CERTIFICATE', caCert),
    cert: der.pem('CERTIFICATE', serverCert),
    key: server.privateKey.export({type: 'pkcs8', format: 'pem'}) as string,
  }
}

interface Parts {
  readonly serial: Uint8Array
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly now: number
  readonly publicKey: KeyObject
  readonly signer: KeyObject
  readonly extensions: readonly Buffer[]
}

function certificate(parts: Parts): Buffer {
  const serial = Buffer.from(parts.serial)
  serial[0] = (serial[0]! & 0x7f) | 0x01
  const body = der.sequence(
    der.tlv(0xa0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    ECDSA_SHA256,
    parts.issuer,
    der.sequence(der.time(parts.now - 3600_000), der.time(parts.now + 10 * YEAR_MS)),
    parts.subject,
    parts.publicKey.export({type: 'spki', format: 'der'}) as Buffer,
    der.tlv(0xa3, der.sequence(...parts.extensions)),
  )
  return der.sequence(body, ECDSA_SHA256, der.bits(sign('sha256', body, parts.signer)))
}

function nameOf(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(commonName))))
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octets(value))
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({type: 'spki', format: 'der'}) as Buffer)
    .digest()
}

function alternativeName(name: string): Buffer {
  const family = isIP(name)
  if (family === 4) return der.tlv(0x87, Buffer.from(name.split('.').map(Number)))
  if (family === 6) return der.tlv(0x87, ipv6(name))
  return der.tlv(0x82, Buffer.from(name))
}

function ipv6(text: string): Buffer {
  const [head = '', tail] = text.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  const bytes = Buffer.alloc(16)
  for (const [index, group] of groups.entries()) bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2)
  return bytes
}
