import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {parseGoUrl} from '../../../formats/url/go-url.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {readLabels} from '../labels.js'
import {createSecret, newSecret} from './secret.js'

export interface ProxySecretOptions extends CreateOptions {
  readonly address?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** `flux create secret proxy` (cli reference 5.11). */
export async function createProxySecret(ctx: CreateContext, options: ProxySecretOptions): Promise<void> {
  const {address, username, password} = options
  const labels = readLabels(options.label)
  if (!address) throw new FluxError('usage', 'address is required')
  checkAddress(address)
  const data = {address, ...(username ? {username} : {}), ...(password ? {password} : {})}
  await createSecret(ctx, options, newSecret({...options, labels, type: 'Opaque'}, data), {what: 'proxy'})
}

function checkAddress(address: string): void {
  try {
    parseGoUrl(address)
  } catch (error) {
    throw new FluxError('bad-url', `invalid proxy address: ${messageOf(error)}`, {cause: error})
  }
}
