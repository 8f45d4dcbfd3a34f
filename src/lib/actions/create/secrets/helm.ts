import {FluxError} from '../../../errors/flux-error.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {readLabels} from '../labels.js'
import {createSecret, newSecret, type SecretMeta} from './secret.js'
import {readTlsFiles, type TlsFiles, type TlsParts, tlsSecret} from './tls.js'

export interface HelmSecretOptions extends CreateOptions, TlsFiles {
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** `flux create secret helm` (cli reference 5.11). */
export async function createHelmSecret(ctx: CreateContext, options: HelmSecretOptions): Promise<void> {
  const labels = readLabels(options.label)
  const {username, password} = options
  const secret = helmSecret({...options, labels}, {...(await readTlsFiles(ctx, options)), username, password})
  await createSecret(ctx, options, secret, {what: 'helm'})
}

/** A client certificate comes before user and password, and these before a CA alone; nothing gives an empty Secret. */
export function helmSecret(
  meta: Omit<SecretMeta, 'type'>,
  parts: TlsParts & {username: string | undefined; password: string | undefined},
): KubeObject {
  const {username, password, cert, key, ca} = parts
  if (cert || key) return tlsSecret(meta, parts)
  if (username || password) {
    if (!username) throw new FluxError('usage', 'username is required')
    if (!password) throw new FluxError('usage', 'password is required')
    return newSecret({...meta, type: 'kubernetes.io/basic-auth'}, {username, password, ...(ca ? {'ca.crt': ca} : {})})
  }
  return ca ? tlsSecret(meta, parts) : newSecret({...meta, type: undefined}, {})
}
