import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goFileText} from '../../errors/go-file.js'
import {parseGoUrl} from '../../formats/url/go-url.js'
import type {Context} from '../../ports/context.js'
import type {GitAuth, KnownHostsFile} from '../../ports/git.js'
import type {CreateContext} from '../create/context.js'
import {fileText} from '../create/file-text.js'
import {httpData, type SshKeyOptions, sshData} from '../create/secrets/git.js'
import type {SecretData} from '../create/secrets/secret.js'
import type {BootstrapPlan} from './bootstrap-plan.js'

/** A repository behind a URL, as `flux bootstrap git` is told of it; the names are those of the flags. */
export interface PlainGitOptions extends SshKeyOptions {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly 'token-auth': boolean
  readonly 'with-bearer-token': boolean
  readonly 'allow-insecure-http': boolean
  readonly 'ca-file': string
  readonly 'ssh-hostname': string
  readonly 'ssh-hostkey-algos'?: readonly string[] | undefined
  readonly 'private-key-file': string
  /** do not ask whether the server knows the key */
  readonly silent: boolean
}

export interface PlainGitContext extends Pick<Context, 'fs' | 'keys' | 'out' | 'signal' | 'env'> {
  readonly cwd: string
  confirm(label: string): Promise<'yes' | 'no' | 'end'>
}

export interface PlainGit {
  readonly auth: GitAuth
  /** for the GitRepository */
  readonly syncUrl: string
  readonly secret: Omit<BootstrapPlan['secret'], 'name'>
}

/** How the repository is logged in to now, and by source-controller later (cli reference 3.1, "URL and secret rules"). */
export async function plainGit(ctx: PlainGitContext, options: PlainGitOptions): Promise<PlainGit> {
  const {url} = options
  parseGoUrl(url)
  const ca = await fileText(ctx, options['ca-file'], 'unable to read TLS CA file')
  const auth = await authOf(ctx, options, ca).catch((error: unknown) => {
    throw new FluxError('bad-url', `failed to create authentication options for ${shown(url)}: ${messageOf(error)}`, {
      cause: error,
    })
  })
  if (options['token-auth']) return withToken(options, auth, ca)
  // a key that cannot be read is told before anything is asked of the repository
  if (auth.identity !== undefined) await ctx.keys.read(auth.identity, options.password || undefined)
  return withKey(ctx, options, auth)
}

async function authOf(ctx: PlainGitContext, options: PlainGitOptions, ca: string): Promise<GitAuth> {
  const {url, username, password} = options
  const {scheme, host} = parseGoUrl(url)
  if (['http', 'https', 'ssh'].includes(scheme) && host === '') throw new FluxError('bad-url', 'the URL names no host')
  if (scheme === 'http' && !options['allow-insecure-http']) {
    throw new FluxError('bad-url', 'scheme http is insecure, pass --allow-insecure-http=true to allow it')
  }
  if (scheme === 'http' || scheme === 'https') {
    const login = options['with-bearer-token'] ? {bearerToken: password} : {username, password}
    return {...login, ...(ca && scheme === 'https' ? {ca} : {})}
  }
  if (scheme !== 'ssh') throw new FluxError('bad-url', `scheme ${JSON.stringify(scheme)} is not supported`)
  const user = userOf(url)
  const common = {
    ...(user ? {username: decodeURIComponent(user)} : {}),
    hostKeyAlgorithms: options['ssh-hostkey-algos'],
  }
  const file = options['private-key-file']
  if (file === '') return {...common, agent: ctx.env['SSH_AUTH_SOCK'] ?? '', knownHostsFiles: await ownKnownHosts(ctx)}
  const identity = await fileText(ctx, file, 'key').catch((error: unknown) => {
    throw new FluxError('no-file', messageOf(error).replace(/^key: /, ''), {cause: error})
  })
  return {...common, identity, password: password || undefined, knownHosts: await ctx.keys.scanHostKey(host, ctx.signal)}
}

