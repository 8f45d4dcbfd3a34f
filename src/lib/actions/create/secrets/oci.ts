import {FluxError} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {isImageReference} from '../image-reference.js'
import {dockerConfig} from './docker-config.js'
import {createSecret, newSecret} from './secret.js'

export interface OciSecretOptions extends CreateOptions {
  readonly url?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** `flux create secret oci` (cli reference 5.11); labels do not reach it. */
export async function createOciSecret(ctx: CreateContext, options: OciSecretOptions): Promise<void> {
  const {url, username, password, name, namespace} = options
  if (!url) throw new FluxError('usage', '--url is required')
  if (!username) throw new FluxError('usage', '--username is required')
  if (!password) throw new FluxError('usage', '--password is required')
  if (!isImageReference(url)) throw new FluxError('bad-url', `error parsing url: 'could not parse reference: ${url}'`)
  const config = {'.dockerconfigjson': dockerConfig(url, username, password)}
  const secret = newSecret({name, namespace, type: 'kubernetes.io/dockerconfigjson'}, config)
  await createSecret(ctx, options, secret, {what: 'oci'})
}
