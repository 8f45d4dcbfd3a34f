import type {KubeObject, ObjectMeta} from '../../../ports/kube.js'
import type {Go} from '../../../schema/builtin/go.gen.js'
import type {NameRule} from '../../../schema/names.js'
import type {FieldError, RuleEnv, ServedResource} from '../hooks.js'

/**
 * What the server does with objects of one kind beyond their schema. Objects come in decoded form (see schema/go):
 * drafts are private copies that a rule may change, the rest is frozen.
 */
export interface KindRules<T = KubeObject> {
  /** metadata.name; absent: an RFC 1123 subdomain */
  readonly name?: NameRule
  /** the rule for the name when it depends on the object, and that of generateName (which it replaces, dash and all) */
  nameOf?(object: T): {readonly name: NameRule; readonly prefix: NameRule}
  /** generateName is not checked by itself */
  readonly ignoreGenerateName?: boolean
  /** fills in what is missing */
  defaults?(draft: T): void
  /** built-in mutating admission; once more when webhooks or policies changed the object */
  admitCreate?(draft: T, env: RuleEnv): void
  /** the strategy */
  prepareCreate?(draft: T, env: RuleEnv): void
  prepareUpdate?(draft: T, old: T, env: RuleEnv): void
  /** the pod or the template of pods in an object */
  podSpec?(object: T): Go['PodSpec'] | undefined
  /** metadata as it is when it is checked, where that differs */
  metadata?(object: T): ObjectMeta
  /** `validate` checks metadata itself, or nobody does */
  readonly ownMetadata?: boolean
  /** which checks of metadata an update repeats besides the common ones (each failure is a cause of its own) */
  readonly metadataUpdate?: readonly ('create' | 'update')[]
  /** a write of the status does not check metadata once more */
  readonly bareStatus?: boolean
  /** failures besides those of metadata */
  validate?(object: T, context: RuleContext): FieldError[]
  /** failures of an update besides those of metadata; absent: `validate` */
  validateUpdate?(object: T, old: T, context: RuleContext): FieldError[]
  /** failures of what the server gives out: of a create told before all else, of an update when nothing else is wrong */
  allocation?(object: T, old: T | undefined, context: RuleContext): FieldError[]
  /** failures of an update that are told before all else */
  unfit?(object: T, old: T): FieldError[]
  warnings?(object: T, old: T | undefined): string[]
}

export interface RuleContext {
  readonly resource: ServedResource
  readonly env: RuleEnv
}

/** Key of the registry: `apps/Deployment`, `/Pod`. */
export type RuleTable = Readonly<Record<string, KindRules>>

/** Rules written against the decoded type of a kind, for a table of all kinds. */
export function rules<T>(of: KindRules<T>): KindRules {
  return of as unknown as KindRules
}
