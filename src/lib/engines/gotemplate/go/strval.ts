import {printed} from '../fmt/print.js'
import {fromBytes} from './bytes.js'
import {BYTES} from './types.js'
import {Boxed, type GoValue} from './value.js'

/** The text of any value as sprig takes it: bytes as text, everything else as it prints. */
export function strval(value: GoValue): string {
  if (typeof value === 'string') return value
  // no bytes at all, such as those of a file that is not there
  if (value instanceof Boxed && value.type === BYTES && value.value === null) return ''
  return value instanceof Uint8Array ? fromBytes(value) : printed(value ?? null)
}
