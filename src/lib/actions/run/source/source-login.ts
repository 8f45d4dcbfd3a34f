import {isNotFound} from '../../../errors/api-error.js'
import {FluxError} from '../../../errors/flux-error.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'
import {readText} from '../../create/file-text.js'
import {parseGitUrl} from '../../create/git-url.js'
import {httpData} from '../../create/secrets/git.js'
import {newSecret, type SecretData} from '../../create/secrets/secret.js'

/** The flags that say how the repository of `--source` is logged in to. */
export interface LoginFlags {
  readonly username?: string | undefined
  /** also the passphrase of the private key */
  readonly password?: string | undefined
  readonly 'private-key-file'?: string | undefined
  readonly 'known-hosts-file'?: string | undefined
  readonly 'ca-file'?: string | undefined
  /** a Secret that is there */
  readonly 'secret-ref'?: string | undefined
}

export interface SourceLogin {
  /** for the GitRepository; an ssh URL names its user */
  readonly url: string
  /** name of the Secret that the GitRepository refers to */
  readonly secretRef?: string | undefined
  /** the Secret to write */
  readonly secret?: KubeObject | undefined
}

type LoginContext = Pick<Context, 'kube' | 'fs' | 'keys' | 'out' | 'signal'>

/** User of a URL that names none, as of `flux bootstrap git`. */
const USER = 'git'

/**
 * How the GitRepository for a URL logs in: with the Secret that bootstrap would write, made of the flags; with the one that
 * `--secret-ref` names; or, without flags, with the Secret of an earlier bootstrap, named as the namespace.
 */
export async function sourceLogin(
  ctx: LoginContext,
  options: {readonly url: string; readonly namespace: string; readonly cwd: string; readonly login: LoginFlags},
): Promise<SourceLogin> {
  const {namespace, login} = options
  const isSsh = parseGitUrl(options.url).scheme === 'ssh'
  const url = isSsh ? withUser(options.url, login.username || USER) : options.url
  const wanted = login['secret-ref']
  if (wanted) {
    if (await isThere(ctx, namespace, wanted)) return {url, secretRef: wanted}
    throw new FluxError('no-secret', `--secret-ref: there is no Secret ${namespace}/${wanted}`, {hints: howToLogIn(isSsh)})
  }
  const data = isSsh ? await sshData(ctx, url, options) : await overHttp(ctx, options)
  if (Object.keys(data).length > 0) return {url, secretRef: namespace, secret: newSecret({name: namespace, namespace}, data)}
  if (await isThere(ctx, namespace, namespace)) {
    ctx.out.action(`the source is logged in to with the Secret ${namespace}/${namespace}, which is there`)
    return {url, secretRef: namespace}
  }
  if (isSsh) throw new FluxError('usage', `${options.url} needs an SSH key`, {hints: howToLogIn(true)})
  return {url}
}

function howToLogIn(isSsh: boolean): string[] {
  const flags = isSsh
    ? '--private-key-file FILE, and --password for its passphrase'
    : '--username NAME and --password, or GIT_PASSWORD in the environment'
  return [
    `give it with: ${flags}`,
    'or name a Secret in the namespace with --secret-ref: flux create secret git makes one',
    'or clone the repository and use --source DIR',
  ]
}

async function isThere({kube, signal}: LoginContext, namespace: string, name: string): Promise<boolean> {
  try {
    await kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name}, {signal})
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

async function overHttp(ctx: LoginContext, {cwd, login}: {cwd: string; login: LoginFlags}): Promise<SecretData> {
  for (const name of ['private-key-file', 'known-hosts-file'] as const) {
    if (login[name]) throw new FluxError('usage', `--${name} needs an ssh URL as --source`)
  }
  const {username, password} = login
  if (username && !password) {
    throw new FluxError('usage', '--username needs a password', {hints: ['give it with --password, or as GIT_PASSWORD']})
  }
  const file = login['ca-file']
  const ca = file ? await readText({...ctx, cwd}, file, 'unable to read TLS CA file') : ''
  return httpData({username: username || (password && USER), password, ca})
}

async function sshData(ctx: LoginContext, url: string, {cwd, login}: {cwd: string; login: LoginFlags}): Promise<SecretData> {
  if (login['ca-file']) throw new FluxError('usage', '--ca-file needs an https URL as --source')
  const {password, 'private-key-file': keyFile, 'known-hosts-file': hostsFile} = login
  if (!keyFile) {
    const name = password ? 'password' : hostsFile ? 'known-hosts-file' : undefined
    if (name) throw new FluxError('usage', `--${name} needs --private-key-file with an ssh URL`)
    return {}
  }
  const files = {...ctx, cwd}
  const pair = await ctx.keys.read(await readText(files, keyFile, 'failed to open private key file'), password || undefined)
  const {host} = parseGitUrl(url)
  const knownHosts = hostsFile
    ? await readText(files, hostsFile, 'failed to open known hosts file')
    : await ctx.keys.scanHostKey(host, ctx.signal)
  if (!hostsFile) ctx.out.action(`collected public key from SSH server:\n${knownHosts}`)
  return {
    ...{identity: pair.privateKey, 'identity.pub': pair.publicKey, known_hosts: knownHosts},
    ...(password ? {password} : {}),
  }
}

function withUser(url: string, user: string): string {
  return url.replace(/^ssh:\/\/(?![^/]*@)/i, `ssh://${encodeURIComponent(user)}@`)
}
