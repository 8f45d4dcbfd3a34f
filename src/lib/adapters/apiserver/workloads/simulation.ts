import {parseDuration} from '../../../formats/duration/duration.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {LocalClient} from '../hooks.js'
import {controllerOf} from './runtime/objects.js'

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

/** Value of `simulate.flux-toolkit.dev/NAME` on the object or the nearest controller that has it. */
function annotation(client: LocalClient, object: KubeObject, name: string): string | undefined {
  let current: KubeObject | undefined = object
  for (let depth = 0; current && depth < 5; depth++) {
    const value = current.metadata.annotations?.[prefix + name]
    if (value !== undefined) return value
    const owner = controllerOf(current)
    current = owner && client.get(owner.apiVersion, owner.kind, object.metadata.namespace, owner.name)
  }
  return undefined
}

export function behaviourOf(client: LocalClient, object: KubeObject, delayMs: number): Behaviour {
  const read = (name: string) => annotation(client, object, name)
  return {
    delayMs: durationOf(read('delay')) ?? delayMs,
    hang: read('hang') === 'true',
    fail: read('fail'),
    exitCode: Number(read('exit-code') ?? 0) || 0,
    flapMs: durationOf(read('flap')),
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
