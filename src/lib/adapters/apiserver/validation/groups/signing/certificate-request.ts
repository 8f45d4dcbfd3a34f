import {createPublicKey, type KeyObject} from 'node:crypto'
import {Asn1Reader, BIT_STRING, bitsOf, INTEGER, OID, oidText, SEQUENCE, SET, trailing} from './go-asn1.js'

/** A request for a certificate (PKCS #10), as far as it is looked at. */
export interface CertificateRequest {
  /** the part that is signed */
  readonly signed: Buffer
  readonly algorithm: string
  readonly parameters: Buffer
  readonly signature: Buffer
  /** undefined: of a kind that is not known */
  readonly key: KeyObject | undefined
  readonly organizations: readonly string[]
}

/** What Go's x509 says of a request. */
export class RequestFault extends Error {}

const EC = '1.2.840.10045.2.1'
const KEYS = new Set(['1.2.840.113549.1.1.1', EC, '1.3.101.112'])
const CURVES: Readonly<Record<string, string>> = {
  '1.3.132.0.33': 'P224',
  '1.2.840.10045.3.1.7': 'P256',
  '1.3.132.0.34': 'P384',
  '1.3.132.0.35': 'P521',
}
const ORGANIZATION = '2.5.4.10'

/**
 * Reads a request.
 * @throws Asn1Fault, RequestFault with the words of Go's x509
 */
export function readCertificateRequest(der: Buffer): CertificateRequest {
  const outer = new Asn1Reader(der)
  const request = new Asn1Reader(outer.expect(SEQUENCE, 'certificateRequest').content)
  const signed = request.expect(SEQUENCE, 'tbsCertificateRequest')
  const inner = new Asn1Reader(signed.content)
  inner.expect(INTEGER, 'int')
  const subject = inner.any().whole
  const publicKey = inner.expect(SEQUENCE, 'publicKeyInfo')
  const keyParts = new Asn1Reader(publicKey.content)
  const keyAlgorithm = algorithmOf(keyParts)
  bitsOf(keyParts.expect(BIT_STRING, 'BitString').content)
  inner.any()
  const {name: algorithm, parameters} = algorithmOf(request)
  const signature = bitsOf(request.expect(BIT_STRING, 'BitString').content)
  if (!outer.isAtEnd) throw trailing()
  const key = keyOf(publicKey.whole, keyAlgorithm)
  return {signed: signed.whole, algorithm, parameters, signature, key, organizations: organizationsOf(subject)}
}

interface Algorithm {
  readonly name: string
  readonly parameters: Buffer
}

function algorithmOf(reader: Asn1Reader): Algorithm {
  const parts = new Asn1Reader(reader.expect(SEQUENCE, 'AlgorithmIdentifier').content)
  const name = oidText(parts.expect(OID, 'ObjectIdentifier').content)
  return {name, parameters: parts.isAtEnd ? Buffer.alloc(0) : parts.any().whole}
}

function keyOf(spki: Buffer, {name, parameters}: Algorithm): KeyObject | undefined {
  if (!KEYS.has(name)) return undefined
  const curve = name === EC ? CURVES[curveOf(parameters)] : ''
  if (curve === undefined) throw new RequestFault('x509: unsupported elliptic curve')
  try {
    return createPublicKey({key: spki, format: 'der', type: 'spki'})
  } catch {
    throw new RequestFault(curve === '' ? 'x509: invalid public key' : `${curve} point not on curve`)
  }
}

function curveOf(parameters: Buffer): string {
  try {
    return oidText(new Asn1Reader(parameters).expect(OID, 'ObjectIdentifier').content)
  } catch {
    throw new RequestFault('x509: invalid ECDSA parameters')
  }
}

function organizationsOf(subject: Buffer): string[] {
  const outer = new Asn1Reader(subject)
  const sets = new Asn1Reader(outer.expect(SEQUENCE, 'RDNSequence').content)
  if (!outer.isAtEnd) throw new RequestFault('x509: trailing data after X.509 Subject')
  const found: string[] = []
  for (const set of sets.listOf(SET)) {
    for (const {content} of new Asn1Reader(set.content).listOf(SEQUENCE)) {
      const pair = new Asn1Reader(content)
      const type = oidText(pair.expect(OID, 'ObjectIdentifier').content)
      const value = pair.any()
      if (type === ORGANIZATION) found.push(value.content.toString('utf8'))
    }
  }
  return found
}
