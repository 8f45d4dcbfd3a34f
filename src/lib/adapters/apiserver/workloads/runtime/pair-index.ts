import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import type {Kind} from './controller.js'
import {keyOf} from './objects.js'

/** Objects of one kind by `key=value` pairs within their namespace, kept up to date by a watch. */
export class PairIndex {
  readonly #pairsOf: (object: KubeObject) => readonly string[]
  readonly #objects = new Map<string, Map<string, KubeObject>>()

  constructor(pairsOf: (object: KubeObject) => readonly string[]) {
    this.#pairsOf = pairsOf
  }

  /** Follows a kind; returns the way to stop. */
  follow(client: LocalClient, kind: Kind): () => void {
    return client.watch(kind.apiVersion, kind.kind, (old, now) => {
      if (old) this.#remove(old)
      if (now) this.#add(now)
    })
  }

  /** Objects that have the pair. */
  under(namespace: string, pair: string): Iterable<KubeObject> {
    return this.#objects.get(`${namespace}/${pair}`)?.values() ?? []
  }

  #add(object: KubeObject): void {
    for (const pair of this.#pairsOf(object)) {
      const place = `${object.metadata.namespace ?? ''}/${pair}`
      let found = this.#objects.get(place)
      if (!found) {
        found = new Map()
        this.#objects.set(place, found)
      }
      found.set(keyOf(object), object)
    }
  }

  #remove(object: KubeObject): void {
    for (const pair of this.#pairsOf(object)) {
      const place = `${object.metadata.namespace ?? ''}/${pair}`
      const found = this.#objects.get(place)
      found?.delete(keyOf(object))
      if (found?.size === 0) this.#objects.delete(place)
    }
  }
}

/** All pairs of a map of strings. */
export function pairsOf(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.entries(map ?? {}).map(([key, value]) => `${key}=${String(value)}`)
}
