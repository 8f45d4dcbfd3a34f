import {goFloat} from '../../../errors/go-float.js'
import {fromBytes} from '../go/bytes.js'
import {refuseHuge} from '../go/size.js'
import {type GoType, UINT8} from '../go/types.js'
import {Boxed, entriesOf, entryAt, type GoValue, itemAt, itemsOf, sortedKeys, typeName, typeOf} from '../go/value.js'
import {
  type Flags,
  formatBoolean,
  formatChar,
  formatHex,
  formatInteger,
  formatNumber,
  formatQuoted,
  formatQuotedChar,
  formatText,
  formatUnicode,
  pad,
} from './verbs.js'

const NONE: Flags = {}

/** As `fmt.Sprint` prints one value. */
export function printed(value: GoValue): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return Object.is(value, -0) ? '-0' : goFloat(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      return formatArgument(value, 'v', NONE)
  }
}

/** One operand of Printf. */
export function formatArgument(value: GoValue, verb: string, flags: Flags): string {
  if (value === null || value === undefined)
    return verb === 'T' || verb === 'v' ? pad('<nil>', flags) : badVerb(value, verb, flags)
  if (verb === 'T') return formatText(typeName(value), flags)
  if (verb === 'p') return badVerb(value, verb, flags)
  refuseHuge(value)
  return formatValue(value, verb, flags, 0)
}

/** A verb that does not go with the value: the value is shown after all, with the flags that were given. */
function badVerb(value: GoValue, verb: string, flags: Flags): string {
  if (value === null || value === undefined) return `%!${verb}(<nil>)`
  return `%!${verb}(${typeName(value)}=${formatValue(value, 'v', flags, 0, true)})`
}

function formatValue(value: GoValue, verb: string, flags: Flags, depth: number, erroring = false): string {
  if (value === null || value === undefined) {
    return flags.sharpV ? 'interface {}(nil)' : '<nil>'
  }
  if (!erroring && value instanceof Boxed && value.type.text && !flags.sharpV && 'vsxXq'.includes(verb)) {
    return text(ownText(value), verb, flags, value)
  }
  const type = typeOf(value)!
  const plain = value instanceof Boxed ? value.value : value
  switch (type.kind) {
    case 'bool':
      return verb === 't' || verb === 'v' ? formatBoolean(plain as boolean, flags) : badVerb(value, verb, flags)
    case 'float64':
      return float(value, plain as number, verb, flags)
    case 'complex128':
      return complex(value, plain as {re: number; im: number}, verb, flags)
    case 'string':
      return text(plain as string, verb, flags, value)
    case 'slice':
      return slice(value, type, verb, flags, depth)
    case 'map':
      return map(value, type, verb, flags, depth)
    case 'struct':
      return struct(value as Boxed, type, verb, flags, depth)
    case 'ptr':
      return pointer(value as Boxed, verb, flags, depth)
    case 'func':
      return badVerb(value, verb, flags)
    default:
      return integer(value, type, plain as bigint, verb, flags)
  }
}

/** What the String method says; a pointer's is that of what it points to. */
function ownText({type, value}: Boxed): string {
  if (type.kind !== 'ptr') return type.text!(value as never)
  return value === null ? '<nil>' : type.text!((value as Boxed).value as never)
}

function integer(value: GoValue, type: GoType, number: bigint, verb: string, flags: Flags): string {
  const unsigned = type.kind.startsWith('u')
  switch (verb) {
    case 'v':
      return flags.sharpV && unsigned
        ? formatInteger(number, 16, 'v', {...flags, sharp: true})
        : formatInteger(number, 10, verb, flags)
    case 'd':
      return formatInteger(number, 10, verb, flags)
    case 'b':
      return formatInteger(number, 2, verb, flags)
    case 'o':
    case 'O':
      return formatInteger(number, 8, verb, flags)
    case 'x':
    case 'X':
      return formatInteger(number, 16, verb, flags)
    case 'c':
      return formatChar(number, flags)
    case 'q':
      return formatQuotedChar(number, flags)
    case 'U':
      return formatUnicode(number, flags)
    default:
      return badVerb(value, verb, flags)
  }
}

