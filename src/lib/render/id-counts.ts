import {FluxError} from '../errors/flux-error.js'
import {isObject, type JsonObject} from '../formats/json/value.js'
import {describe} from './describe.js'

/** How many objects of a build have an id, while one after the other gets its variables. */
export class IdCounts {
  readonly #counts = new Map<string, number>()

  constructor(objects: readonly JsonObject[]) {
    for (const object of objects) this.#add(idOf(object), 1)
  }

  /** Throws kustomize's text when another object has the new id; its hint names the object. */
  replace(old: JsonObject, now: JsonObject): void {
    const [before, after] = [idOf(old), idOf(now)]
    if (before === after) return
    this.#add(before, -1)
    const count = this.#add(after, 1)
    if (count === 1) return
    throw new FluxError('build-failed', `in Replace: id matched ${count} resources`, {
      hints: [`with its variables '${describe(old)}' is '${describe(now)}', which is there already: give it another name`],
    })
  }

  #add(id: string, more: number): number {
    const count = (this.#counts.get(id) ?? 0) + more
    this.#counts.set(id, count)
    return count
  }
}

/** An object without a namespace is in `default`. */
function idOf(object: JsonObject): string {
  const namespace = isObject(object.metadata) ? object.metadata.namespace : undefined
  return `${describe(object)} ${String(namespace || 'default')}`
}
