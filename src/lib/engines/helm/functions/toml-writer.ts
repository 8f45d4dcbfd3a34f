import {goFloat} from '../../../errors/go-float.js'
import {printed} from '../../gotemplate/fmt/print.js'
import {Boxed, type Dict, entriesOf, type GoValue, itemsOf, sortedKeys, unbox} from '../../gotemplate/go/value.js'
import {GoError} from '../../gotemplate/index.js'
import {formatTime} from '../../gotemplate/time/layout.js'
import {TIME} from '../../gotemplate/time/time-type.js'

const BARE = /^[A-Za-z0-9_-]+$/

/**
 * A value as TOML: scalars first, then tables, keys in order, two blanks per level (helm-engine reference 9.2).
 * @throws GoError for lists with nil in them
 */
export function tomlText(value: GoValue): string {
  const writer = new Writer()
  const entries = entriesOf(value)
  if (isTableList(value)) throw new GoError('toml: top-level values must be Go maps or structs')
  if (entries === undefined) return inline(value)
  writer.table([], entries)
  return writer.text
}

class Writer {
  text = ''

  table(path: readonly string[], entries: Dict): void {
    const indent = '  '.repeat(Math.max(0, path.length - 1))
    if (path.length === 1 && this.text !== '') this.text += '\n'
    if (path.length > 0) this.text += `${indent}[${name(path)}]\n`
    this.#content(path, entries)
  }

  #content(path: readonly string[], entries: Dict): void {
    const indent = '  '.repeat(path.length)
    const tables: string[] = []
    for (const key of sortedKeys(entries)) {
      const value = entries[key]
      if (value === null) continue
      if (entriesOf(value) !== undefined || isTableList(value)) tables.push(key)
      else this.text += `${indent}${name([key])} = ${inline(value)}\n`
    }
    for (const key of tables) {
      const below = [...path, key]
      const value = entries[key]
      const map = entriesOf(value)
      if (map !== undefined) this.table(below, map)
      else this.#tableList(below, itemsOf(value)!)
    }
  }

  #tableList(path: readonly string[], items: ArrayLike<GoValue>): void {
    const indent = '  '.repeat(path.length - 1)
    for (let i = 0; i < items.length; i++) {
      if (this.text !== '') this.text += '\n'
      this.text += `${indent}[[${name(path)}]]\n`
      this.#content(path, entriesOf(items[i]) ?? {})
    }
  }
}

function isTableList(value: GoValue): boolean {
  if (value instanceof Uint8Array) return false
  const items = itemsOf(value)
  if (items === undefined || items.length === 0) return false
  return Array.from(items).every((item) => entriesOf(item) !== undefined)
}

function name(path: readonly string[]): string {
  return path.map((part) => (BARE.test(part) ? part : quoted(part))).join('.')
}

function inline(value: GoValue): string {
  if (value instanceof Boxed && value.type === TIME)
    return formatTime(value.value as never, '2006-01-02T15:04:05.999999999Z07:00')
  // versions and the like are texts
  if (value instanceof Boxed && value.type.text) return quoted(printed(value))
  const items = value instanceof Uint8Array ? undefined : itemsOf(value)
  if (items !== undefined) return `[${Array.from(items, item).join(', ')}]`
  const entries = entriesOf(value)
  if (entries !== undefined) {
    return `{${sortedKeys(entries)
      .filter((key) => entries[key] !== null)
      .map((key) => `${name([key])} = ${inline(entries[key])}`)
      .join(', ')}}`
  }
  const plain = unbox(value)
  if (typeof plain === 'string') return quoted(plain)
  if (typeof plain === 'number') return float(plain)
  return String(plain)
}

function item(value: GoValue): string {
  if (value === null || value === undefined) throw new GoError('toml: cannot encode array with nil element')
  return inline(value)
}

function float(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = goFloat(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
}

function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\\u0000-\u001f\u007f]/g, (char) => {
    return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `"${escaped}"`
}
