import {setOwn} from '../../../formats/json/set-own.js'
import {quote} from '../../gotemplate/fmt/quote.js'
import type {Dict, GoValue} from '../../gotemplate/go/value.js'
import type {TomlFault} from './scan/toml-source.js'
import {tomlKey} from './toml-key.js'
import {isTables, TomlTables, tableIn} from './toml-tables.js'
import type {TomlInline, TomlNode, TomlPair, TomlStatement, TomlTree} from './toml-tree.js'

/** Makes the values of a tree and holds it to the rules of what may be defined where. */
export class TomlValues {
  readonly tables = new TomlTables()

  constructor(private readonly tree: TomlTree) {}

  /** @throws TomlFault */
  fill(): void {
    let table: readonly string[] = []
    for (const statement of this.tree.statements) {
      if (statement.kind === 'pair') this.#pair(statement, table)
      else table = this.#header(statement)
      this.tables.place = table
      this.tables.key = ''
    }
    if (this.tree.fault !== undefined) throw this.tree.fault
  }

  #header({kind, key: {path, line}}: Exclude<TomlStatement, TomlPair>): readonly string[] {
    this.tables.line = line
    this.tables.enter(path, kind === 'tables')
    this.tables.names.mark(path, '', false)
    return path
  }

  /** Gives a key of a table its value. */
  #pair({key: {path, line}, value: node}: TomlPair, table: readonly string[]): GoValue {
    const key = path.at(-1)!
    let inner = table
    this.tables.line = line
    this.tables.key = key
    for (const part of path.slice(0, -1)) {
      inner = [...inner, part]
      this.tables.pass(inner, false)
    }
    if (node === undefined) throw this.#broken()
    const value = this.#value(node, inner, key, false)
    this.tables.set(inner, key, value)
    this.tables.names.mark(inner, key, Array.isArray(value))
    return value
  }

  #value(node: TomlNode, table: readonly string[], key: string, inList: boolean): GoValue {
    if (node.kind === 'plain') return node.value
    if (node.kind === 'inline') return this.#inline(node, table, key, inList)
    this.tables.names.mark(table, key, true)
    const items = node.items.map((item) => this.#value(item, table, key, true))
    if (!node.closed) throw this.#broken()
    return items
  }

  /** A table in a line is filled twice: under its name, where what it defines is told from the rest, and as a value. */
  #inline(node: TomlInline, table: readonly string[], key: string, inList: boolean): Dict {
    const path = [...table, key]
    this.tables.place = path
    this.tables.key = ''
    this.tables.pass(path, inList)
    const result: Dict = {}
    for (const pair of node.pairs) {
      const value = this.#pair(pair, path)
      this.#put(result, pair.key.path, value)
      this.tables.place = path
    }
    if (!node.closed) throw this.#broken()
    this.tables.place = table
    this.tables.key = key
    return result
  }

  #put(table: Dict, path: readonly string[], value: GoValue): void {
    let inner = table
    for (const part of path.slice(0, -1)) {
      if (!Object.hasOwn(inner, part)) setOwn(inner, part, {})
      const held = tableIn(inner, part)
      if (held === undefined || isTables(inner[part]))
        throw this.tables.fault(`${quote(tomlKey(this.tables.place))} is not a table`)
      inner = held
    }
    setOwn(inner, path.at(-1)!, value)
  }

  /** What the tree ended with. */
  #broken(): TomlFault {
    return this.tree.fault!
  }
}
