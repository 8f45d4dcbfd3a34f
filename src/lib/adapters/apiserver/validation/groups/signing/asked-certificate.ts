import {messageOf} from '../../../../../errors/flux-error.js'
import {pemBlocks} from '../../../../../formats/pem/pem-blocks.js'
import {type CertificateRequest, readCertificateRequest} from './certificate-request.js'
import {signatureFault} from './request-signature.js'

/** The first block of what a CertificateSigningRequest holds. @throws Error in the words of the server */
export function askedCertificate(base64: string): CertificateRequest {
  const [block] = pemBlocks(Buffer.from(base64, 'base64').toString('latin1'))
  if (block?.type !== 'CERTIFICATE REQUEST') throw new Error('PEM block type must be CERTIFICATE REQUEST')
  return readCertificateRequest(block.bytes)
}

/** What is wrong with a request; undefined when it can be read and its own key has signed it. */
export function requestFault(base64: string): string | undefined {
  try {
    return signatureFault(askedCertificate(base64))
  } catch (error) {
    return messageOf(error)
  }
}
