import type {Clock} from '../../ports/clock.js'

/** When the store wrote each file. A file of an earlier process counts from the moment it is first seen. */
export class WriteTimes {
  readonly #times = new Map<string, {at: number; order: number}>()
  #order = 0

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  written(path: string): void {
    this.#times.set(path, {at: this.clock.now(), order: this.#order++})
  }

  removed(path: string): void {
    this.#times.delete(path)
  }

  at(path: string): number {
    return this.#entry(path).at
  }

  /** Milliseconds since it was written. */
  age(path: string): number {
    return this.clock.now() - this.at(path)
  }

  /** Oldest first. */
  sorted(paths: readonly string[]): string[] {
    return [...paths].sort((left, right) => {
      const [a, b] = [this.#entry(left), this.#entry(right)]
      return a.at - b.at || a.order - b.order
    })
  }

  #entry(path: string): {at: number; order: number} {
    let entry = this.#times.get(path)
    if (!entry) {
      entry = {at: this.clock.now(), order: this.#order++}
      this.#times.set(path, entry)
    }
    return entry
  }
}
