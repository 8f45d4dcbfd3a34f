import {goFloat} from '../../../errors/go-float.js'
import {foldDouble, foldSingle, literalLines} from '../../../formats/yaml/fold.js'
import {compareKeys} from '../../../formats/yaml/order.js'
import {styleOf} from '../../../formats/yaml/style.js'
import {printed} from '../../gotemplate/fmt/print.js'
import {wellFormed} from '../../gotemplate/go/bytes.js'
import {refuseHuge} from '../../gotemplate/go/size.js'
import {Boxed, type Dict, entriesOf, type GoValue, itemsOf, kindOf, typeName, unbox} from '../../gotemplate/go/value.js'
import {GoError} from '../../gotemplate/index.js'
import {formatTime} from '../../gotemplate/time/layout.js'
import {TIME} from '../../gotemplate/time/time-type.js'

const NEVER = Number.POSITIVE_INFINITY

/**
 * YAML as yaml.v3 writes a value with two blanks of indent: lists are indented below their key, nothing is folded, and
 * a double stays one (helm-engine reference 9.2).
 */
export function prettyYaml(value: GoValue): string {
  refuseHuge(value)
  const lines: string[] = []
  block(value, 0, '', lines)
  return lines.join('\n')
}

/** Writes a value whose first line begins with `lead` and whose others are indented. */
function block(value: GoValue, indent: number, lead: string, lines: string[]): void {
  const entries = membersOf(value)
  if (entries !== undefined && entries.length > 0) {
    mapping(entries, indent, lead, lines)
    return
  }
  const items = itemsOf(value)
  if (items !== undefined && items.length > 0) {
    let start = lead
    for (const item of Array.from(items)) {
      block(item, indent + 2, `${start}- `, lines)
      start = ' '.repeat(indent)
    }
    return
  }
  lines.push(lead + scalar(value, indent, false))
}

/** Entries of a map by key; of a struct its exported fields in their order, in small letters. Undefined for anything else. */
function membersOf(value: GoValue): (readonly [string, GoValue])[] | undefined {
  const entries = entriesOf(value)
  if (entries !== undefined)
    return Object.keys(entries)
      .sort(compareKeys)
      .map((key) => [key, entries[key]])
  const pointed = value instanceof Boxed && value.type.kind === 'ptr' ? (value.value as GoValue) : value
  if (!(pointed instanceof Boxed) || pointed.type.kind !== 'struct' || pointed.type === TIME || pointed.type.text)
    return undefined
  const fields = pointed.type.fields?.filter((field) => /^[A-Z]/.test(field))
  return fields?.map((field) => [field.toLowerCase(), (pointed.value as Dict)[field]])
}

function mapping(entries: readonly (readonly [string, GoValue])[], indent: number, lead: string, lines: string[]): void {
  let start = lead
  for (const [key, value] of entries) {
    const name = `${start}${scalar(key, indent, true)}:`
    start = ' '.repeat(indent)
    if (isBlock(value)) {
      lines.push(name)
      block(value, indent + 2, ' '.repeat(indent + 2), lines)
    } else lines.push(`${name} ${scalar(value, indent + 2, false)}`)
  }
}

function isBlock(value: GoValue): boolean {
  const entries = membersOf(value)
  return entries === undefined ? (itemsOf(value)?.length ?? 0) > 0 : entries.length > 0
}

function scalar(value: GoValue, indent: number, key: boolean): string {
  if (value === null || value === undefined) return 'null'
  if (kindOf(value) === 'complex128' || kindOf(value) === 'func') throw new GoError(`cannot marshal type: ${typeName(value)}`)
  if (entriesOf(value) !== undefined) return '{}'
  if (value instanceof Boxed && value.type === TIME)
    return formatTime(value.value as never, '2006-01-02T15:04:05.999999999Z07:00')
  // days and months are numbers to it
  if (value instanceof Boxed && value.type.text && value.type.kind !== 'int') return text(printed(value), indent, key)
  const plain = unbox(value)
  if (typeof plain === 'number') return goFloat(plain)
  if (typeof plain === 'string') return text(wellFormed(plain), indent, key)
  // a nil slice has its type
  return itemsOf(value) === undefined ? String(plain) : '[]'
}

function text(value: string, indent: number, key: boolean): string {
  const place = {column: 0, indent: Math.max(indent, 2), width: NEVER}
  switch (styleOf(value, key)) {
    case 'plain':
      return value
    case 'single':
      return foldSingle(value, place)
    case 'double':
      return foldDouble(value, place)
    default:
      return literalLines(value, place).replace(/\n$/, '')
  }
}
