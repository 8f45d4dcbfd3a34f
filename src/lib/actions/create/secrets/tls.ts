import {FluxError} from '../../../errors/flux-error.js'
import {keyPairFault} from '../../../formats/pem/key-pair-fault.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {fileText} from '../file-text.js'
import {readLabels} from '../labels.js'
import {createSecret, newSecret, type SecretData, type SecretMeta} from './secret.js'

export interface TlsFiles {
  readonly 'tls-crt-file'?: string | undefined
  readonly 'tls-key-file'?: string | undefined
  readonly 'ca-crt-file'?: string | undefined
}

/** PEM texts, `''` for none. */
export interface TlsParts {
  readonly cert: string
  readonly key: string
  readonly ca: string
}

/** `flux create secret tls` (cli reference 5.11); its YAML ends without an empty line. */
export async function createTlsSecret(ctx: CreateContext, options: CreateOptions & TlsFiles): Promise<void> {
  const labels = readLabels(options.label)
  const secret = tlsSecret({...options, labels}, await readTlsFiles(ctx, options))
  await createSecret(ctx, options, secret, {what: 'tls', tail: ''})
}

export async function readTlsFiles(ctx: CreateContext, files: TlsFiles): Promise<TlsParts> {
  return {
    ca: await fileText(ctx, files['ca-crt-file'], 'unable to read TLS CA file'),
    cert: await fileText(ctx, files['tls-crt-file'], 'failed to read cert file'),
    key: await fileText(ctx, files['tls-key-file'], 'failed to read key file'),
  }
}

/** A Secret with a certificate pair, a CA or both. */
export function tlsSecret(meta: Omit<SecretMeta, 'type'>, {cert, key, ca}: TlsParts): KubeObject {
  if (cert && !key) throw new FluxError('bad-certificate', 'found certificate but missing private key')
  if (key && !cert) throw new FluxError('bad-certificate', 'found private key but missing certificate')
  if (!cert && !ca) throw new FluxError('bad-certificate', 'no CA certificate or client certificate pair found')
  const fault = cert ? keyPairFault(cert, key) : undefined
  if (fault) throw new FluxError('bad-certificate', `invalid TLS certificate and key pair: ${fault}`)
  const pair: SecretData = cert ? {'tls.crt': cert, 'tls.key': key} : {}
  return newSecret({...meta, type: cert ? 'kubernetes.io/tls' : 'Opaque'}, {...pair, ...(ca ? {'ca.crt': ca} : {})})
}
