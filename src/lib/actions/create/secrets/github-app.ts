import {FluxError} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {readText} from '../file-text.js'
import {createSecret, newSecret} from './secret.js'

export interface GitHubAppOptions extends CreateOptions {
  readonly 'app-id'?: string | undefined
  readonly 'app-private-key'?: string | undefined
  readonly 'app-installation-id'?: string | undefined
  readonly 'app-installation-owner'?: string | undefined
  readonly 'app-base-url'?: string | undefined
}

/** `flux create secret githubapp` (cli reference 5.11); labels do not reach it. */
export async function createGitHubAppSecret(ctx: CreateContext, options: GitHubAppOptions): Promise<void> {
  const key = await readText(ctx, options['app-private-key'] ?? '', 'unable to read private key file')
  const {'app-id': id, 'app-installation-id': installation, 'app-installation-owner': owner, 'app-base-url': url} = options
  if (!id) throw new FluxError('usage', 'githubAppID is required')
  if (!key) throw new FluxError('usage', 'githubAppPrivateKey is required')
  if (Boolean(installation) === Boolean(owner)) {
    const words = 'exactly one of githubAppInstallationOwner or githubAppInstallationID must be provided'
    throw new FluxError('usage', words)
  }
  const {name, namespace} = options
  const secret = newSecret(
    {name, namespace, type: 'Opaque'},
    {
      githubAppID: id,
      githubAppPrivateKey: key,
      ...(installation ? {githubAppInstallationID: installation} : {}),
      ...(owner ? {githubAppInstallationOwner: owner} : {}),
      ...(url ? {githubAppBaseURL: url} : {}),
    },
  )
  await createSecret(ctx, options, secret, {what: 'githubapp'})
}
