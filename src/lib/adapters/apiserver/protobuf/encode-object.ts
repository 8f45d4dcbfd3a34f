import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {MAGIC, messageName} from './envelope.js'
import type {Message, MessageField, MessageTable} from './message-table.js'
import {SCHEMA_CHOICES} from './schema-choices.js'
import {SPECIAL_WRITERS} from './special-writers.js'
import {WireWriter} from './wire-writer.js'

const INTEGERS = new Set(['int32', 'int64', 'uint32', 'uint64'])

/** Whether a kind has a protobuf form. */
export function hasMessage(apiVersion: string, kind: string, table: MessageTable): boolean {
  return table.get(messageName(apiVersion, kind)) !== undefined
}

/**
 * A built-in object (or a list of them) in the envelope that Go clients read. Absent values are left out, where Go writes the
 * zero value of what is no pointer: readers cannot tell the difference.
 * @throws Error when the kind has no protobuf form
 */
export function encodeObject(object: JsonObject, table: MessageTable): Uint8Array {
  const {apiVersion, kind} = object
  const message = table.get(messageName(String(apiVersion), String(kind)))
  if (!message) throw new Error(`no protobuf form: ${String(apiVersion)} ${String(kind)}`)
  const type = new WireWriter()
  type.text(1, String(apiVersion))
  type.text(2, String(kind))
  const envelope = new WireWriter()
  envelope.bytes(1, type.finish())
  envelope.bytes(2, new Encoder(table).message(message, object))
  envelope.text(3, '')
  envelope.text(4, '')
  return Buffer.concat([MAGIC, envelope.finish()])
}

/** One event of a watch, with its length before it. */
export function encodeEvent(type: string, object: JsonObject, table: MessageTable): Uint8Array {
  const raw = new WireWriter()
  raw.bytes(1, encodeObject(object, table))
  const event = new WireWriter()
  event.text(1, type)
  event.bytes(2, raw.finish())
  const bytes = event.finish()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

class Encoder {
  constructor(private readonly table: MessageTable) {}

  message(message: Message, object: JsonObject): Uint8Array {
    const writer = new WireWriter()
    for (const [number, field] of message) this.field(writer, number, field, object)
    return writer.finish()
  }

  private field(writer: WireWriter, number: number, field: MessageField, object: JsonObject): void {
    if (field.inline) {
      const inner = this.message(this.table.get(field.type)!, object)
      if (inner.length > 0) writer.bytes(number, inner)
      return
    }
    const value = Object.hasOwn(object, field.json) ? object[field.json] : undefined
    if (value === undefined || value === null) return
    if (field.map) this.entries(writer, number, field, value as JsonObject)
    else if (field.repeated) for (const item of value as JsonValue[]) this.value(writer, number, field.type, item)
    else this.value(writer, number, field.type, value)
  }

  private entries(writer: WireWriter, number: number, {type}: MessageField, map: JsonObject): void {
    for (const key of Object.keys(map).sort()) {
      const entry = new WireWriter()
      entry.text(1, key)
      this.value(entry, 2, type, map[key] as JsonValue)
      writer.bytes(number, entry.finish())
    }
  }

  private value(writer: WireWriter, number: number, type: string, value: JsonValue): void {
    if (type === 'string') writer.text(number, String(value))
    else if (type === 'bool') writer.integer(number, value === true ? 1 : 0)
    else if (INTEGERS.has(type)) writer.integer(number, value as number | bigint)
    else if (type === 'bytes') writer.bytes(number, Buffer.from(String(value), 'base64'))
    else if (type === 'double') writer.double(number, Number(value))
    else writer.bytes(number, this.structured(type, value))
  }

  private structured(type: string, value: JsonValue): Uint8Array {
    const special = SPECIAL_WRITERS[type]
    if (special) return special(value)
    const message = this.table.get(type)
    if (!message) return new Uint8Array()
    const choice = SCHEMA_CHOICES[type]
    if (choice) return this.message(message, choice.write(value))
    // a Go slice type of its own (Verbs, ExtraValue) travels as a message with one list
    if (Array.isArray(value)) return this.message(message, {items: value})
    return this.message(message, isObject(value) ? value : {})
  }
}
