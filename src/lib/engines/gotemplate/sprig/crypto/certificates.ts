import {type KeyObject, X509Certificate} from 'node:crypto'
import {messageOf} from '../../../../errors/flux-error.js'
import type {Frame} from '../../compile/frame.js'
import {GoError} from '../../error.js'
import {printed} from '../../fmt/print.js'
import type {Functions} from '../../functions.js'
import {fromBytes} from '../../go/bytes.js'
import {CERTIFICATE} from '../../go/certificate-type.js'
import {Boxed, type Dict, type GoValue, itemsOf} from '../../go/value.js'
import {decodeBase64} from '../text/encoding.js'
import {addressBytes} from './ip.js'
import {generateKey, keyPem, newRsaKey, parseKey} from './keys.js'
import {decodePem} from './pem.js'
import {type CertificateRequest, createCertificate, type Signer} from './x509.js'

const BITS = 2048

function certificate(cert: string, key: string): Boxed {
  return new Boxed(CERTIFICATE, {Cert: cert, Key: key})
}

function issue(frame: Frame, request: CertificateRequest, key: KeyObject, signer: Signer = {key}): Boxed {
  return certificate(createCertificate(request, key, signer, frame.run.environment), keyPem(key))
}

function authority(commonName: string, days: number): CertificateRequest {
  return {commonName, days, addresses: [], hosts: [], authority: true}
}

function server(commonName: string, ips: GoValue, hosts: GoValue, days: number): CertificateRequest {
  return {commonName, days, addresses: addresses(ips), hosts: hostNames(hosts), authority: false}
}

function addresses(list: GoValue): Uint8Array[] {
  return Array.from(itemsOf(list) ?? [], (item) => {
    if (typeof item !== 'string') throw new GoError(`error parsing ip: ${printed(item)} is not a string`)
    const bytes = addressBytes(item)
    if (!bytes) throw new GoError(`error parsing ip: ${item}`)
    return bytes
  })
}

function hostNames(list: GoValue): string[] {
  return Array.from(itemsOf(list) ?? [], (item) => {
    if (typeof item === 'string') return item
    throw new GoError(`error processing alternate dns name: ${printed(item)} is not a string`)
  })
}

/** A key that the caller gave. @throws GoError */
function given(pem: string): KeyObject {
  try {
    return parseKey(pem)
  } catch (error) {
    throw new GoError(`parsing private key: ${messageOf(error)}`)
  }
}

/** The signer that an authority's certificate and key make. @throws GoError */
function signerOf(ca: Boxed): Signer {
  const {Cert, Key} = ca.value as Dict
  const block = decodePem(String(Cert))
  if (!block) throw new GoError('unable to decode certificate')
  check(block.bytes, 'error parsing certificate: decodedSignerCert.Bytes')
  try {
    return {certificate: block.bytes, key: parseKey(String(Key))}
  } catch (error) {
    throw new GoError(`error parsing private key: ${messageOf(error)}`)
  }
}

function check(bytes: Buffer, what: string): void {
  try {
    new X509Certificate(bytes)
  } catch {
    throw new GoError(`${what}: x509: malformed certificate`)
  }
}

/** A certificate and a key from elsewhere, checked. @throws GoError */
function buildCustomCert(cert64: string, key64: string): Boxed {
  const cert = decodedOr(cert64, 'unable to decode base64 certificate')
  const key = decodedOr(key64, 'unable to decode base64 private key')
  const block = decodePem(cert)
  if (!block) throw new GoError('unable to decode certificate')
  check(block.bytes, 'error parsing certificate: decodedCert.Bytes')
  try {
    parseKey(key)
  } catch (error) {
    throw new GoError(`error parsing private key: ${messageOf(error)}`)
  }
  return certificate(cert, key)
}

function decodedOr(text: string, message: string): string {
  try {
    return fromBytes(decodeBase64(text))
  } catch {
    throw new GoError(message)
  }
}

const signed = (frame: Frame, name: string, ips: GoValue, hosts: GoValue, days: number, ca: Boxed, key: KeyObject) =>
  issue(frame, server(name, ips, hosts, days), key, signerOf(ca))

export const CERTIFICATE_FUNCTIONS: Functions = {
  genPrivateKey: ['string', generateKey],
  genCA: ['@ string int', (frame: Frame, name: string, days: number) => issue(frame, authority(name, days), newRsaKey(BITS))],
  genCAWithKey: [
    '@ string int string',
    (frame: Frame, name: string, days: number, pem: string) => issue(frame, authority(name, days), given(pem)),
  ],
  genSelfSignedCert: [
    '@ string list list int',
    (frame: Frame, name: string, ips: GoValue, hosts: GoValue, days: number) =>
      issue(frame, server(name, ips, hosts, days), newRsaKey(BITS)),
  ],
  genSelfSignedCertWithKey: [
    '@ string list list int string',
    (frame: Frame, name: string, ips: GoValue, hosts: GoValue, days: number, pem: string) =>
      issue(frame, server(name, ips, hosts, days), given(pem)),
  ],
  genSignedCert: [
    '@ string list list int certificate',
    (frame: Frame, name: string, ips: GoValue, hosts: GoValue, days: number, ca: Boxed) =>
      signed(frame, name, ips, hosts, days, ca, newRsaKey(BITS)),
  ],
  genSignedCertWithKey: [
    '@ string list list int certificate string',
    (frame: Frame, name: string, ips: GoValue, hosts: GoValue, days: number, ca: Boxed, pem: string) =>
      signed(frame, name, ips, hosts, days, ca, given(pem)),
  ],
  buildCustomCert: ['string string', buildCustomCert],
}
