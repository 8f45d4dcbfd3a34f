import {sameValue} from '../../../formats/json/same-value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {fromStored, toStored} from '../rest/conversion.js'
import type {Core} from '../rest/core.js'
import type {Attributes} from './attributes.js'

/** Which of a plug-in's parts are to run again because something after them changed the object. */
export class Reinvocation {
  #previous = new Set<string>()
  readonly #due = new Set<string>()
  #last: KubeObject | undefined

  /** The plug-in's second turn begins: others may have changed the object since its first. */
  begin(object: KubeObject): void {
    if (this.#last !== undefined && !sameValue(this.#last, object)) this.require()
  }

  /** Everything that ran so far (and wants to) runs again. */
  require(): void {
    for (const id of this.#previous) this.#due.add(id)
    this.#previous = new Set()
  }

  invoked(id: string): void {
    this.#previous.add(id)
  }

  isDue(id: string): boolean {
    return this.#due.has(id)
  }

  end(object: KubeObject): void {
    this.#last = object
  }
}

/** An object on its way through the mutating plug-ins. */
export class Mutation {
  readonly webhooks = new Reinvocation()
  readonly policies = new Reinvocation()
  /** the second turn */
  again = false
  changed = false

  constructor(
    private readonly core: Core,
    /** as it is now, in the version of the request */
    public object: KubeObject,
  ) {}

  /** `object` in the version of `matched` is what the object is now. */
  change(object: KubeObject, matched: Attributes): void {
    const entry = this.core.catalog.kind(this.object.apiVersion, this.object.kind) ?? matched.entry
    this.object =
      object.apiVersion === this.object.apiVersion ? object : fromStored(this.core, entry, toStored(matched.entry, object))
    this.changed = true
  }
}
