import {parseDuration} from '../../../formats/duration/duration.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {LocalClient} from '../hooks.js'
import {sameTemplate} from './apps/deployment-facts.js'
import {conditionOf} from './runtime/conditions.js'
import {controllerOf, statusOf} from './runtime/objects.js'
import {type ScenarioRule, settingsFor} from './scenario.js'

const prefix = 'simulate.flux-toolkit.dev/'

/** How one pod shall behave, from annotations of the pod, else of its controllers upwards. */
export interface Behaviour {
  /** milliseconds from scheduling to ready (or, of a pod that runs to its end, to its end) */
  readonly delayMs: number
  /** never leaves Pending */
  readonly hang: boolean
  /** `CrashLoopBackOff`, `ImagePullBackOff`, ...: why the containers never become ready */
  readonly fail: string | undefined
  /** exit code of a pod that runs to its end */
  readonly exitCode: number
  /** milliseconds between turns of ready and not ready */
  readonly flapMs: number | undefined
}

/** What pods do that nothing is said about. */
export interface Usual {
  /** milliseconds from scheduling to ready */
  readonly delayMs: number
  readonly scenario: readonly ScenarioRule[]
}

/** The settings on the object and its controllers, the nearest one wins; behind them those of the scenario, in the same order. */
function settingsOf(client: LocalClient, object: KubeObject, scenario: readonly ScenarioRule[]): Record<string, string> {
  const settings: Record<string, string> = {}
  const planned: Record<string, string> = {}
  let current: KubeObject | undefined = object
  for (let depth = 0; current && depth < 5; depth++) {
    const owner = controllerOf(current)
    // a Deployment's annotations are copied to its sets and stay there when they leave the Deployment
    const copied = owner !== undefined && current.kind === 'ReplicaSet'
    for (const [key, value] of Object.entries(copied ? {} : (current.metadata.annotations ?? {}))) {
      if (key.startsWith(prefix)) settings[key.slice(prefix.length)] ??= value
    }
    if (scenario.length > 0) Object.assign(planned, {...settingsFor(scenario, current), ...planned})
    current = owner && client.get(owner.apiVersion, owner.kind, object.metadata.namespace, owner.name)
  }
  return {...planned, ...settings}
}

/** True for an object that says how pods shall behave. */
export function isSimulating({metadata}: KubeObject): boolean {
  return Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith(prefix))
}

/** Whether a pod serves for a template that its Deployment has no more: failures told of the Deployment are those of its new pods. */
function servesOldTemplate(client: LocalClient, pod: KubeObject): boolean {
  if (conditionOf(statusOf(pod), 'Ready')?.status !== 'True') return false
  const set = above(client, pod, 'ReplicaSet')
  const deployment = set && above(client, set, 'Deployment')
  return deployment !== undefined && !sameTemplate(set!, deployment)
}

function above(client: LocalClient, object: KubeObject, kind: string): KubeObject | undefined {
  const owner = controllerOf(object)
  return owner?.kind === kind ? client.get(owner.apiVersion, kind, object.metadata.namespace, owner.name) : undefined
}

export function behaviourOf(client: LocalClient, object: KubeObject, {delayMs, scenario}: Usual): Behaviour {
  const settings = settingsOf(client, object, scenario)
  const starts = !(settings.hang || settings.fail) || !servesOldTemplate(client, object)
  return {
    delayMs: durationOf(settings.delay) ?? delayMs,
    hang: starts && settings.hang === 'true',
    fail: starts ? settings.fail : object.metadata.annotations?.[`${prefix}fail`],
    exitCode: Number(settings['exit-code'] ?? 0) || 0,
    flapMs: durationOf(settings.flap),
  }
}

function durationOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  try {
    return parseDuration(text)
  } catch {
    return undefined
  }
}
