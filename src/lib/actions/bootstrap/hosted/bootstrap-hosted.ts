import type {GitHostOptions, HostedRepository, HostProvider, HostVisibility, OpenGitHost} from '../../../ports/git-hosts.js'
import {fileText} from '../../create/file-text.js'
import {deadlineError} from '../../poll.js'
import {
  type BootstrapEntry,
  type BootstrapEntryContext,
  type BootstrapEntryOptions,
  enterBootstrap,
  planOf,
} from '../enter-bootstrap.js'
import {runBootstrap} from '../run-bootstrap.js'
import {unlessInterrupted} from '../unless-interrupted.js'
import {hostedRepository} from './hosted-repository.js'
import {type HostedSecretContext, type HostedSecretOptions, hostedSecret} from './hosted-secret.js'
import {reconcileTeams} from './reconcile-teams.js'

export interface BootstrapHostedContext extends BootstrapEntryContext, HostedSecretContext {
  readonly openHost: OpenGitHost
}

export type BootstrapHostedOptions = BootstrapEntryOptions & HostedSecretOptions & HostedOptions

interface HostedOptions {
  readonly provider: HostProvider
  readonly token: string
  readonly hostname: string
  readonly owner: string
  /** sub-organisations may stand in front of the name, and count for nothing with a user */
  readonly repository: string
  readonly personal: boolean
  readonly visibility: HostVisibility
  /** `team` or `team:permission` */
  readonly teams: readonly string[]
  /** of teams without one */
  readonly permission: string
  readonly reconcile: boolean
  /** who logs in to the repository */
  readonly gitUser: string
}

/** `flux bootstrap github`, `gitlab`, `gitea` and `bitbucket-server` (cli reference 3.1): the repository is made, then bootstrapped. */
export function bootstrapHosted(ctx: BootstrapHostedContext, options: BootstrapHostedOptions): Promise<void> {
  return unlessInterrupted(ctx.signal, () => bootstrap(ctx, options))
}

async function bootstrap(ctx: BootstrapHostedContext, options: BootstrapHostedOptions): Promise<void> {
  const entry = await enterBootstrap(ctx, {...options, asks: options.provider !== 'gitea'})
  const ca = await fileText(ctx, options['ca-file'], 'unable to read TLS CA file')
  const host = await ctx.openHost(hostOptions(entry, options, ca))
  const {hosted, shown} = await hostedRepository(entry.cluster, host, options)
  const without = options.personal ? [] : await teams(entry, hosted, options)
  const url = hosted.httpsUrl
  const auth = {username: options.gitUser, password: options.token, ...(ca ? {ca} : {})}
  const {secret, syncUrl} = hostedSecret({...ctx, signal: entry.signal}, options, {hosted, shown, ca})
  const plan = planOf(options, {repository: {name: url, url, branch: options.branch, auth}, secret, syncUrl, sign: entry.sign})
  await runBootstrap({...ctx, cluster: entry.cluster}, plan, entry.version)
  if (without.length === 0) return
  const {out} = entry.cluster
  out.warning(`the cluster follows the repository, but these have not got the access that was asked for: ${without.join(', ')}`)
}

async function teams({cluster}: BootstrapEntry, hosted: HostedRepository, options: BootstrapHostedOptions) {
  return reconcileTeams(cluster, hosted, options).catch((error: unknown) => {
    throw deadlineError(error, cluster.signal)
  })
}

/** Where a host without a name is, as an empty variable in a script leaves it. */
const PUBLIC: Partial<Record<HostProvider, string>> = {github: 'github.com', gitlab: 'gitlab.com', gitea: 'gitea.com'}

function hostOptions({signal}: BootstrapEntry, options: BootstrapHostedOptions, ca: string): GitHostOptions {
  const {provider, hostname, owner, repository, personal, token, gitUser: username} = options
  const parts = repository.split('/')
  return {
    ...{provider, personal, token, username, ca, signal},
    hostname: hostname || (PUBLIC[provider] ?? ''),
    owner: personal ? owner : [owner, ...parts.slice(0, -1)].join('/'),
    repository: parts.at(-1) ?? '',
  }
}
