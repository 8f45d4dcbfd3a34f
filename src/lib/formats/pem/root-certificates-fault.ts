import {certificateIn} from './certificate-fault.js'
import {pemBlocks} from './pem-blocks.js'

/** Why a text has no certificate to trust, in client-go's words; undefined when it has one. */
export function rootCertificatesFault(text: string): string | undefined {
  const blocks = pemBlocks(text)
  const found = blocks.filter(({type, hasHeaders}) => type === 'CERTIFICATE' && !hasHeaders).map(certificateIn)
  if (found.some((one) => typeof one !== 'string')) return undefined
  if (blocks.length === 0) return 'unable to parse bytes as PEM block'
  return found.length > 0 ? `failed to parse certificate: ${String(found[0])}` : 'no valid certificate authority data seen'
}
