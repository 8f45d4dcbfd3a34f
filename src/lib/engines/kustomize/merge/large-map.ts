import {quoteOld, setUnnamed} from '../node/fields.js'
import {append, type Node, PLAIN, scalar, TAG} from '../node/node.js'

/** From how many fields on an index is worth its making. */
export const LARGE = 32

/** The fields of a map with many, found without looking at all of them. What is set is seen at once, what is removed at `end`. */
export class LargeMap {
  /** places of the first key of each name */
  readonly #places = new Map<string, number>()
  readonly #removed = new Set<number>()

  constructor(private readonly node: Node) {
    const {content} = node
    for (let i = 0; i < content.length; i += 2) {
      const name = content[i]!.value
      if (!this.#places.has(name)) this.#places.set(name, i)
    }
  }

  get(name: string): Node | undefined {
    const at = this.#places.get(name)
    return at === undefined ? undefined : this.node.content[at + 1]
  }

  keyStyle(name: string): number {
    const at = this.#places.get(name)
    return at === undefined ? PLAIN : this.node.content[at]!.style
  }

  /** As `setField`. */
  set(name: string, value: Node | undefined, keyStyle: number): void {
    if (name === '') {
      setUnnamed(this.node, value)
      return
    }
    const at = this.#places.get(name)
    if (value === undefined || (value.tag === TAG.null && !value.keep)) {
      if (at !== undefined) this.#removed.add(at)
      return
    }
    quoteOld(value)
    if (at !== undefined) {
      const existing = this.node.content[at + 1]!
      value.style = existing.style
      existing.assign(value)
      return
    }
    const key = scalar(name)
    key.style = keyStyle
    if (value.keyNotes !== undefined) value.keyNotes = undefined
    append(this.node, key, value)
  }

  end(): void {
    if (this.#removed.size === 0) return
    this.node.content = this.node.content.filter((_, i) => !this.#removed.has(i - (i % 2)))
  }
}
