import {type KeyObject, X509Certificate} from 'node:crypto'
import {isIP} from 'node:net'
import {checkServerIdentity, type PeerCertificate} from 'node:tls'
import {type PlainCertificate, plainCertificate} from '../../../formats/der/plain-certificate.js'
import {certificateOf} from '../../../formats/pem/certificate-of.js'
import {pemBlocks} from '../../../formats/pem/pem-blocks.js'
import {knowingAddresses} from '../../../formats/pem/server-identity.js'

const checkIdentity = knowingAddresses(checkServerIdentity)

/** RSA and ECDSA with SHA-256, 384 and 512, and Ed25519. */
const SIGNATURES = new Set([
  ...['0b', '0c', '0d'].map((last) => `2a864886f70d0101${last}`),
  ...['02', '03', '04'].map((last) => `2a8648ce3d0403${last}`),
  '2b6570',
])
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1'])
const LEAST_RSA_BITS = 2048
/** More authorities than a kubeconfig has while one replaces another. */
const MOST_AUTHORITIES = 4
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
/** Extensions whose meaning is looked at here or by OpenSSL below: key ids, key usage, alternative names, basic constraints... */
const OF_AUTHORITIES = new Set([14, 15, 17, 19, 35])
/** ... and extended key usage. */
const OF_SERVERS = new Set([...OF_AUTHORITIES, 37])

/**
 * True when there is no doubt that a server's certificate (DER) is good for `name` now: issued directly by one of the authorities (PEM),
 * and nothing about either is out of the ordinary. False means that OpenSSL has to decide: about chains, name constraints,
 * old algorithms and whatever else there is, and about certificates that are bad.
 */
export function isIssuedDirectly(der: Uint8Array, authorities: string, name: string, now: number): boolean {
  try {
    const server = new X509Certificate(der)
    // OpenSSL takes what has its issuer's name for self-signed
    if (!isPlain(server, OF_SERVERS, now) || server.ca || server.subject === server.issuer) return false
    if (server.keyUsage !== undefined && !server.keyUsage.includes(SERVER_AUTH)) return false
    // of several with one name OpenSSL takes the first
    const [issuer, ...others] = authoritiesOf(authorities).filter(({subject}) => subject === server.issuer)
    if (!issuer || others.length > 0) return false
    return isFor(server, name) && isPlainAuthority(issuer, now) && hasIssued(issuer, server)
  } catch {
    // what cannot be read is for OpenSSL to refuse
    return false
  }
}

function authoritiesOf(pem: string): X509Certificate[] {
  const blocks = pemBlocks(pem)
  const isUsual = blocks.length <= MOST_AUTHORITIES && blocks.every(({type, hasHeaders}) => type === 'CERTIFICATE' && !hasHeaders)
  return isUsual ? blocks.map(({text}) => certificateOf(text)) : []
}

/** A root: of an authority that another one has issued, what that one allows is for OpenSSL to see. */
function isPlainAuthority(one: X509Certificate, now: number): boolean {
  return one.ca && isPlain(one, OF_AUTHORITIES, now) && hasIssued(one, one)
}

/** Names, key ids and the right to sign certificates fit (`checkIssued`), and so does the signature. */
const hasIssued = (issuer: X509Certificate, one: X509Certificate) => one.checkIssued(issuer) && one.verify(issuer.publicKey)

function isPlain(one: X509Certificate, extensions: ReadonlySet<number>, now: number): boolean {
  // a date that cannot be read is no number, and fails both
  if (!(now >= Date.parse(one.validFrom) && now <= Date.parse(one.validTo))) return false
  const plain: PlainCertificate | undefined = plainCertificate(one.raw)
  if (!plain || !SIGNATURES.has(plain.algorithm) || !isStrong(one.publicKey)) return false
  if (!one.ca && !plain.signs) return false
  return [...plain.extensions].every((number) => extensions.has(number))
}

function isStrong({asymmetricKeyType: type, asymmetricKeyDetails: details}: KeyObject): boolean {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= LEAST_RSA_BITS
  return type === 'ec' ? CURVES.has(details?.namedCurve ?? '') : type === 'ed25519'
}

/** Both of Node's ways to check a name have to agree; a common name counts for nothing. */
function isFor(server: X509Certificate, name: string): boolean {
  if (server.subjectAltName === undefined) return false
  const says = isIP(name) ? server.checkIP(name) : server.checkHost(name, {subject: 'never', partialWildcards: false})
  return says !== undefined && checkIdentity(name, server.toLegacyObject() as unknown as PeerCertificate) === undefined
}
