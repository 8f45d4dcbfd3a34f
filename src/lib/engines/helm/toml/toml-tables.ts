import {setOwn} from '../../../formats/json/set-own.js'
import {DICT, sliceOf} from '../../gotemplate/go/types.js'
import {Boxed, type Dict, type GoValue} from '../../gotemplate/go/value.js'
import {TomlFault} from './toml-cursor.js'
import {tomlKey} from './toml-key.js'

/** What `[[name]]` makes. */
const TABLES = sliceOf(DICT)

/**
 * The tables of a text while it is read, and what may be defined where. A table that only the name of another one speaks of
 * may be defined once more later on.
 */
export class TomlTables {
  readonly root: Dict = {}
  /** the table that keys go into */
  context: readonly string[] = []
  /** the key whose value is read */
  current = ''
  /** where the last key began: what is told of keys is told of this line */
  line = 1
  readonly #implicit = new Set<string>()
  readonly #lists = new Set<string>()

  /** The key that was read last. */
  lastKey(): string {
    if (this.current === '') return tomlKey(this.context)
    return this.context.length === 0 ? this.current : `${tomlKey(this.context)}.${this.current}`
  }

  /** Goes into a table that may be defined later, or into a new one of such a list. */
  enterImplicit(path: readonly string[], list = false): void {
    this.#implicit.add(tomlKey(path))
    this.#enter(path, list)
  }

  /** Goes into the table of a header, or into a new one of a list. */
  enterTable(path: readonly string[], list: boolean): void {
    this.#enter(path, list)
    this.mark('', false)
  }

  /** @throws TomlFault */
  #enter(path: readonly string[], list: boolean): void {
    const parents = path.slice(0, -1)
    const key = path.at(-1)!
    const table = this.#tableAt(parents)
    this.context = parents
    if (list) this.#append(table, path)
    else this.set(key, {})
    this.context = path
  }

  #tableAt(path: readonly string[]): Dict {
    let table = this.root
    path.forEach((part, index) => {
      if (!Object.hasOwn(table, part)) {
        this.#implicit.add(tomlKey(path.slice(0, index + 1)))
        setOwn(table, part, {})
      }
      const inner = innermost(table[part])
      if (inner === undefined) throw this.#fault(`Key '${tomlKey(path.slice(0, index + 1))}' was already created as a hash.`)
      table = inner
    })
    return table
  }

  #append(table: Dict, path: readonly string[]): void {
    const key = path.at(-1)!
    if (!Object.hasOwn(table, key)) setOwn(table, key, new Boxed(TABLES, []))
    const held = table[key]
    if (!isTables(held)) throw this.#fault(`Key '${tomlKey(path)}' was already created and cannot be used as an array.`)
    held.value.push({})
  }

  /** Gives a key of the table its value. @throws TomlFault when it has one */
  set(key: string, value: GoValue): void {
    let table = this.root
    this.context.forEach((part, index) => {
      const inner = innermost(table[part])
      if (inner === undefined) throw this.#defined(this.context.slice(0, index + 1))
      table = inner
    })
    if (!Object.hasOwn(table, key)) {
      setOwn(table, key, value)
      return
    }
    const path = [...this.context, key]
    const name = tomlKey(path)
    if (!this.#implicit.delete(name)) throw this.#defined(path)
    // tables of a list were entered while the list was read; other values of what is there already go nowhere
    if (this.#lists.has(name)) setOwn(table, key, value)
  }

  /** Notes whether a key has a list, the table itself for no key. */
  mark(key: string, list: boolean): void {
    const name = tomlKey(key === '' ? this.context : [...this.context, key]) || '""'
    if (list) this.#lists.add(name)
    else this.#lists.delete(name)
  }

  #defined(path: readonly string[]): TomlFault {
    return this.#fault(`Key '${tomlKey(path)}' has already been defined.`)
  }

  #fault(message: string): TomlFault {
    return new TomlFault(message, this.line)
  }
}

/** A table, or the last one of a list. */
function innermost(value: GoValue): Dict | undefined {
  if (isTables(value)) return value.value.at(-1)
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Boxed) ? (value as Dict) : undefined
}

function isTables(value: GoValue): value is Boxed & {readonly value: Dict[]} {
  return value instanceof Boxed && value.type === TABLES
}