function float(value: GoValue, number: number, verb: string, flags: Flags): string {
  switch (verb) {
    case 'v':
      return formatNumber(number, 'g', -1, flags)
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return formatNumber(number, verb, -1, flags)
    case 'e':
    case 'E':
    case 'f':
      return formatNumber(number, verb, 6, flags)
    case 'F':
      return formatNumber(number, 'f', 6, flags)
    default:
      return badVerb(value, verb, flags)
  }
}

function complex(value: GoValue, {re, im}: {re: number; im: number}, verb: string, flags: Flags): string {
  if (!'vbgGxXfFeE'.includes(verb)) return badVerb(value, verb, flags)
  return `(${float(value, re, verb, flags)}${float(value, im, verb, {...flags, plus: true})}i)`
}

function text(value: string, verb: string, flags: Flags, origin: GoValue): string {
  switch (verb) {
    case 'v':
      return flags.sharpV ? formatQuoted(value, flags) : formatText(value, flags)
    case 's':
      return formatText(value, flags)
    case 'x':
    case 'X':
      return formatHex(value, verb, flags)
    case 'q':
      return formatQuoted(value, flags)
    default:
      return badVerb(origin, verb, flags)
  }
}

function slice(value: GoValue, type: GoType, verb: string, flags: Flags, depth: number): string {
  const items = itemsOf(value)!
  // those of nothing are an empty list
  const bytes = type.elem !== UINT8 ? undefined : items instanceof Uint8Array ? items : new Uint8Array()
  if (bytes && 'sqxX'.includes(verb)) {
    return verb === 'x' || verb === 'X' ? formatHex(bytes, verb, flags) : text(fromBytes(bytes), verb, flags, value)
  }
  // printed at the top, a []byte has a name of its own
  const name = bytes && depth === 0 ? '[]byte' : type.name
  if (flags.sharpV && value instanceof Boxed && value.value === null) return `${name}(nil)`
  const parts = Array.from(items, (_, index) => formatValue(itemAt(value, items, index), verb, flags, depth + 1))
  if (flags.sharpV) return `${name}{${parts.join(', ')}}`
  return `[${parts.join(' ')}]`
}

function map(value: GoValue, type: GoType, verb: string, flags: Flags, depth: number): string {
  if (flags.sharpV && value instanceof Boxed && value.value === null) return `${type.name}(nil)`
  const entries = entriesOf(value)!
  const parts = sortedKeys(entries).map(
    (key) => `${formatValue(key, verb, flags, depth + 1)}:${formatValue(entryAt(value, entries, key), verb, flags, depth + 1)}`,
  )
  return flags.sharpV ? `${type.name}{${parts.join(', ')}}` : `map[${parts.join(' ')}]`
}

function struct(value: Boxed, type: GoType, verb: string, flags: Flags, depth: number): string {
  const fields = value.value as Record<string, GoValue>
  const parts = (type.fields ?? []).map((name) => {
    const shown = formatValue(fields[name], verb, flags, depth + 1)
    return flags.plusV || flags.sharpV ? `${name}:${shown}` : shown
  })
  return flags.sharpV ? `${type.name}{${parts.join(', ')}}` : `{${parts.join(' ')}}`
}

function pointer(value: Boxed, verb: string, flags: Flags, depth: number): string {
  if (value.value === null) return flags.sharpV ? `(${value.type.name})(nil)` : pad('<nil>', flags)
  if (depth > 0 && !'vpbdoxX'.includes(verb)) return badVerb(value, verb, flags)
  if (depth === 0) return `&${formatValue(value.value, verb, flags, depth + 1)}`
  // deeper down Go prints an address, which is another one in every run
  return flags.sharpV ? `(${value.type.name})(0xc000000000)` : '0xc000000000'
}
