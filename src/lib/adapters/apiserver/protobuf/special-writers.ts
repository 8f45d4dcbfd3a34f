import {parseDuration} from '../../../formats/duration/duration.js'
import {printJson} from '../../../formats/json/print.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {WireWriter} from './wire-writer.js'

/** The counterpart of `SPECIAL`: messages of values that JSON writes in a form of its own. */
export const SPECIAL_WRITERS: Readonly<Record<string, (value: JsonValue) => Uint8Array>> = {
  'meta.v1.Time': (value) => time(String(value)),
  'meta.v1.MicroTime': (value) => time(String(value)),
  'meta.v1.Duration': (value) => message((writer) => writer.integer(1, BigInt(Math.round(parseDuration(String(value)) * 1e6)))),
  'meta.v1.FieldsV1': rawJson,
  'runtime.RawExtension': rawJson,
  'apiextensions.v1.JSON': rawJson,
  'resource.Quantity': (value) => message((writer) => writer.text(1, String(value))),
  'intstr.IntOrString': (value) =>
    message((writer) => {
      writer.integer(1, typeof value === 'string' ? 1 : 0)
      writer.integer(2, typeof value === 'string' ? 0 : Number(value))
      writer.text(3, typeof value === 'string' ? value : '')
    }),
}

function message(write: (writer: WireWriter) => void): Uint8Array {
  const writer = new WireWriter()
  write(writer)
  return writer.finish()
}

/** Seconds and nanoseconds of an RFC 3339 time. */
function time(text: string): Uint8Array {
  const fraction = /\.(\d+)Z$/.exec(text)?.[1] ?? ''
  return message((writer) => {
    writer.integer(1, BigInt(Math.floor(Date.parse(text) / 1000)))
    writer.integer(2, Number(fraction.padEnd(9, '0').slice(0, 9)))
  })
}

function rawJson(value: JsonValue): Uint8Array {
  return message((writer) => writer.text(1, printJson(value)))
}
