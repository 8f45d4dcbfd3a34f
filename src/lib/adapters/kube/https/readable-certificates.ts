import {certificateIn} from '../../../formats/pem/certificate-fault.js'
import {pemBlocks} from '../../../formats/pem/pem-blocks.js'

/** The certificates of a bundle that can be read, as Node reads them: it reads none after one that cannot, Go passes over it. */
export function readableCertificates(pem: string): string {
  const blocks = pemBlocks(pem).filter(({type, hasHeaders}) => type === 'CERTIFICATE' && !hasHeaders)
  const readable = blocks.length === 1 ? blocks : blocks.filter((block) => typeof certificateIn(block) !== 'string')
  // no authority at all would mean all of Node's
  return readable.length === 0 ? pem : readable.map(({text}) => text).join('')
}
