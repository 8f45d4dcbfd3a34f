import type {Context} from '../../ports/context.js'
import type {GitAuth, GitIdentity, GitWriter} from '../../ports/git.js'
import type {SecretData} from '../create/secrets/secret.js'
import type {RenderContext, RenderOptions} from '../install/render-manifests.js'

/** The cluster, with the deadline of the whole command; `unbounded` has none. */
export type ClusterContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

export interface BootstrapContext extends RenderContext {
  readonly git: GitWriter
  readonly cluster: ClusterContext
}

/** Everything that the steps need to know, whoever the provider of the repository is. */
export interface BootstrapPlan {
  readonly repository: {
    /** as it is shown */
    readonly name: string
    readonly url: string
    readonly branch: string
    readonly auth: GitAuth
  }
  readonly commit: {
    readonly author: Pick<GitIdentity, 'name' | 'email'>
    /** comes after a blank line; empty: nothing */
    readonly appendix: string
    readonly sign?: ((payload: Uint8Array) => Promise<string>) | undefined
  }
  readonly manifests: RenderOptions
  /** folder of the cluster in the repository, with or without `./` in front; `''`: the root */
  readonly path: string
  readonly secret: {
    readonly name: string
    /** false: a Secret that is there stays in force */
    readonly replace: boolean
    /** Comes before the Secret is looked at. */
    readonly prepare?: (() => Promise<void>) | undefined
    make(): Promise<SecretData>
    /** Sees to it that the server knows the key, before the Secret is written. */
    announce(data: SecretData): Promise<void>
    /** Comes after the Secret is written: what the server knew before it can go. */
    readonly written?: (() => Promise<void>) | undefined
    /** Comes instead of the two when a Secret stays in force. */
    readonly kept?: (() => Promise<void>) | undefined
  }
  readonly sync: {
    readonly url: string
    /** Go duration */
    readonly interval: string
    readonly recurseSubmodules: boolean
    readonly sparseCheckout: readonly string[]
  }
  /** of each wait for health, ms */
  readonly timeout: number
}
