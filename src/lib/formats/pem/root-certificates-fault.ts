import {certificateOf} from './certificate-of.js'
import {pemBlocks} from './pem-blocks.js'

/** Why a text has no certificate to trust, in client-go's words; undefined when it has one. */
export function rootCertificatesFault(text: string): string | undefined {
  const blocks = pemBlocks(text)
  const certificates = blocks.filter(({type}) => type === 'CERTIFICATE')
  if (certificates.some((block) => isCertificate(block.text))) return undefined
  if (blocks.length === 0) return 'unable to parse bytes as PEM block'
  return certificates.length > 0
    ? 'failed to parse certificate: x509: malformed certificate'
    : 'no valid certificate authority data seen'
}

function isCertificate(text: string): boolean {
  try {
    return certificateOf(text).raw.length > 0
  } catch {
    return false
  }
}
