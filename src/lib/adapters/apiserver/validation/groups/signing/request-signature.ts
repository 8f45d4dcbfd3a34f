import {constants, verify} from 'node:crypto'
import type {CertificateRequest} from './certificate-request.js'
import {Asn1Reader, OID, oidText, SEQUENCE} from './go-asn1.js'

interface Algorithm {
  /** as Node calls a key of its kind */
  readonly key: 'rsa' | 'ec' | 'ed25519'
  readonly digest: string | null
  /** what Go calls it, when it is too weak */
  readonly weak?: string
  readonly pss?: true
}

const RSA = '1.2.840.113549.1.1'
const PSS = `${RSA}.10`
const ECDSA = '1.2.840.10045.4'
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  [`${RSA}.4`]: {key: 'rsa', digest: 'md5', weak: 'MD5-RSA'},
  [`${RSA}.5`]: {key: 'rsa', digest: 'sha1'},
  [`${RSA}.11`]: {key: 'rsa', digest: 'sha256'},
  [`${RSA}.12`]: {key: 'rsa', digest: 'sha384'},
  [`${RSA}.13`]: {key: 'rsa', digest: 'sha512'},
  [`${ECDSA}.1`]: {key: 'ec', digest: 'sha1'},
  [`${ECDSA}.3.2`]: {key: 'ec', digest: 'sha256'},
  [`${ECDSA}.3.3`]: {key: 'ec', digest: 'sha384'},
  [`${ECDSA}.3.4`]: {key: 'ec', digest: 'sha512'},
  '1.3.101.112': {key: 'ed25519', digest: null},
}
const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const FAILURES = {
  rsa: 'crypto/rsa: verification error',
  ec: 'x509: ECDSA verification failure',
  ed25519: 'x509: Ed25519 verification failure',
}
const UNIMPLEMENTED = 'x509: cannot verify signature: algorithm unimplemented'

/** What Go's x509 says of a request's signature; undefined when the key of the request has made it. */
export function signatureFault(request: CertificateRequest): string | undefined {
  const {key, signed, signature} = request
  const algorithm = request.algorithm === PSS ? pss(request.parameters) : ALGORITHMS[request.algorithm]
  if (!algorithm) return UNIMPLEMENTED
  if (algorithm.weak) return `x509: cannot verify signature: insecure algorithm ${algorithm.weak}`
  if (!key) return UNIMPLEMENTED
  if (key.asymmetricKeyType !== algorithm.key) return mismatch(algorithm.key, key.asymmetricKeyType ?? '')
  const padding = algorithm.pss && {padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO}
  return isSound(() => verify(algorithm.digest, signed, padding ? {key, ...padding} : key, signature))
    ? undefined
    : FAILURES[algorithm.key]
}

/** A signature that cannot even be read is none. */
function isSound(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

const NAMES: Readonly<Record<string, readonly [name: string, goType: string]>> = {
  rsa: ['an RSA', '*rsa.PublicKey'],
  ec: ['an ECDSA', '*ecdsa.PublicKey'],
  ed25519: ['an Ed25519', 'ed25519.PublicKey'],
}

function mismatch(wanted: string, got: string): string {
  return `x509: signature algorithm specifies ${NAMES[wanted]![0]} public key, but have public key of type ${NAMES[got]?.[1] ?? got}`
}

/** The first parameter of PSS says which digest it is of. */
function pss(parameters: Buffer): Algorithm | undefined {
  try {
    const list = new Asn1Reader(new Asn1Reader(parameters).expect(SEQUENCE, 'pssParameters').content)
    const hash = new Asn1Reader(new Asn1Reader(list.any().content).expect(SEQUENCE, 'AlgorithmIdentifier').content)
    const digest = DIGESTS[oidText(hash.expect(OID, 'ObjectIdentifier').content)]
    return digest === undefined ? undefined : {key: 'rsa', digest, pss: true}
  } catch {
    return undefined
  }
}
