import {generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import * as der from '../../../src/lib/formats/der/der.js'

export interface Keys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

/** One certificate, as right or as wrong as a test likes. */
export interface CertificateSpec {
  readonly subject: string
  readonly issuer?: string
  readonly keys: Keys
  readonly signer?: Keys
  /** object identifier of the signature algorithm, and the hash that it signs */
  readonly algorithm?: {readonly oid: string; readonly hash: string | null; readonly inner?: string}
  readonly from?: number
  readonly to?: number
  readonly extensions: readonly Buffer[]
  readonly serial?: number
  /** 0 for X.509 version 1, which has no extensions */
  readonly version?: number
  /** a bit of the signature is wrong */
  readonly forged?: boolean
}

export const DAY = 86_400_000
export const ALGORITHMS = {
  ec: {oid: '1.2.840.10045.4.3.2', hash: 'sha256'},
  ecSha1: {oid: '1.2.840.10045.4.1', hash: 'sha1'},
  rsa: {oid: '1.2.840.113549.1.1.11', hash: 'sha256'},
  rsaSha1: {oid: '1.2.840.113549.1.1.5', hash: 'sha1'},
  rsaMd5: {oid: '1.2.840.113549.1.1.4', hash: 'md5'},
  ed25519: {oid: '1.3.101.112', hash: null},
} as const

export const ecKeys = (namedCurve = 'P-256'): Keys => generateKeyPairSync('ec', {namedCurve})
export const rsaKeys = (modulusLength: number): Keys => generateKeyPairSync('rsa', {modulusLength})
export const edKeys = (): Keys => generateKeyPairSync('ed25519')

export const keyPem = ({privateKey}: Keys): string => privateKey.export({type: 'pkcs8', format: 'pem'}) as string

/** `CN=name` */
export const nameOf = (name: string): Buffer => der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(name))))

export function extension(oid: string, value: Uint8Array, critical = false): Buffer {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octets(value))
}

const isRsa = ({publicKey}: Keys) => publicKey.asymmetricKeyType === 'rsa'

/** The usual algorithm of a key. */
const usual = (keys: Keys) =>
  keys.publicKey.asymmetricKeyType === 'ed25519' ? ALGORITHMS.ed25519 : isRsa(keys) ? ALGORITHMS.rsa : ALGORITHMS.ec

/** Its DER; dates are a day around now unless told otherwise. */
export function certificateDer(spec: CertificateSpec): Buffer {
  const {subject, issuer = subject, keys, signer = keys, version = 2, serial = 7} = spec
  const algorithm: NonNullable<CertificateSpec['algorithm']> = spec.algorithm ?? usual(signer)
  const identifier = (oid: string) => der.sequence(der.oid(oid), ...(isRsa(signer) ? [Buffer.from([5, 0])] : []))
  const {from = Date.now() - DAY, to = Date.now() + DAY} = spec
  const body = der.sequence(
    ...(version === 0 ? [] : [der.tlv(0xa0, der.integer(Buffer.from([version])))]),
    der.integer(Buffer.from([serial])),
    identifier(algorithm.inner ?? algorithm.oid),
    nameOf(issuer),
    der.sequence(der.time(from), der.time(to)),
    nameOf(subject),
    keys.publicKey.export({type: 'spki', format: 'der'}),
    ...(version === 0 || spec.extensions.length === 0 ? [] : [der.tlv(0xa3, der.sequence(...spec.extensions))]),
  )
  const signature = sign(algorithm.hash, body, signer.privateKey)
  if (spec.forged) signature[signature.length - 1]! ^= 1
  return der.sequence(body, identifier(algorithm.oid), der.bits(signature))
}

export const certificatePem = (spec: CertificateSpec): string => der.pem('CERTIFICATE', certificateDer(spec))
