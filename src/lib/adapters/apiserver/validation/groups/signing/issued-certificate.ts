import {X509Certificate} from 'node:crypto'
import {type PemBlock, pemBlocks} from '../../../../../formats/pem/pem-blocks.js'
import {invalid} from '../../../../../schema/field-error.js'
import type {FieldError} from '../../../hooks.js'
import {Asn1Reader, SEQUENCE} from './go-asn1.js'

const TYPE = 'CERTIFICATE'

/** What a signer has written: certificates in PEM and nothing else; the first thing that is wrong is told, never what was written. */
export function issuedFaults(base64: string): FieldError[] {
  if (base64 === '') return []
  const blocks = pemBlocks(Buffer.from(base64, 'base64').toString('latin1'))
  const fault = blocks.map(blockFault).find((text) => text !== undefined)
  const text = fault ?? (blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined)
  return text === undefined ? [] : [invalid('status.certificate', '<certificate data>', text)]
}

function blockFault({type, hasHeaders, bytes}: PemBlock): string | undefined {
  if (type !== TYPE) return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(type)}`
  if (hasHeaders) return 'no PEM block headers are permitted'
  if (bytes.length === 0) return 'found CERTIFICATE PEM block containing 0 certificates'
  try {
    if (!algorithmsFit(bytes)) return "x509: inner and outer signature algorithm identifiers don't match"
    new X509Certificate(bytes)
    return undefined
  } catch {
    return 'x509: malformed certificate'
  }
}

/** A certificate names its algorithm twice, within what is signed and beside it. */
function algorithmsFit(der: Buffer): boolean {
  const certificate = new Asn1Reader(new Asn1Reader(der).expect(SEQUENCE, 'certificate').content)
  const signed = new Asn1Reader(certificate.any().content)
  const outer = certificate.any().whole
  // a version, where there is one, then the serial number
  if (signed.any().class === 2) signed.any()
  return signed.any().whole.equals(outer)
}
