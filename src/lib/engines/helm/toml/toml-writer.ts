import {goFloat} from '../../../errors/go-float.js'
import {printed} from '../../gotemplate/fmt/print.js'
import {refuseHuge} from '../../gotemplate/go/size.js'
import {
  Boxed,
  type Dict,
  entriesOf,
  type GoValue,
  isNil,
  itemAt,
  itemsOf,
  kindOf,
  sortedKeys,
  unbox,
} from '../../gotemplate/go/value.js'
import {GoError} from '../../gotemplate/index.js'
import {formatTime} from '../../gotemplate/time/layout.js'
import type {Time} from '../../gotemplate/time/time.js'
import {TIME} from '../../gotemplate/time/time-type.js'
import {tomlKey, tomlQuoted} from './toml-key.js'
import {tomlLayout} from './toml-zones.js'

/**
 * A value as TOML: scalars first, then tables, keys in order, two blanks per level (helm-engine reference 9.2).
 * @throws GoError for lists with nil in them, and for what TOML has no word for
 */
export function tomlText(value: GoValue): string {
  refuseHuge(value)
  const writer = new Writer()
  const pointed = pointedAt(value)
  if (isNil(pointed)) return kindOf(pointed) === 'slice' ? '[]' : ''
  if (COMPLEX.has(kindOf(pointed))) throw new GoError(`unsupported type for key '': ${kindOf(pointed)}`)
  const shape = shapeOf(pointed)
  if (shape === 'tables') throw new GoError('toml: top-level values must be Go maps or structs')
  if (shape !== 'table') return inline(pointed)
  writer.table([], pointed)
  return writer.text
}

class Writer {
  text = ''

  table(path: readonly string[], value: GoValue): void {
    const indent = '  '.repeat(Math.max(0, path.length - 1))
    if (path.length === 1 && this.text !== '') this.text += '\n'
    if (path.length > 0) this.text += `${indent}[${tomlKey(path)}]\n`
    this.#content(path, value)
  }

  #content(path: readonly string[], value: GoValue): void {
    const indent = '  '.repeat(path.length)
    const {direct, tables} = membersOf(value)
    for (const [key, member] of direct) if (!isNil(member)) this.text += `${indent}${tomlKey([key])} = ${inline(member)}\n`
    for (const [key, member] of tables) {
      const below = [...path, key]
      if (shapeOf(member) === 'table') this.table(below, member)
      else this.#tableList(below, itemsOf(member)!)
    }
  }

  #tableList(path: readonly string[], items: ArrayLike<GoValue>): void {
    const indent = '  '.repeat(path.length - 1)
    for (const item of Array.from(items)) {
      if (this.text !== '') this.text += '\n'
      this.text += `${indent}[[${tomlKey(path)}]]\n`
      this.#content(path, pointedAt(item))
    }
  }
}

/** Kinds that TOML cannot hold. */
const COMPLEX: ReadonlySet<string> = new Set(['complex128', 'func'])

type Shape = 'nil' | 'plain' | 'table' | 'tables'
type Member = readonly [key: string, value: GoValue]

/** What a value is written as. @throws GoError for kinds that cannot be written, however deep in lists */
function shapeOf(value: GoValue): Shape {
  if (isNil(value)) return 'nil'
  if (value instanceof Boxed && (value.type === TIME || value.type.text)) return 'plain'
  if (COMPLEX.has(kindOf(value))) throw new GoError(`unsupported type: ${kindOf(value)}`)
  if (isStruct(value) || entriesOf(value) !== undefined) return 'table'
  const items = value instanceof Uint8Array ? undefined : itemsOf(value)
  if (items === undefined || items.length === 0) return 'plain'
  let tables = true
  for (const item of Array.from(items)) {
    const shape = shapeOf(pointedAt(item))
    if (shape === 'nil') throw new GoError('toml: cannot encode array with nil element')
    if (shape !== 'table') tables = false
  }
  return tables ? 'tables' : 'plain'
}

/** Entries of a map by key or exported fields of a struct in their order: those that are written in a line, then tables. */
function membersOf(value: GoValue): {direct: Member[]; tables: Member[]} {
  const direct: Member[] = []
  const tables: Member[] = []
  for (const [key, held] of isStruct(value) ? fieldsOf(value) : sortedEntries(value)) {
    const member = pointedAt(held)
    const shape = shapeOf(member)
    ;(shape === 'table' || shape === 'tables' ? tables : direct).push([key, member])
  }
  return {direct, tables}
}

function sortedEntries(value: GoValue): Member[] {
  const entries = entriesOf(value) ?? {}
  return sortedKeys(entries).map((key) => [key, entries[key]])
}

function fieldsOf(value: Boxed): Member[] {
  const fields = value.type.fields?.filter((field) => /^[A-Z]/.test(field)) ?? []
  return fields.map((field) => [field, (value.value as Dict)[field]])
}

function isStruct(value: GoValue): value is Boxed {
  return value instanceof Boxed && value.type.kind === 'struct' && value.type !== TIME && !value.type.text
}

/** What a pointer leads to, unless it has a text of its own. */
function pointedAt(value: GoValue): GoValue {
  return value instanceof Boxed && value.type.kind === 'ptr' && !value.type.text && value.value !== null ? value.value : value
}

function inline(value: GoValue): string {
  if (value instanceof Boxed && value.type === TIME)
    return formatTime(value.value as Time, tomlLayout((value.value as Time).zone))
  // versions and the like are texts
  if (value instanceof Boxed && value.type.text) return tomlQuoted(printed(value))
  const items = itemsOf(value)
  if (items !== undefined)
    return `[${Array.from(items, (_, index) => inline(pointedAt(itemAt(value, items, index)))).join(', ')}]`
  if (isStruct(value) || entriesOf(value) !== undefined) return inlineTable(value)
  const plain = unbox(value)
  if (typeof plain === 'string') return tomlQuoted(plain)
  if (typeof plain === 'number') return float(plain)
  return String(plain)
}

/** A comma follows what is not the last one, whether or not that is written: nil is not. */
function inlineTable(value: GoValue): string {
  const {direct, tables} = membersOf(value)
  const members = [...direct, ...tables]
  let text = ''
  members.forEach(([key, member], index) => {
    if (!isNil(member)) text += `${tomlKey([key])} = ${inline(member)}${index < members.length - 1 ? ', ' : ''}`
  })
  return `{${text}}`
}

function float(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = Object.is(value, -0) ? '-0' : goFloat(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
