/** Draws from a seed: the same seed gives the same choices. */
export class Draw {
  #state: number
  /** how often a value of this tree is an odd one: most trees must be built in the end */
  readonly oddness: number

  constructor(seed: number) {
    this.#state = seed
    this.oddness = this.one([0, 0, 0.01, 0.03])
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }

  chance(part: number): boolean {
    return this.below(1000) < part * 1000
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  times<T>(count: number, make: () => T): T[] {
    return Array.from({length: count}, make)
  }

  /** Up to `most` different ones, in any order. */
  some<T>(list: readonly T[], most: number): T[] {
    const left = [...list]
    return this.times(Math.min(this.below(most + 1), left.length), () => left.splice(this.below(left.length), 1)[0]!)
  }
}
