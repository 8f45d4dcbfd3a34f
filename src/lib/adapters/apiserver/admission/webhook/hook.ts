import {isObject, type JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {AdmissionCompiler} from '../../../../schema/cel/admission-env.js'
import {type Core, listAll} from '../../rest/core.js'
import {forbidden} from '../../status.js'
import type {AskFor, Attributes} from '../attributes.js'
import {type Condition, compileConditions, conditionsHold} from '../policy/conditions.js'
import {matched, objects} from '../policy/match.js'

/** One webhook of a configuration. */
export interface Hook {
  /** name of the configuration and place in it */
  readonly id: string
  readonly name: string
  readonly webhook: JsonObject
  readonly conditions: readonly Condition[]
}

export type HookKind = 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration'

const VERSION = 'admissionregistration.k8s.io/v1'

/** Webhooks as they are configured, with their conditions compiled once. */
export class Hooks {
  readonly #known = new WeakMap<KubeObject, readonly Hook[]>()

  constructor(
    private readonly compiler: AdmissionCompiler,
    private readonly ask: AskFor,
  ) {}

  /** Those of a kind, by name of configuration. */
  all(core: Core, kind: HookKind): readonly Hook[] {
    return listAll(core, VERSION, kind).flatMap((configuration) => this.#of(configuration))
  }

  #of(configuration: KubeObject): readonly Hook[] {
    const known = this.#known.get(configuration)
    if (known) return known
    const hooks = objects(configuration.webhooks).map((webhook, at) => ({
      id: `${configuration.metadata.name}/${at}`,
      name: String(webhook.name),
      webhook,
      conditions: compileConditions(this.compiler, webhook.matchConditions, false),
    }))
    this.#known.set(configuration, hooks)
    return hooks
  }

  /** The request in the version that the webhook wants it, undefined when it does not. Throws when that cannot be said. */
  concerned(core: Core, {webhook, conditions}: Hook, attributes: Attributes): Attributes | undefined {
    const {namespaceSelector, objectSelector, matchPolicy, failurePolicy} = webhook
    const criteria = {namespaceSelector, objectSelector, matchPolicy, rules: objects(webhook.rules)}
    // without rules there is nothing that a webhook could be about
    const found = criteria.rules.length === 0 ? undefined : matched(core, criteria, attributes)
    if (!found) return undefined
    const ask = this.ask(attributes.user)
    const inputs = {request: attributes, matched: found, params: undefined, namespace: undefined, ask}
    const holds = conditionsHold(conditions, inputs, failurePolicy !== 'Ignore')
    if (typeof holds === 'object') throw forbidden(attributes.entry, attributes.name, holds.error)
    return holds ? found : undefined
  }
}

/** Whether failures of a webhook are ignored. */
export function failsOpen({webhook}: Hook): boolean {
  return webhook.failurePolicy === 'Ignore'
}

/** Whether a webhook may be called in a rehearsal. */
export function isHarmless({webhook}: Hook): boolean {
  return webhook.sideEffects === 'None' || webhook.sideEffects === 'NoneOnDryRun'
}

export function clientConfig({webhook}: Hook): JsonObject {
  return isObject(webhook.clientConfig) ? webhook.clientConfig : {}
}
