import type {Context} from '../../ports/context.js'
import type {KubeClient, ObjectRef} from '../../ports/kube.js'
import type {IgnoreRule} from './ignore-rules.js'

/** What an apply needs of the world: a client (perhaps impersonating) and time. */
export type ApplyContext = Pick<Context, 'clock'> & {readonly kube: KubeClient}

export interface ApplyOptions {
  /** field manager of every write */
  readonly manager: string
  /** `spec.force`: what cannot be changed is deleted and created anew */
  readonly force: boolean
  /** `--override-manager` */
  readonly overriddenManagers: readonly string[]
  /** what kubectl and others wrote stays theirs, as `flux install` leaves it */
  readonly keepManagers?: boolean | undefined
  readonly ignore: readonly IgnoreRule[]
  /** `group/Kind` of `--custom-apply-stage-kinds` */
  readonly customStage: ReadonlySet<string>
  /** requests at a time */
  readonly concurrency: number
  /** gate MigrateAPIVersion */
  readonly migrateApiVersion: boolean
  /** Objects that are probably new: they are not read before their dry-run says that they exist. */
  readonly expectedNew?: ((ref: ObjectRef) => boolean) | undefined
  /** Told of a stage's new objects when the server has accepted all of the stage and none is made yet. */
  readonly beforeCreating?: ((refs: readonly ObjectRef[]) => Promise<void>) | undefined
  readonly signal?: AbortSignal | undefined
}
