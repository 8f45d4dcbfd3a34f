import {FluxError} from '../../../errors/flux-error.js'
import type {KeyRequest} from '../../../ports/keys.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {fileText} from '../file-text.js'
import {parseGitUrl, unsupportedScheme} from '../git-url.js'
import {readLabels} from '../labels.js'
import {createSecret, newSecret, type SecretData} from './secret.js'

/** How the SSH key of a Git secret comes about. */
export interface SshKeyOptions {
  readonly 'private-key-file'?: string | undefined
  /** also the passphrase of the key file */
  readonly password?: string | undefined
  readonly 'ssh-key-algorithm': string
  readonly 'ssh-rsa-bits': number
  readonly 'ssh-ecdsa-curve': string
}

export interface GitSecretOptions extends CreateOptions, SshKeyOptions {
  readonly url?: string | undefined
  readonly username?: string | undefined
  readonly 'bearer-token'?: string | undefined
  readonly 'ca-crt-file'?: string | undefined
}

/** `flux create secret git` (cli reference 5.11). */
export async function createGitSecret(ctx: CreateContext, options: GitSecretOptions): Promise<void> {
  const {scheme, host} = parseGitUrl(options.url)
  const labels = readLabels(options.label)
  const data = await secretData(ctx, options, scheme, host)
  const publicKey = data['identity.pub']
  await createSecret(ctx, options, newSecret({...options, labels}, data), {
    what: 'git',
    before: () => {
      if (publicKey !== undefined) ctx.out.generate(`deploy key: ${publicKey}`)
    },
  })
}

async function secretData(ctx: CreateContext, options: GitSecretOptions, scheme: string, host: string): Promise<SecretData> {
  if (scheme === 'ssh') return sshData(ctx, options, host)
  if (scheme !== 'http' && scheme !== 'https') throw unsupportedScheme(scheme)
  const {username, password, 'bearer-token': bearerToken} = options
  if (!(username && password) && !bearerToken) {
    throw new FluxError('usage', 'for Git over HTTP/S the username and password, or a bearer token is required')
  }
  if (username && password && bearerToken) {
    throw new FluxError('usage', 'user credentials and bearer token cannot be used together')
  }
  const ca = await fileText(ctx, options['ca-crt-file'], 'unable to read TLS CA file')
  return httpData({username, password, bearerToken, ca})
}

/** The data for Git over http(s): a user counts with a password only. */
export function httpData(from: {
  username: string | undefined
  password: string | undefined
  bearerToken?: string | undefined
  ca: string
}): SecretData {
  return {
    ...(from.username && from.password ? {username: from.username, password: from.password} : {}),
    ...(from.bearerToken ? {bearerToken: from.bearerToken} : {}),
    ...(from.ca ? {'ca.crt': from.ca} : {}),
  }
}

/** The data for Git over ssh: the key of the file or a new one, and the host key that the server shows. */
export async function sshData(ctx: CreateContext, options: SshKeyOptions, host: string): Promise<SecretData> {
  const {password, 'private-key-file': file} = options
  const pair = file
    ? await ctx.keys.read(await fileText(ctx, file, 'failed to open private key file'), password || undefined)
    : await ctx.keys.generate(keyRequest(options))
  const knownHosts = await ctx.keys.scanHostKey(host, ctx.signal)
  return {
    identity: pair.privateKey,
    'identity.pub': pair.publicKey,
    known_hosts: knownHosts,
    ...(password ? {password} : {}),
  }
}

function keyRequest(options: SshKeyOptions): KeyRequest {
  return {
    algorithm: options['ssh-key-algorithm'] as KeyRequest['algorithm'],
    bits: options['ssh-rsa-bits'],
    curve: options['ssh-ecdsa-curve'] as KeyRequest['curve'],
  }
}
