import type {GitHost, GitHostOptions} from '../../ports/git-hosts.js'
import type {HostContext} from './host-caller.js'

/** The host that a repository is at; its client is loaded only then. */
export async function openGitHost(ctx: HostContext, options: GitHostOptions): Promise<GitHost> {
  return (await import('./github/github-host.js')).gitHubHost(ctx, options)
}
