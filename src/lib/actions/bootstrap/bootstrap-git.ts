import {type BootstrapEntryContext, type BootstrapEntryOptions, enterBootstrap, planOf} from './enter-bootstrap.js'
import {checkCodeCommit, type PlainGitContext, type PlainGitOptions, plainGit} from './plain-git.js'
import {runBootstrap} from './run-bootstrap.js'
import {unlessInterrupted} from './unless-interrupted.js'

export type BootstrapGitContext = BootstrapEntryContext & PlainGitContext
export type BootstrapGitOptions = PlainGitOptions & BootstrapEntryOptions

/** `flux bootstrap git` (cli reference 3.1). */
export function bootstrapGit(ctx: BootstrapGitContext, options: BootstrapGitOptions): Promise<void> {
  return unlessInterrupted(ctx.signal, () => bootstrap(ctx, options))
}

async function bootstrap(ctx: BootstrapGitContext, options: BootstrapGitOptions): Promise<void> {
  const {cluster, signal, version, sign} = await enterBootstrap(ctx, {...options, asks: true}, () => checkCodeCommit(options))
  // CNCF's source-controller asks for `fleet//info/refs` below an address with a slash at its end
  const url = options.url.replace(/(?<=[^/:])\/+$/, '')
  const {auth, syncUrl, secret} = await plainGit({...ctx, signal}, {...options, url})
  const {branch} = options
  const plan = planOf(options, {repository: {name: url, url, branch, auth}, secret, syncUrl, sign})
  await runBootstrap({...ctx, cluster}, plan, version)
}
