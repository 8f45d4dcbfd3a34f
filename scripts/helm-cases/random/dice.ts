/** Chances from a seed (mulberry32): what is made of one seed is always the same. */
export class Dice {
  constructor(private state: number) {}

  /** At least 0, less than 1. */
  float(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  chance(probability: number): boolean {
    return this.float() < probability
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1))
  }

  one<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)]!
  }
}
