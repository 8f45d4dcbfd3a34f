import {type CertificateSpec, certificatePem, ecKeys, type Keys, keyPem} from './certificate.js'
import {basicConstraints, extendedKeyUsage, keyUsage, SERVER_AUTH, subjectAltName, USAGE} from './extensions.js'

export interface Authority {
  readonly name: string
  readonly keys: Keys
  readonly pem: string
}

/** A root as kubeadm makes one. */
export function authority(change: Partial<CertificateSpec> = {}, keys: Keys = ecKeys()): Authority {
  const name = change.subject ?? 'kubernetes'
  const extensions = [basicConstraints(true), keyUsage(USAGE.digitalSignature, USAGE.keyEncipherment, USAGE.certSign)]
  return {name, keys, pem: certificatePem({subject: name, keys, extensions, ...change})}
}

/** A server certificate of `issuer` as kubeadm makes one, for 127.0.0.1 and localhost. */
export function serverOf(issuer: Pick<Authority, 'name' | 'keys'>, change: Partial<CertificateSpec> = {}, keys: Keys = ecKeys()) {
  const extensions = [
    keyUsage(USAGE.digitalSignature, USAGE.keyEncipherment),
    extendedKeyUsage(SERVER_AUTH),
    basicConstraints(false),
    subjectAltName('127.0.0.1', 'localhost'),
  ]
  const spec = {subject: 'kube-apiserver', issuer: issuer.name, keys, signer: issuer.keys, extensions, ...change}
  return {cert: certificatePem(spec), key: keyPem(keys)}
}
