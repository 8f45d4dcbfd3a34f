import type {JsonValue} from '../../../formats/json/value.js'

/** Helm's reading of an unquoted value: a boolean, null, an integer (bigint, as Go's int64), else text. */
export function typedValue(text: string): JsonValue {
  // without regard to case as Go has it: an old long s is an s
  if (/^true$/iu.test(text)) return true
  if (/^false$/iu.test(text)) return false
  if (/^null$/iu.test(text)) return null
  if (text === '0' || /^(?:[-+]\d+|[1-9]\d*)$/.test(text)) {
    const number = BigInt(text.replace(/^\+/, ''))
    if (BigInt.asIntN(64, number) === number) return number
  }
  return text
}
