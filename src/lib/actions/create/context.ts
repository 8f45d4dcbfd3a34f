import type {Context} from '../../ports/context.js'

/** What creating an object may touch: the cluster is connected to only when it is needed, never with `--export`. */
export interface CreateContext extends Pick<Context, 'out' | 'fs' | 'random' | 'keys' | 'signal'> {
  /** folder that relative paths of the command line start from */
  readonly cwd: string
  cluster(): Promise<ClusterContext>
  /** Asks a question that only `y` accepts. */
  confirm(label: string): Promise<boolean>
}

export type ClusterContext = Pick<Context, 'kube' | 'clock' | 'out' | 'signal'>

/** The options that all `flux create` commands share; the others are named as their flags, too. */
export interface CreateOptions {
  readonly name: string
  readonly namespace: string
  /** print the object instead of applying it */
  readonly export: boolean
  /** `key=value` */
  readonly label?: readonly string[] | undefined
  /** milliseconds */
  readonly interval: number
}
