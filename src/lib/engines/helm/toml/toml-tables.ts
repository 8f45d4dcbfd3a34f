import {setOwn} from '../../../formats/json/set-own.js'
import {DICT, sliceOf} from '../../gotemplate/go/types.js'
import {Boxed, type Dict, type GoValue} from '../../gotemplate/go/value.js'
import {TomlFault} from './scan/toml-source.js'
import {tomlKey} from './toml-key.js'
import {TomlNames} from './toml-names.js'

/** What `[[name]]` makes. */
const TABLES = sliceOf(DICT)

/** The tables that were defined, with what they have, and the rules of what may be defined where. */
export class TomlTables {
  readonly root: Dict = {}
  readonly names = new TomlNames()
  /** the table that is filled, the key that gets a value and the line where that begins: what a fault is told of */
  place: readonly string[] = []
  key = ''
  line = 1

  /** The key that was read last. */
  get lastKey(): string {
    const place = tomlKey(this.place)
    return this.key === '' || place === '' ? place || this.key : `${place}.${this.key}`
  }

  /** Makes a table that may be defined once more later on. @throws TomlFault */
  pass(path: readonly string[], list: boolean): void {
    this.names.pass(path)
    this.enter(path, list)
  }

  /** Makes a table or one more of a list, and those on the way to it. @throws TomlFault */
  enter(path: readonly string[], list: boolean): void {
    const above = path.slice(0, -1)
    const key = path.at(-1)!
    const table = this.#made(above)
    this.place = above
    if (!list) this.set(above, key, {})
    else {
      if (!Object.hasOwn(table, key)) setOwn(table, key, new Boxed(TABLES, []))
      const held = table[key]
      if (!isTables(held)) throw this.fault(`Key '${tomlKey(path)}' was already created and cannot be used as an array.`)
      held.value.push({})
    }
    this.place = path
  }

  #made(path: readonly string[]): Dict {
    let table = this.root
    path.forEach((part, index) => {
      const upTo = path.slice(0, index + 1)
      if (!Object.hasOwn(table, part)) {
        this.names.pass(upTo)
        setOwn(table, part, {})
      }
      const inner = tableIn(table, part)
      if (inner === undefined) throw this.fault(`Key '${tomlKey(upTo)}' was already created as a hash.`)
      table = inner
    })
    return table
  }

  /** Gives a key of a table its value. @throws TomlFault when it has one already */
  set(path: readonly string[], key: string, value: GoValue): void {
    let table = this.root
    path.forEach((part, index) => {
      const inner = tableIn(table, part)
      if (inner === undefined) throw this.#defined(path.slice(0, index + 1))
      table = inner
    })
    const whole = [...path, key]
    if (Object.hasOwn(table, key)) {
      if (!this.names.defines(whole)) throw this.#defined(whole)
      // tables of a list were entered while the list was read; other values of what is there already go nowhere
      if (!this.names.isList(whole)) return
    }
    setOwn(table, key, value)
  }

  #defined(path: readonly string[]): TomlFault {
    return this.fault(`Key '${tomlKey(path)}' has already been defined.`)
  }

  fault(message: string): TomlFault {
    return new TomlFault(message, this.line)
  }
}

/** A table, or the last one of a list. */
export function tableIn(table: Dict, key: string): Dict | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined
  if (isTables(value)) return value.value.at(-1)
  return typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype ? (value as Dict) : undefined
}

export function isTables(value: GoValue): value is Boxed & {readonly value: Dict[]} {
  return value instanceof Boxed && value.type === TABLES
}
