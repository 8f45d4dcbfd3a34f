import {goQuote} from '../../../errors/go-quote.js'
import {type GoType, LIST} from '../go/types.js'
import {Boxed, type Dict, entriesOf, entryAt, type GoValue, hasKey, NIL_DICT, NIL_LIST, typeName, typeOf} from '../go/value.js'
import type {Frame} from './frame.js'

/** Stands for the holder of a value whose static type is `interface {}`. */
export const HOLDER: GoValue = []

/**
 * A field of a value: an entry of a map, a field of a struct. Methods are looked for by the caller.
 * `parent` is where the value came from, for its static type in messages: undefined when it stood by itself.
 * @throws TemplateError when the value has no fields
 */
export function getField(frame: Frame, receiver: GoValue, name: string, parent: GoValue): GoValue {
  if (typeof receiver === 'object' && receiver !== null) {
    if (receiver instanceof Boxed) return boxedField(frame, receiver, name, parent)
    if (!Array.isArray(receiver) && !(receiver instanceof Uint8Array)) {
      const value = (receiver as Dict)[name]
      return value !== undefined && Object.hasOwn(receiver, name) ? value : missing(frame, name, undefined)
    }
  }
  if (receiver === undefined) {
    if (frame.set.missingKey === 'error') throw frame.fault(`nil data; no entry for key ${goQuote(name)}`)
    return undefined
  }
  const type = staticName(receiver, parent)
  if (receiver === null) throw frame.fault(`nil pointer evaluating ${type}.${name}`)
  throw frame.fault(`can't evaluate field ${name} in type ${type}`)
}

/** The type as Go's messages name it: that of the slot the value came from. */
export function staticName(value: GoValue, parent: GoValue): string {
  if (parent === undefined) return typeName(value)
  const elem = parent === HOLDER ? LIST.elem : typeOf(parent)?.elem
  return elem === undefined || elem.kind !== 'interface' ? typeName(value) : elem.name
}

function missing(frame: Frame, name: string, elem: GoType | undefined): GoValue {
  switch (frame.set.missingKey) {
    case 'error':
      throw frame.fault(`map has no entry for key ${goQuote(name)}`)
    case 'zero':
      return elem === undefined || elem.kind === 'interface' ? null : zeroOf(elem)
    default:
      return undefined
  }
}

function boxedField(frame: Frame, receiver: Boxed, name: string, parent: GoValue): GoValue {
  const {type} = receiver
  if (type.kind === 'map') {
    const entries = entriesOf(receiver)!
    return hasKey(entries, name) ? entryAt(receiver, entries, name) : missing(frame, name, type.elem)
  }
  const struct = type.kind === 'ptr' ? type.elem! : type
  if (struct.kind === 'struct' && struct.fields?.includes(name)) {
    const holder = type.kind === 'ptr' ? (receiver.value as Boxed | null) : receiver
    if (holder === null) throw frame.fault(`nil pointer evaluating ${staticName(receiver, parent)}.${name}`)
    if (!/^\p{Lu}/u.test(name)) throw frame.fault(`${name} is an unexported field of struct type ${staticName(receiver, parent)}`)
    return (holder.value as Dict)[name]
  }
  throw frame.fault(`can't evaluate field ${name} in type ${staticName(receiver, parent)}`)
}

/** The zero value of a type. */
export function zeroOf(type: GoType): GoValue {
  switch (type.kind) {
    case 'string':
      return ''
    case 'bool':
      return false
    case 'float64':
      return 0
    case 'int':
      return 0n
    case 'slice':
      return type === LIST ? NIL_LIST : new Boxed(type, null)
    case 'map':
      return type.name === NIL_DICT.type.name ? NIL_DICT : new Boxed(type, null)
    case 'interface':
      return null
    case 'ptr':
      return new Boxed(type, null)
    default:
      return new Boxed(type, 0n)
  }
}
