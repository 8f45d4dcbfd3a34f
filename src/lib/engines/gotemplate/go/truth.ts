import {Boxed, type GoValue} from './value.js'

/** Truth as `if` sees it: nil, false, zero and what is empty are false; structs are true. */
export function truth(value: GoValue): boolean {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'string':
      return value !== ''
    case 'number':
      return value !== 0
    case 'bigint':
      return value !== 0n
    case 'object':
      if (value === null) return false
      if (value instanceof Boxed) return boxedTruth(value)
      if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0
      return hasEntries(value)
    default:
      return false
  }
}

function boxedTruth({type, value}: Boxed): boolean {
  switch (type.kind) {
    case 'struct':
      return true
    case 'ptr':
    case 'func':
      return value !== null
    case 'complex128': {
      const {re, im} = value as {re: number; im: number}
      return re !== 0 || im !== 0
    }
    default:
      return truth(value)
  }
}

function hasEntries(object: object): boolean {
  for (const key in object) if ((object as Record<string, unknown>)[key] !== undefined && Object.hasOwn(object, key)) return true
  return false
}
