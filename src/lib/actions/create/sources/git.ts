import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {type Credentials, createObject, newObject} from '../create-object.js'
import {fileText} from '../file-text.js'
import {parseGitUrl, unsupportedScheme} from '../git-url.js'
import {httpData, type SshKeyOptions, sshData} from '../secrets/git.js'
import {newSecret, type SecretData} from '../secrets/secret.js'
import {fetchTimeout, ignoreText, intervalText, nameRef, omitEmpty} from '../spec-parts.js'
import {artifactLines} from './artifact-lines.js'

export interface GitSourceOptions extends CreateOptions, SshKeyOptions {
  readonly url?: string | undefined
  readonly branch?: string | undefined
  readonly tag?: string | undefined
  readonly 'tag-semver'?: string | undefined
  readonly 'ref-name'?: string | undefined
  readonly commit?: string | undefined
  readonly username?: string | undefined
  readonly 'secret-ref'?: string | undefined
  readonly 'proxy-secret-ref'?: string | undefined
  readonly provider?: string | undefined
  readonly 'ca-file'?: string | undefined
  readonly 'recurse-submodules': boolean
  /** no question whether the deploy key is in place */
  readonly silent: boolean
  readonly 'ignore-paths'?: readonly string[] | undefined
  readonly 'sparse-checkout-paths'?: readonly string[] | undefined
  readonly 'fetch-timeout': number
}

const LABEL = 'GitRepository source'

/** `flux create source git` (cli reference 5.2). */
export async function createGitSource(ctx: CreateContext, options: GitSourceOptions): Promise<void> {
  const {scheme, host} = parseGitUrl(options.url)
  if (!['ssh', 'http', 'https'].includes(scheme)) throw unsupportedScheme(scheme)
  const ref = gitRef(options)
  if (options['ca-file'] && scheme === 'ssh') {
    throw new FluxError('usage', 'specifying a CA file is not supported for Git over SSH')
  }
  const object = newObject('GitRepository', options, () => ({
    ...omitEmpty({
      ignore: ignoreText(options['ignore-paths']),
      provider: options.provider,
      proxySecretRef: nameRef(options['proxy-secret-ref']),
      recurseSubmodules: options['recurse-submodules'],
      secretRef: nameRef(options['secret-ref']),
      sparseCheckout: [...(options['sparse-checkout-paths'] ?? [])],
      timeout: fetchTimeout(options['fetch-timeout']),
    }),
    interval: intervalText(options),
    ref,
    url: options.url!,
  }))
  await createObject(ctx, options, {
    object,
    label: LABEL,
    generating: true,
    credentials: async () => (options['secret-ref'] ? undefined : gitCredentials(ctx, options, scheme, host)),
    done: (ready) => artifactLines(LABEL, `${LABEL} reconciliation completed but no artifact was found`, ready),
  })
}

/** The strongest of the given references; only a commit takes the branch along. */
function gitRef(options: GitSourceOptions): JsonObject {
  const {branch, tag, commit, 'tag-semver': semver, 'ref-name': name} = options
  if (commit) return omitEmpty({branch, commit})
  if (name) return {name}
  if (semver) return {semver}
  if (tag) return {tag}
  if (branch) return {branch}
  const flags = '--branch, --tag, --commit, --ref-name or --tag-semver'
  throw new FluxError('usage', `a Git ref is required, use one of the following: ${flags}`)
}

async function gitCredentials(
  ctx: CreateContext,
  options: GitSourceOptions,
  scheme: string,
  host: string,
): Promise<Credentials | undefined> {
  const data = scheme === 'ssh' ? await deployKey(ctx, options, host) : await userData(ctx, options, scheme)
  if (Object.keys(data).length === 0) return undefined
  return {
    secret: newSecret({name: options.name, namespace: options.namespace}, data),
    label: 'secret with repository credentials',
  }
}

async function userData(ctx: CreateContext, options: GitSourceOptions, scheme: string): Promise<SecretData> {
  const {username, password} = options
  if (scheme === 'https') {
    return httpData({username, password, ca: await fileText(ctx, options['ca-file'], 'unable to read TLS CA file')})
  }
  ctx.out.warning('insecure configuration: credentials configured for an HTTP URL')
  return httpData({username, password, ca: ''})
}

/** A key pair whose public half the user has to put into the repository before anything else happens. */
async function deployKey(ctx: CreateContext, options: GitSourceOptions, host: string): Promise<SecretData> {
  const data = await sshData(ctx, options, host)
  ctx.out.success(`collected public key from SSH server:\n${data['known_hosts']}`)
  ctx.out.generate(`deploy key: ${data['identity.pub']}`)
  if (!options.silent && !(await ctx.confirm('Have you added the deploy key to your repository'))) {
    throw new FluxError('aborted', 'aborting')
  }
  return data
}
