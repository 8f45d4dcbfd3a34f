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
  const {auth, syncUrl, secret} = await plainGit({...ctx, signal}, options)
  const {url, branch} = options
  const plan = planOf(options, {repository: {name: url, url, branch, auth}, secret, syncUrl, sign})
  await runBootstrap({...ctx, cluster}, plan, version)
}
