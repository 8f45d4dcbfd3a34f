import {FluxError} from '../../errors/flux-error.js'
import type {GitWriter} from '../../ports/git.js'
import type {Signer} from '../../ports/keys.js'
import {requireInfo} from '../install/cluster-info.js'
import {type Asking, confirmOverride} from '../install/confirm-override.js'
import type {RenderContext, RenderOptions} from '../install/render-manifests.js'
import {targetVersion} from '../install/target-version.js'
import type {BootstrapPlan, ClusterContext} from './bootstrap-plan.js'
import {checkBootstrapOptions, type SigningFlags} from './check-options.js'
import {commitSigner, type SigningContext} from './commit-signer.js'

export interface BootstrapEntryContext extends RenderContext, Asking, SigningContext {
  readonly git: GitWriter
  /** without a deadline of its own */
  cluster(): Promise<ClusterContext>
}

/** What every `flux bootstrap` is told; the names are those of the flags. */
export interface BootstrapEntryOptions extends SigningFlags {
  readonly manifests: RenderOptions
  readonly path: string
  readonly branch: string
  readonly 'secret-name': string
  readonly 'ca-file': string
  /** Go duration */
  readonly interval: string
  readonly 'recurse-submodules': boolean
  readonly 'sparse-checkout': readonly string[]
  readonly 'author-name': string
  readonly 'author-email': string
  readonly 'commit-message-appendix': string
  readonly force: boolean
  /** of everything until the controllers are looked at, and of that look, ms */
  readonly timeout: number
}

export interface BootstrapEntry {
  /** with the deadline of the whole command, as `signal` */
  readonly cluster: ClusterContext
  readonly signal: AbortSignal
  /** with a `v` */
  readonly version: string
  readonly sign: Signer | undefined
}

/**
 * What comes before any repository is looked at: flags are checked (`more` are the command's own), other installations asked
 * for, the version chosen.
 */
export async function enterBootstrap(
  ctx: BootstrapEntryContext,
  options: BootstrapEntryOptions & {readonly asks: boolean},
  more: () => void = () => undefined,
): Promise<BootstrapEntry> {
  checkBootstrapOptions(options.manifests, options)
  const sign = await commitSigner(ctx, options)
  more()
  if (options.branch.trim() === '')
    throw new FluxError('usage', '--branch is empty: name the branch, or leave the flag out for main')
  const unbounded = await ctx.cluster()
  const signal = AbortSignal.any([ctx.signal, unbounded.clock.timeout(options.timeout)])
  const cluster = {...unbounded, signal}
  if (options.asks && !options.force) await confirmOverride(ctx, await requireInfo(cluster), 'bootstrap cancelled')
  const {wantedVersion, ownVersion} = options.manifests
  const version = await targetVersion(wantedVersion, ownVersion, () => ctx.network())
  return {cluster, signal, version, sign}
}

/** The plan of the steps, once it is known where the repository is and how it is logged in to. */
export function planOf(
  options: BootstrapEntryOptions,
  parts: {
    readonly repository: BootstrapPlan['repository']
    readonly secret: Omit<BootstrapPlan['secret'], 'name'>
    readonly syncUrl: string
    readonly sign: BootstrapPlan['commit']['sign']
  },
): BootstrapPlan {
  return {
    repository: parts.repository,
    commit: {
      author: {name: options['author-name'], email: options['author-email']},
      appendix: options['commit-message-appendix'],
      sign: parts.sign,
    },
    manifests: options.manifests,
    path: options.path,
    secret: {...parts.secret, name: options['secret-name']},
    sync: {
      url: parts.syncUrl,
      interval: options.interval,
      recurseSubmodules: options['recurse-submodules'],
      sparseCheckout: options['sparse-checkout'],
    },
    timeout: options.timeout,
  }
}
