import {createHash, createPublicKey, type KeyObject, sign} from 'node:crypto'
import * as der from '../../../../formats/der/der.js'
import {GoError} from '../../error.js'
import {encodePem} from './pem.js'

/** What a certificate says. */
export interface CertificateRequest {
  readonly commonName: string
  /** 4 or 16 bytes each */
  readonly addresses: readonly Uint8Array[]
  readonly hosts: readonly string[]
  readonly days: number
  readonly authority: boolean
}

/** Who signs: a key and, unless it signs for itself, the certificate that it belongs to. */
export interface Signer {
  readonly key: KeyObject
  /** DER */
  readonly certificate?: Buffer
}

const DAY_MS = 24 * 3600_000
const NULL = Buffer.from([5, 0])
const COMMON_NAME = '2.5.4.3'
const KEY_USAGE = '2.5.29.15'
const EXTENDED_USAGE = '2.5.29.37'
const BASIC_CONSTRAINTS = '2.5.29.19'
const SUBJECT_KEY_ID = '2.5.29.14'
const AUTHORITY_KEY_ID = '2.5.29.35'
const ALTERNATIVE_NAMES = '2.5.29.17'
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

/** The signature algorithm that goes with a key, and its hash. */
function algorithmOf(key: KeyObject): {id: Buffer; hash: string | null} {
  if (key.asymmetricKeyType === 'rsa') return {id: der.sequence(der.oid('1.2.840.113549.1.1.11'), NULL), hash: 'sha256'}
  if (key.asymmetricKeyType === 'ed25519') return {id: der.sequence(der.oid('1.3.101.112')), hash: null}
  if (key.asymmetricKeyType !== 'ec')
    throw new GoError('error creating certificate: x509: only RSA, ECDSA and Ed25519 keys supported')
  const curve = key.asymmetricKeyDetails?.namedCurve
  if (curve === 'secp384r1') return {id: der.sequence(der.oid('1.2.840.10045.4.3.3')), hash: 'sha384'}
  if (curve === 'secp521r1') return {id: der.sequence(der.oid('1.2.840.10045.4.3.4')), hash: 'sha512'}
  return {id: der.sequence(der.oid('1.2.840.10045.4.3.2')), hash: 'sha256'}
}

/** A certificate for a key, valid from now on, as PEM. @throws GoError */
export function createCertificate(
  request: CertificateRequest,
  key: KeyObject,
  signer: Signer,
  environment: {readonly now: () => number; readonly random: {bytes(length: number): Uint8Array}},
): string {
  const subject = der.sequence(der.tlv(0x31, der.sequence(der.oid(COMMON_NAME), der.name(request.commonName))))
  const named = request.commonName === '' ? der.sequence() : subject
  const issuer = signer.certificate ? subjectOf(signer.certificate) : named
  const algorithm = algorithmOf(signer.key)
  const now = environment.now()
  const body = der.sequence(
    der.tlv(0xa0, der.integer(Buffer.from([2]))),
    der.integer(environment.random.bytes(16)),
    algorithm.id,
    issuer,
    der.sequence(der.time(now), der.time(now + request.days * DAY_MS)),
    named,
    createPublicKey(key).export({type: 'spki', format: 'der'}),
    der.tlv(0xa3, der.sequence(...extensions(request, key, signer, issuer.equals(named)))),
  )
  const signature = sign(algorithm.hash, body, signer.key)
  return encodePem('CERTIFICATE', der.sequence(body, algorithm.id, der.bits(signature)))
}

function extensions(request: CertificateRequest, key: KeyObject, signer: Signer, self: boolean): Buffer[] {
  const {authority, addresses, hosts} = request
  // digitalSignature, keyEncipherment and, for an authority, keyCertSign
  const usage = authority ? der.bits(Buffer.from([0xa4]), 2) : der.bits(Buffer.from([0xa0]), 5)
  const found = [
    extension(KEY_USAGE, true, usage),
    extension(EXTENDED_USAGE, false, der.sequence(der.oid(SERVER_AUTH), der.oid(CLIENT_AUTH))),
    extension(BASIC_CONSTRAINTS, true, der.sequence(...(authority ? [der.tlv(0x01, Buffer.from([0xff]))] : []))),
  ]
  if (authority) found.push(extension(SUBJECT_KEY_ID, false, der.octets(keyId(key))))
  const signerId = !self && signer.certificate ? subjectKeyIdOf(signer.certificate) : undefined
  if (signerId) found.push(extension(AUTHORITY_KEY_ID, false, der.sequence(der.tlv(0x80, signerId))))
  if (hosts.length + addresses.length > 0) {
    const names = [
      ...hosts.map((host) => der.tlv(0x82, Buffer.from(host))),
      ...addresses.map((address) => der.tlv(0x87, address)),
    ]
    found.push(extension(ALTERNATIVE_NAMES, false, der.sequence(...names)))
  }
  return found
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.tlv(0x01, Buffer.from([0xff]))] : []), der.octets(value))
}

/** RFC 7093, method 1: the first 160 bits of SHA-256 of the public key's bits. */
function keyId(key: KeyObject): Buffer {
  const [outer] = der.elements(createPublicKey(key).export({type: 'spki', format: 'der'}))
  const bits = der.elements(outer!.content)[1]!.content.subarray(1)
  return createHash('sha256').update(bits).digest().subarray(0, 20)
}

/** The fields of the signed part of a certificate. */
function fieldsOf(certificate: Buffer): der.Element[] {
  const body = der.elements(der.elements(certificate)[0]!.content)[0]!
  return der.elements(body.content)
}

function subjectOf(certificate: Buffer): Buffer {
  // version, serial, algorithm, issuer, validity, subject; the version may be absent
  const fields = fieldsOf(certificate)
  return fields[fields[0]!.tag === 0xa0 ? 5 : 4]!.whole
}

function subjectKeyIdOf(certificate: Buffer): Buffer | undefined {
  const extensions = fieldsOf(certificate).find(({tag}) => tag === 0xa3)
  if (!extensions) return undefined
  const id = der.oid(SUBJECT_KEY_ID)
  for (const {content} of der.elements(der.elements(extensions.content)[0]!.content)) {
    const parts = der.elements(content)
    if (parts[0]!.whole.equals(id)) return der.elements(parts.at(-1)!.content)[0]!.content
  }
  return undefined
}
