import {isObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {specOf} from '../../conditions.js'

const keyOf = ({namespace, name}: {namespace?: string; name?: string}) => `${namespace}/${name}`

/** What helps a Kustomization that waits for its dependencies: each gets what is true of it. */
export class DependencyAdvice {
  readonly #needs: ReadonlyMap<string, readonly string[]>
  /** what is in a ring or leads to one */
  readonly #leading: ReadonlySet<string>

  constructor(kustomizations: readonly KubeObject[]) {
    this.#needs = new Map(kustomizations.map((object) => [keyOf(object.metadata), dependenciesOf(object)]))
    this.#leading = withoutDeadEnds(this.#needs)
  }

  /** Undefined when nothing but waiting helps; `message` is that of its Ready condition. */
  of(object: {readonly namespace: string; readonly name: string}, message: string): string | undefined {
    const key = keyOf(object)
    const [, dependency] = /^dependency '([^']+)'/.exec(message) ?? []
    if (dependency !== undefined && !this.#needs.has(dependency)) {
      return `there is no Kustomization ${dependency}: create it, or take it out of spec.dependsOn`
    }
    const ring = this.#ringFrom(key)
    if (ring === undefined) return undefined
    if (ring[0] !== key) return `it waits for ${ring[0]}, which is in a dependency cycle: ${ring.join(' -> ')}`
    return ring.length === 2
      ? 'it depends on itself: take that out of spec.dependsOn'
      : `a dependency cycle: ${ring.join(' -> ')}`
  }

  /** The nearest ring that something is in or leads to, its first member again at the end. */
  #ringFrom(start: string): string[] | undefined {
    if (!this.#leading.has(start)) return undefined
    const from = new Set([start])
    for (const key of from) {
      const ring = this.#ringThrough(key)
      if (ring) return ring
      for (const next of this.#next(key)) from.add(next)
    }
    return undefined
  }

  #next(key: string): string[] {
    return (this.#needs.get(key) ?? []).filter((next) => this.#leading.has(next))
  }

  /** The shortest way from something back to itself. */
  #ringThrough(key: string): string[] | undefined {
    const from = new Map<string, string>()
    const queue = [key]
    for (const at of queue) {
      for (const next of this.#next(at)) {
        if (next === key) return wayTo(at, key, from)
        if (from.has(next)) continue
        from.set(next, at)
        queue.push(next)
      }
    }
    return undefined
  }
}

/** What is left when whatever needs nothing that is left is taken away, again and again: all that leads into rings. */
function withoutDeadEnds(needs: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const left = new Map([...needs].map(([key, list]) => [key, new Set(list.filter((next) => needs.has(next)))]))
  const needed = new Map<string, string[]>()
  for (const [key, list] of left) for (const next of list) push(needed, next, key)
  const ends = [...left.keys()].filter((key) => left.get(key)!.size === 0)
  for (const end of ends) {
    left.delete(end)
    for (const key of needed.get(end) ?? []) {
      const list = left.get(key)
      if (list?.delete(end) && list.size === 0) ends.push(key)
    }
  }
  return new Set(left.keys())
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** From `start` over `from` to `last`, and `start` again. */
function wayTo(last: string, start: string, from: ReadonlyMap<string, string>): string[] {
  const way = [start]
  for (let at = last; at !== start; at = from.get(at)!) way.unshift(at)
  return [start, ...way]
}

function dependenciesOf(object: KubeObject): string[] {
  const {dependsOn} = specOf(object)
  if (!Array.isArray(dependsOn)) return []
  return dependsOn.filter(isObject).map((item) => {
    const namespace = typeof item.namespace === 'string' && item.namespace !== '' ? item.namespace : object.metadata.namespace
    return keyOf({namespace: namespace!, name: String(item.name)})
  })
}
