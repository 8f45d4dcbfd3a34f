import {printed} from '../fmt/print.js'
import {fromBytes} from './bytes.js'
import type {GoValue} from './value.js'

/** The text of any value as sprig takes it: bytes as text, everything else as it prints. */
export function strval(value: GoValue): string {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? fromBytes(value) : printed(value ?? null)
}
