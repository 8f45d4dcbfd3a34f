import {certificateOf} from '../../../formats/pem/certificate-of.js'
import {pemBlocks} from '../../../formats/pem/pem-blocks.js'

/** The certificates of a bundle that can be read: Node reads none after one that cannot, Go passes over it. */
export function readableCertificates(pem: string): string {
  const blocks = pemBlocks(pem).filter(({type}) => type === 'CERTIFICATE')
  if (blocks.length < 2) return pem
  const readable = blocks.filter(({text}) => isReadable(text))
  // no authority at all would mean all of Node's
  return readable.length === 0 ? pem : readable.map(({text}) => text).join('\n')
}

function isReadable(text: string): boolean {
  try {
    return certificateOf(text) !== undefined
  } catch {
    return false
  }
}
