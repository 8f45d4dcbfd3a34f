import type {GitWriter} from '../../ports/git.js'
import {requireInfo} from '../install/cluster-info.js'
import {confirmOverride} from '../install/confirm-override.js'
import type {RenderContext, RenderOptions} from '../install/render-manifests.js'
import {targetVersion} from '../install/target-version.js'
import type {BootstrapPlan, ClusterContext} from './bootstrap-plan.js'
import {checkBootstrapOptions, type SigningFlags} from './check-options.js'
import {checkCodeCommit, type PlainGitContext, type PlainGitOptions, plainGit} from './plain-git.js'
import {runBootstrap} from './run-bootstrap.js'

export interface BootstrapGitContext extends RenderContext, PlainGitContext {
  readonly git: GitWriter
  /** without a deadline of its own */
  cluster(): Promise<ClusterContext>
}

export interface BootstrapGitOptions extends PlainGitOptions, SigningFlags {
  readonly manifests: RenderOptions
  readonly path: string
  readonly branch: string
  readonly 'secret-name': string
  /** Go duration */
  readonly interval: string
  readonly 'recurse-submodules': boolean
  readonly 'sparse-checkout': readonly string[]
  readonly 'author-name': string
  readonly 'author-email': string
  readonly 'commit-message-appendix': string
  readonly force: boolean
  /** of everything until the health is looked at, and of each look at it, ms */
  readonly timeout: number
}

/** `flux bootstrap git` (cli reference 3.1). */
export async function bootstrapGit(ctx: BootstrapGitContext, options: BootstrapGitOptions): Promise<void> {
  checkBootstrapOptions(options.manifests, options)
  checkCodeCommit(options)
  const unbounded = await ctx.cluster()
  const signal = AbortSignal.any([ctx.signal, unbounded.clock.timeout(options.timeout)])
  const cluster = {...unbounded, signal}
  if (!options.force) await confirmOverride(ctx, await requireInfo(cluster), 'bootstrap cancelled')
  const {wantedVersion, ownVersion} = options.manifests
  const version = await targetVersion(wantedVersion, ownVersion, () => ctx.network())
  const {auth, syncUrl, secret} = await plainGit({...ctx, signal}, options)
  const plan: BootstrapPlan = {
    repository: {name: options.url, url: options.url, branch: options.branch, auth},
    commit: {
      author: {name: options['author-name'], email: options['author-email']},
      appendix: options['commit-message-appendix'],
    },
    manifests: options.manifests,
    path: options.path,
    secret: {...secret, name: options['secret-name']},
    sync: {
      url: syncUrl,
      interval: options.interval,
      recurseSubmodules: options['recurse-submodules'],
      sparseCheckout: options['sparse-checkout'],
    },
    timeout: options.timeout,
  }
  await runBootstrap({...ctx, cluster}, plan, version)
}
