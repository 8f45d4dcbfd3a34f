import type {Context} from '../../../ports/context.js'
import type {KubeObject} from '../../../ports/kube.js'

/** An installation as `flux check` has found it. */
export interface Installation {
  readonly namespace: string
  /** the CRDs, and of which release each is (with `v`) */
  readonly definitions: readonly {readonly name: string; readonly release?: string | undefined}[]
  /** of this package's manifests, with `v` */
  readonly release: string
  readonly controllers: readonly KubeObject[]
}

export type TrapContext = Pick<Context, 'kube' | 'signal'>
export type Trap = (ctx: TrapContext, installation: Installation) => Promise<string[]> | string[]
