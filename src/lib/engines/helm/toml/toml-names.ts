/** What is remembered of a name, wherever in lists of tables it stands. */
interface Name {
  /** a table was made on the way to something, or in a value: it may be defined once more */
  passing: boolean
  /** its value is a list */
  list: boolean
  readonly below: Map<string, Name>
}

/** The names of a text and how they were defined. */
export class TomlNames {
  readonly #top = fresh()

  /** Notes that a table was only passed. */
  pass(path: readonly string[]): void {
    this.#at(path).passing = true
  }

  /** Whether a table was only passed before: from now on it is defined. */
  defines(path: readonly string[]): boolean {
    const name = this.#at(path)
    const {passing} = name
    name.passing = false
    return passing
  }

  isList(path: readonly string[]): boolean {
    return this.#at(path).list
  }

  /** Notes whether a key of a table has a list: one without a name means the table, and itself at the top. */
  mark(table: readonly string[], key: string, list: boolean): void {
    this.#at(key !== '' || table.length === 0 ? [...table, key] : table).list = list
  }

  #at(path: readonly string[]): Name {
    let name = this.#top
    for (const part of path) {
      const found = name.below.get(part) ?? fresh()
      name.below.set(part, found)
      name = found
    }
    return name
  }
}

function fresh(): Name {
  return {passing: false, list: false, below: new Map()}
}
