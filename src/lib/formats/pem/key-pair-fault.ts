import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto'
import {type PemBlock, pemBlocks} from './pem-blocks.js'

/**
 * Why a certificate and a private key in PEM do not belong together, in the words of Go's tls package; undefined when
 * they do.
 */
export function keyPairFault(cert: string, key: string): string | undefined {
  const certBlocks = pemBlocks(cert)
  const first = certBlocks.find((block) => block.type === 'CERTIFICATE')
  if (!first) return noCertificate(certBlocks)
  const keyBlocks = pemBlocks(key)
  const secret = keyBlocks.find((block) => isKey(block.type))
  if (!secret) return noKey(keyBlocks)
  const certificate = attempt(() => new X509Certificate(first.text))
  if (!certificate) return 'x509: malformed certificate'
  const privateKey = attempt((): KeyObject => createPrivateKey(secret.text))
  if (!privateKey) return 'tls: failed to parse private key'
  if (certificate.publicKey.asymmetricKeyType !== privateKey.asymmetricKeyType) {
    return 'tls: private key type does not match public key type'
  }
  return certificate.checkPrivateKey(privateKey) ? undefined : 'tls: private key does not match public key'
}

const isKey = (type: string) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY')

function noCertificate(blocks: readonly PemBlock[]): string {
  if (blocks.length === 0) return 'tls: failed to find any PEM data in certificate input'
  if (blocks.length === 1 && isKey(blocks[0]!.type)) {
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input ${skipped(blocks)}`
}

function noKey(blocks: readonly PemBlock[]): string {
  if (blocks.length === 0) return 'tls: failed to find any PEM data in key input'
  if (blocks.length === 1 && blocks[0]!.type === 'CERTIFICATE') {
    return 'tls: found a certificate rather than a key in the PEM for the private key'
  }
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input ${skipped(blocks)}`
}

function skipped(blocks: readonly PemBlock[]): string {
  return `after skipping PEM blocks of the following types: [${blocks.map((block) => block.type).join(' ')}]`
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
