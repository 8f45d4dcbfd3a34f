import {createPrivateKey, type KeyObject} from 'node:crypto'
import {certificateIn} from './certificate-fault.js'
import {type PemBlock, pemBlocks} from './pem-blocks.js'

/** A certificate with those that follow it, and its private key, both in PEM that everybody reads. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** What Go takes of two texts, or why they do not belong together, in the words of its tls package. */
export function keyPairOf(cert: string, key: string): KeyPair | string {
  const certBlocks = pemBlocks(cert)
  const chain = certBlocks.filter((block) => block.type === 'CERTIFICATE')
  if (chain.length === 0) return noCertificate(certBlocks)
  const keyBlocks = pemBlocks(key)
  const secret = keyBlocks.find((block) => isKey(block.type))
  if (!secret) return noKey(keyBlocks)
  const [certificate, ...others] = chain.map(certificateIn)
  if (typeof certificate !== 'object') return certificate!
  const privateKey = attempt((): KeyObject => createPrivateKey(secret.text))
  if (!privateKey) return 'tls: failed to parse private key'
  if (certificate.publicKey.asymmetricKeyType !== privateKey.asymmetricKeyType) {
    return 'tls: private key type does not match public key type'
  }
  if (!certificate.checkPrivateKey(privateKey)) return 'tls: private key does not match public key'
  // Go lets the server find out
  const bad = others.find((other) => typeof other === 'string')
  return bad ?? {cert: chain.map(({text}) => text).join(''), key: secret.text}
}

/**
 * Why a certificate and a private key in PEM do not belong together, in the words of Go's tls package; undefined when
 * they do.
 */
export function keyPairFault(cert: string, key: string): string | undefined {
  const pair = keyPairOf(cert, key)
  return typeof pair === 'string' ? pair : undefined
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
