import {formatDuration} from '../../../formats/duration/duration.js'
import {parseJson} from '../../../formats/json/parse.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {WireReader} from './wire-reader.js'

/** Messages that JSON writes in a form of its own: a text, a number, raw JSON. Null: the zero value. */
export const SPECIAL: Readonly<Record<string, (bytes: Uint8Array) => JsonValue>> = {
  'meta.v1.Time': (bytes) => {
    const {1: seconds, 2: nanos} = numbers(bytes)
    if (seconds === undefined && nanos === undefined) return null
    return `${timeText(seconds)}Z`
  },
  'meta.v1.MicroTime': (bytes) => {
    const {1: seconds, 2: nanos} = numbers(bytes)
    if (seconds === undefined && nanos === undefined) return null
    const micros = Math.floor(Number(nanos ?? 0n) / 1000)
    return `${timeText(seconds)}.${String(micros).padStart(6, '0')}Z`
  },
  'meta.v1.Duration': (bytes) => formatDuration(Number(numbers(bytes)[1] ?? 0n) / 1e6),
  'meta.v1.FieldsV1': rawJson,
  'runtime.RawExtension': rawJson,
  'apiextensions.v1.JSON': rawJson,
  'resource.Quantity': (bytes) => {
    const reader = new WireReader(bytes)
    let text = '0'
    while (!reader.done) {
      const {number, wire} = reader.tag()
      if (number === 1 && wire === 2) text = utf8(reader.bytes())
      else reader.skip(wire)
    }
    return text
  },
  'intstr.IntOrString': (bytes) => {
    const reader = new WireReader(bytes)
    let [isText, int, text] = [false, 0, '']
    while (!reader.done) {
      const {number, wire} = reader.tag()
      if (number === 1) isText = reader.varint() === 1n
      else if (number === 2) int = Number(BigInt.asIntN(32, reader.varint()))
      else if (number === 3) text = utf8(reader.bytes())
      else reader.skip(wire)
    }
    return isText ? text : int
  },
}

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function timeText(seconds: bigint | undefined): string {
  return new Date(Number(seconds ?? 0n) * 1000).toISOString().slice(0, 19)
}

/** The varint fields of a message, signed. */
function numbers(bytes: Uint8Array): Record<number, bigint> {
  const reader = new WireReader(bytes)
  const found: Record<number, bigint> = {}
  while (!reader.done) {
    const {number, wire} = reader.tag()
    if (wire === 0) found[number] = BigInt.asIntN(64, reader.varint())
    else reader.skip(wire)
  }
  return found
}

function rawJson(bytes: Uint8Array): JsonValue {
  const reader = new WireReader(bytes)
  let value: JsonValue = null
  while (!reader.done) {
    const {number, wire} = reader.tag()
    if (number === 1 && wire === 2) value = parseJson(utf8(reader.bytes()))
    else reader.skip(wire)
  }
  return value
}