/** The known_hosts files that are there: those of SSH_KNOWN_HOSTS, else the user's and the machine's. */
async function ownKnownHosts({env, fs}: PlainGitContext): Promise<KnownHostsFile[]> {
  const named = env['SSH_KNOWN_HOSTS'] ?? ''
  const paths = named === '' ? [`${env['HOME'] ?? ''}/.ssh/known_hosts`, '/etc/ssh/ssh_known_hosts'] : named.split(':')
  const files: KnownHostsFile[] = []
  for (const path of paths) {
    try {
      files.push({path, text: Buffer.from(await fs.read(path)).toString('utf8')})
    } catch (error) {
      const {code} = error as {code?: string}
      // Go looks whether it is there first
      const fault = goFileText(error, path).replace(/^open/, code === 'ENOTDIR' ? 'stat' : '$&')
      if (code !== 'ENOENT') files.push({path, fault})
    }
  }
  return files
}

/** The path as browsers write it, whatever the port is. */
function pathOf(url: string): string {
  return new URL(url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, 'https://host')).pathname
}

function withoutLogin(url: string): string {
  const bare = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1')
  return URL.canParse(bare) ? new URL(bare).href : bare
}

/** As it is written in the URL; `''` when it names none. */
function userOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#:@]*)[^/?#@]*@/i.exec(url)?.[1] ?? ''
}

/** The cluster logs in with the same user or token. */
function withToken(options: PlainGitOptions, auth: GitAuth, ca: string): PlainGit {
  const {username, password} = options
  const {scheme, host} = parseGoUrl(options.url)
  // the port of another protocol says nothing about this one
  if (!/^https?$/.test(scheme)) {
    return withToken({...options, url: `https://${host.replace(/:\d*$/, '')}${pathOf(options.url)}`}, auth, ca)
  }
  const target = withoutLogin(options.url)
  const bearer = options['with-bearer-token']
  const data = bearer
    ? httpData({username: undefined, password: undefined, bearerToken: password, ca})
    : httpData({username, password, ca})
  return {
    auth,
    syncUrl: options['allow-insecure-http'] ? target : target.replace(/^http:/, 'https:'),
    secret: {
      // a bearer token alone does not replace a Secret that is there, as in flux
      replace: ca !== '' || !bearer,
      make: async () => data,
      announce: async () => undefined,
    },
  }
}

/** The cluster logs in with an SSH key of its own, or the one of the file. */
function withKey(ctx: PlainGitContext, options: PlainGitOptions, auth: GitAuth): PlainGit {
  const {url, username, password} = options
  const {host} = parseGoUrl(url)
  const target = options['ssh-hostname'] || host
  const user = userOf(url)
  const account = user === '' || username !== 'git' ? encodeURIComponent(username) : user
  const path = pathOf(url)
  return {
    auth,
    syncUrl: `ssh://${account}@${target}${path}`,
    secret: {
      replace: options['private-key-file'] !== '' || password !== '',
      make: () => sshData(ctx as unknown as CreateContext, options, target),
      announce: (data) => announceKey(ctx, data, options.silent),
    },
  }
}

/** Shows the public key, and waits until somebody has given it access. */
async function announceKey(ctx: PlainGitContext, data: SecretData, silent: boolean): Promise<void> {
  ctx.out.success(`public key: ${(data['identity.pub'] ?? '').trim()}`)
  if (silent) return
  if ((await ctx.confirm('Please give the key access to your repository')) !== 'yes') throw new FluxError('aborted', 'aborting')
}

/** What AWS CodeCommit wants; over https its own signature, which is not made here yet. */
export function checkCodeCommit({url, 'token-auth': tokenAuth, 'private-key-file': file}: PlainGitOptions): void {
  const found = /^(ssh|https):\/\/(?:([^@/]*)@)?[^/]*git-codecommit[^/]*amazonaws\.com/.exec(url)
  if (!found || (found[1] === 'https' && tokenAuth)) return
  if (found[1] === 'https') {
    throw new FluxError('not-yet', 'AWS CodeCommit over https is not supported yet: use its ssh address with --private-key-file')
  }
  const bad = (why: string) => new FluxError('bad-url', `invalid AWS CodeCommit url: ssh username should be ${why}`)
  if (found[2] === undefined) throw bad('specified in the url')
  if (found[2] === 'git') throw bad('the SSH key ID for the provided private key')
  if (file === '') {
    throw new FluxError('usage', 'private key file is required for bootstrapping against AWS CodeCommit using ssh')
  }
}

/** The URL without a password. */
function shown(url: string): string {
  return url.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase()).replace(/^([a-z]+:\/\/[^/@:]*):[^/@]*@/, '$1:***@')
}
