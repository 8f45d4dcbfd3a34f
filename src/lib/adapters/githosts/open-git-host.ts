import type {GitHost, GitHostOptions} from '../../ports/git-hosts.js'
import type {HostContext} from './host-caller.js'

/** The host that a repository is at; its client is loaded only then. */
export async function openGitHost(ctx: HostContext, options: GitHostOptions): Promise<GitHost> {
  switch (options.provider) {
    case 'github':
      return (await import('./github/github-host.js')).gitHubHost(ctx, options)
    case 'gitlab':
      return (await import('./gitlab/gitlab-host.js')).gitLabHost(ctx, options)
    case 'gitea':
      return (await import('./gitea/gitea-host.js')).giteaHost(ctx, options)
    case 'bitbucket-server':
      return (await import('./bitbucket/bitbucket-host.js')).bitbucketHost(ctx, options)
  }
}
