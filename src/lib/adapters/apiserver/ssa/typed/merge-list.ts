import type {JsonValue} from '../../../../formats/json/value.js'
import type {Element} from '../sets/element.js'
import type {ListType} from './field-type.js'
import {itemElement} from './list-item.js'
import {elementFault, TypedError} from './typed-error.js'

/**
 * Merges a set or list map: items of both sides are merged, shared items come in the applied order, live-only items keep
 * their place between them. Live items that share a key with each other are replaced by the applied one.
 */
export function mergeLists(
  list: ListType,
  live: JsonValue[],
  applied: readonly JsonValue[],
  mergeItem: (live: JsonValue, applied: JsonValue) => JsonValue,
): JsonValue[] {
  const merge = new ListMerge(list, live, applied, mergeItem)
  const out = merge.run()
  return out.length === live.length && out.every((item, i) => item === live[i]) ? live : out
}

class ListMerge {
  readonly #live: JsonValue[]
  readonly #liveElements: Element[]
  readonly #appliedElements: Element[]
  readonly #liveItems = new Map<Element, JsonValue>()
  readonly #appliedItems = new Map<Element, JsonValue>()
  readonly #merged = new Set<Element>()
  readonly #mergeItem: (live: JsonValue, applied: JsonValue) => JsonValue
  /** elements of both sides in the applied order; the first is the one that comes next */
  readonly #shared: Element[]
  #next = 0
  readonly #out: JsonValue[] = []
  /** where each side stands */
  #l = 0
  #a = 0

  constructor(
    list: ListType,
    live: JsonValue[],
    applied: readonly JsonValue[],
    mergeItem: (live: JsonValue, applied: JsonValue) => JsonValue,
  ) {
    this.#live = live
    this.#mergeItem = mergeItem
    this.#liveElements = live.map((item, index) => this.#index(list, item, index, this.#liveItems, true))
    this.#appliedElements = applied.map((item, index) => this.#index(list, item, index, this.#appliedItems, false))
    this.#shared = this.#appliedElements.filter((element) => this.#liveItems.has(element))
  }

  #index(list: ListType, item: JsonValue, index: number, items: Map<Element, JsonValue>, repeats: boolean): Element {
    const element = itemElement(list, item)
    if (typeof element !== 'string') throw elementFault(index, element.problem)
    if (items.has(element)) {
      if (!repeats) throw new TypedError([{path: '', message: `duplicate entries for key ${element}`}])
      // Items that cannot be told apart are not merged with.
      items.set(element, null)
    } else items.set(element, item)
    return element
  }

  run(): JsonValue[] {
    while (this.#l < this.#liveElements.length || this.#a < this.#appliedElements.length) {
      if (this.#together() || this.#liveOnly()) continue
      this.#takeApplied()
    }
    return this.#out
  }

  /** Both sides stand at the same item, or the live one is shared but not its turn yet. */
  #together(): boolean {
    const live = this.#liveElements[this.#l]
    const applied = this.#appliedElements[this.#a]
    if (live === undefined || applied === undefined) return false
    if (live === applied) {
      this.#takeApplied()
      this.#l++
      return true
    }
    const wanted = this.#shared[this.#next]
    if (!this.#appliedItems.has(live) || wanted === undefined || wanted === live) return false
    this.#l++
    return true
  }

  /** An item that only the live list has; one that was merged already is passed over. */
  #liveOnly(): boolean {
    const live = this.#liveElements[this.#l]
    if (live === undefined) return false
    if (!this.#appliedItems.has(live)) {
      this.#out.push(this.#live[this.#l] as JsonValue)
      this.#l++
      return true
    }
    if (this.#merged.has(live)) this.#l++
    return false
  }

  #takeApplied(): void {
    const applied = this.#appliedElements[this.#a]
    if (applied === undefined) return
    this.#out.push(this.#both(applied))
    this.#a++
    if (this.#shared[this.#next] === applied) this.#next++
  }

  #both(element: Element): JsonValue {
    this.#merged.add(element)
    const live = this.#liveItems.get(element)
    const applied = this.#appliedItems.get(element) as JsonValue
    return live === undefined || live === null ? applied : this.#mergeItem(live, applied)
  }
}
