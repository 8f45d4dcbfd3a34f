import {GoError} from '../../gotemplate/error.js'
import type {Lookup, LookupAnswer, LookupKey} from './rendering.js'

/** What `lookup` finds during one rendering: what is known so far; what is not is recorded and taken for absent. */
export class Lookups {
  readonly #missed = new Map<string, LookupKey>()

  /** @param known answers by `lookupId` */
  constructor(private readonly known: ReadonlyMap<string, LookupAnswer>) {}

  /** Asked for and not known, each once. */
  get missed(): readonly LookupKey[] {
    return [...this.#missed.values()]
  }

  readonly lookup: Lookup = (key) => {
    const id = lookupId(key)
    const answer = this.known.get(id)
    if (answer === undefined) {
      this.#missed.set(id, key)
      return {}
    }
    if ('fault' in answer) throw new GoError(answer.fault)
    return answer.object
  }
}

export function lookupId({apiVersion, kind, namespace, name}: LookupKey): string {
  return [apiVersion, kind, namespace, name].join('\n')
}
