/** The variables that a template declares, each with a slot of its frame: resolved while compiling. */
export class Scope {
  readonly #stack: {readonly name: string; readonly slot: number}[] = [{name: '$', slot: 0}]
  #slots = 1

  declare(name: string): number {
    const slot = this.#slots++
    this.#stack.push({name, slot})
    return slot
  }

  /** The slot of the innermost variable of a name; undefined for one that is assigned to but never declared. */
  slotOf(name: string): number | undefined {
    for (let index = this.#stack.length - 1; index >= 0; index--) {
      if (this.#stack[index]!.name === name) return this.#stack[index]!.slot
    }
    return undefined
  }

  mark(): number {
    return this.#stack.length
  }

  release(mark: number): void {
    this.#stack.length = mark
  }
}
