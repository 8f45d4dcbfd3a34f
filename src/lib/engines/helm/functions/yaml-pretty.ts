import {goFloat} from '../../../errors/go-float.js'
import {foldDouble, foldSingle, literalLines} from '../../../formats/yaml/fold.js'
import {compareKeys} from '../../../formats/yaml/order.js'
import {type ScalarStyle, styleOf} from '../../../formats/yaml/style.js'
import {printed} from '../../gotemplate/fmt/print.js'
import {byteLength, isWellFormed, toBytes} from '../../gotemplate/go/bytes.js'
import {refuseHuge} from '../../gotemplate/go/size.js'
import {Boxed, type Dict, entriesOf, type GoValue, itemsOf, kindOf, typeName, unbox} from '../../gotemplate/go/value.js'
import {GoError} from '../../gotemplate/index.js'
import {formatTime} from '../../gotemplate/time/layout.js'
import {TIME} from '../../gotemplate/time/time-type.js'

/** bytes */
const LONGEST_KEY = 128
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
    if (!isSimpleKey(key)) {
      lines.push(`${start}? ${scalar(key, indent + 2, false)}`)
      start = ' '.repeat(indent)
      block(value, indent + 2, `${start}: `, lines)
      continue
    }
    const name = `${start}${scalar(key, indent, true)}:`
    start = ' '.repeat(indent)
    if (isBlock(value)) {
      lines.push(name)
      block(value, indent + 2, ' '.repeat(indent + 2), lines)
    } else lines.push(`${name} ${scalar(value, indent + 2, false)}`)
  }
}

/** A longer key, or one of several lines, stands after a question mark. */
function isSimpleKey(key: string): boolean {
  if (isWellFormed(key)) return byteLength(key) <= LONGEST_KEY && !/[\n\r\x85\u2028\u2029]/.test(key)
  return binary(key, 0).length <= LONGEST_KEY && !binary(key, 0).includes('\n')
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
  if (typeof plain === 'number') return Object.is(plain, -0) ? '-0' : goFloat(plain)
  if (typeof plain === 'string') return isWellFormed(plain) ? text(plain, indent, key) : binary(plain, indent)
  // a nil slice has its type
  return itemsOf(value) === undefined ? String(plain) : '[]'
}

/** Bytes that are no UTF-8: as base64, a line break after every 70 characters of what needs more than one line. */
function binary(value: string, indent: number): string {
  const base64 = Buffer.from(toBytes(value)).toString('base64')
  if (base64.length < 70) return `!!binary ${base64}`
  const lines = base64.match(/.{1,70}/g)!.map((line) => `\n${' '.repeat(Math.max(indent, 2))}${line}`)
  return `!!binary |${lines.join('')}`
}

/** A tab keeps no text of several lines from being written as such. */
function styleIn(value: string, key: boolean): ScalarStyle {
  return styleOf(value.includes('\n') ? value.replaceAll('\t', '.') : value, key)
}

function text(value: string, indent: number, key: boolean): string {
  const place = {column: 0, indent: Math.max(indent, 2), width: NEVER}
  switch (styleIn(value, key)) {
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
