import {FluxError} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {isImageReference} from '../image-reference.js'
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

/** Docker's config file with one login, as Go's encoding/json writes it with an indent of two. */
function dockerConfig(server: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  return JSON.stringify({auths: {[server]: {username, password, auth}}}, undefined, 2).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
