import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerEnv, LocalClient, LocalController} from '../../hooks.js'
import {Loop} from './loop.js'
import {controllerOf, keyOf, splitKey} from './objects.js'
import {ToldEvents} from './told-events.js'

export interface Kind {
  readonly apiVersion: string
  readonly kind: string
}

/** What one controller is given for one object. */
export interface Work {
  readonly client: LocalClient
  readonly env: ControllerEnv
  /** milliseconds of the server's clock */
  readonly now: number
  /** events of this controller so far */
  readonly told: ToldEvents
  /** Looks at the object again after this many milliseconds. */
  again(ms: number): void
}

export interface ControllerSpec {
  /** e.g. `deployment-controller` */
  readonly name: string
  readonly userAgent?: string
  readonly of: Kind
  /** Kinds whose objects are owned by `of`: a change wakes the owner. */
  readonly owns?: readonly Kind[]
  /** Other kinds, and whom a change of one wakes (`namespace/name` of `of`). */
  readonly watches?: readonly {
    readonly kind: Kind
    readonly wakes: (client: LocalClient, object: KubeObject, gone: boolean) => readonly string[]
  }[]
  /** Called before anything is watched, for indexes of its own; returns the way to stop. */
  start?(client: LocalClient): () => void
  reconcile(work: Work, object: KubeObject): Promise<void>
  /** The object is gone. */
  gone?(work: Work, namespace: string, name: string): Promise<void>
}

/** Runs a controller until it is closed. */
export function startController(env: ControllerEnv, spec: ControllerSpec): LocalController {
  const user = `system:serviceaccount:kube-system:${spec.name}`
  const client = env.clientFor(spec.userAgent ?? 'kube-controller-manager', user)
  const {apiVersion, kind} = spec.of
  const told = new ToldEvents()
  const loop = new Loop(env, spec.name, async (key) => {
    const [namespace, name] = splitKey(key)
    const work: Work = {client, env, now: env.clock.now(), told, again: (ms) => loop.addAfter(key, ms)}
    const object = client.get(apiVersion, kind, namespace === '' ? undefined : namespace, name)
    if (object) await spec.reconcile(work, object)
    else await spec.gone?.(work, namespace, name)
  })
  const stops = [
    ...(spec.start ? [spec.start(client)] : []),
    client.watch(apiVersion, kind, (old, now) => {
      const object = now ?? old
      if (object) loop.add(keyOf(object))
    }),
  ]
  for (const owned of spec.owns ?? []) {
    stops.push(client.watch(owned.apiVersion, owned.kind, (old, now) => wakeOwners(loop, spec.of, old, now)))
  }
  for (const {kind: other, wakes} of spec.watches ?? []) {
    stops.push(
      client.watch(other.apiVersion, other.kind, (old, now) => {
        for (const object of [old, now]) if (object) for (const key of wakes(client, object, !now)) loop.add(key)
      }),
    )
  }
  return {
    close() {
      for (const stop of stops) stop()
      loop.close()
    },
  }
}

function wakeOwners(loop: Loop, kind: Kind, old: KubeObject | undefined, now: KubeObject | undefined): void {
  for (const object of [old, now]) {
    const owner = object && controllerOf(object)
    if (owner?.kind === kind.kind) loop.add(`${object?.metadata.namespace ?? ''}/${owner.name}`)
  }
}
