import {messageOf} from '../../../errors/flux-error.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {MAGIC, messageName} from './envelope.js'
import type {Message, MessageField, MessageTable} from './message-table.js'
import {SCHEMA_CHOICES} from './schema-choices.js'
import {SPECIAL, utf8} from './special-messages.js'
import {WireReader} from './wire-reader.js'

const MAX_DEPTH = 100

/** Go slice types of their own travel as messages with one list. */
const LISTS = /^(\w+\.v1\.ExtraValue|meta\.v1\.Verbs)$/

/** True when the bytes begin as Kubernetes' protobuf envelope does. */
export function isProtobuf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte)
}

/** What an envelope says that it holds. */
interface TypeMeta {
  readonly apiVersion: string
  readonly kind: string
}

/** Bytes that hold no object, in Go's words; `of` tells what they said they were, if they came that far. */
export class ProtobufFault extends Error {
  override readonly name = 'ProtobufFault'

  constructor(
    message: string,
    readonly of?: TypeMeta,
  ) {
    super(message)
  }
}

/**
 * A built-in object from the envelope that client-go sends (`application/vnd.kubernetes.protobuf`, "runtime.Unknown"), as the
 * JSON that the same client would have sent. What the envelope leaves out is as in `expected`; `knows` tells kinds apart that
 * the reader's scheme has. Throws ProtobufFault.
 */
export function decodeObject(
  bytes: Uint8Array,
  table: MessageTable,
  expected: TypeMeta = {apiVersion: '', kind: ''},
  knows: (type: TypeMeta) => boolean = () => true,
): JsonObject {
  if (bytes.length === 0) throw new ProtobufFault('empty data')
  if (!isProtobuf(bytes)) {
    throw new ProtobufFault('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]')
  }
  if (bytes.length === MAGIC.length) throw new ProtobufFault('empty body')
  const {raw, ...told} = orFault(undefined, () => readEnvelope(bytes.subarray(MAGIC.length)))
  const kind = told.kind || expected.kind
  // what is no version is none
  const apiVersion = /\/.*\//.test(told.apiVersion) ? expected.apiVersion : told.apiVersion || expected.apiVersion
  const of = {apiVersion, kind}
  const fields = table.get(messageName(apiVersion, kind))
  if (!fields || !knows(of)) {
    throw new ProtobufFault(
      `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
      kind === '' ? undefined : of,
    )
  }
  const object: JsonObject = {kind, apiVersion}
  orFault(of, () => readMessage(raw, fields, table, object, 0))
  return object
}

function orFault<T>(of: TypeMeta | undefined, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new ProtobufFault(messageOf(error), of)
  }
}

function readEnvelope(bytes: Uint8Array): {apiVersion: string; kind: string; raw: Uint8Array} {
  const reader = new WireReader(bytes)
  const envelope = {apiVersion: '', kind: '', raw: new Uint8Array()}
  while (!reader.done) {
    const {number, wire} = reader.tag()
    if (number === 1 && wire === 2) {
      const type = new WireReader(reader.bytes())
      while (!type.done) {
        const field = type.tag()
        if (field.number === 1) envelope.apiVersion = utf8(type.bytes())
        else if (field.number === 2) envelope.kind = utf8(type.bytes())
        else type.skip(field.wire)
      }
    } else if (number === 2 && wire === 2) envelope.raw = new Uint8Array(reader.bytes())
    else reader.skip(wire)
  }
  return envelope
}

function readMessage(bytes: Uint8Array, message: Message, table: MessageTable, into: JsonObject, depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError('exceeded max depth')
  const reader = new WireReader(bytes)
  while (!reader.done) {
    const {number, wire} = reader.tag()
    const field = message.get(number)
    if (!field) {
      reader.skip(wire)
      continue
    }
    if (field.inline) {
      const inner = table.get(field.type)
      if (inner) readMessage(reader.bytes(), inner, table, into, depth + 1)
      else reader.skip(wire)
      continue
    }
    if (field.map) addEntry(into, field, reader.bytes(), table, depth)
    else addValue(into, field, readValue(field.type, reader, table, depth))
  }
}

function addValue(into: JsonObject, field: MessageField, value: JsonValue): void {
  if (field.repeated) {
    const list = (into[field.json] ??= []) as JsonValue[]
    list.push(value)
  } else if (value !== null && !(field.omitZero && isZero(value))) into[field.json] = value
}

const isZero = (value: JsonValue) => value === '' || value === 0 || value === false || value === 0n

function addEntry(into: JsonObject, field: MessageField, bytes: Uint8Array, table: MessageTable, depth: number): void {
  const reader = new WireReader(bytes)
  let key = ''
  let value: JsonValue | undefined
  while (!reader.done) {
    const {number, wire} = reader.tag()
    if (number === 1 && wire === 2) key = utf8(reader.bytes())
    else if (number === 2) value = readValue(field.type, reader, table, depth)
    else reader.skip(wire)
  }
  const map = (into[field.json] ??= {}) as JsonObject
  Object.defineProperty(map, key, {value: value ?? zeroOf(field.type), enumerable: true, writable: true, configurable: true})
}

function zeroOf(type: string): JsonValue {
  if (type === 'string' || type === 'bytes') return ''
  if (type === 'bool') return false
  return type.includes('.') ? {} : 0
}

function readValue(type: string, reader: WireReader, table: MessageTable, depth: number): JsonValue {
  switch (type) {
    case 'string':
      return utf8(reader.bytes())
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64')
    case 'bool':
      return reader.varint() !== 0n
    case 'double':
      return reader.double()
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
      return integer(type.startsWith('u') ? reader.varint() : BigInt.asIntN(64, reader.varint()))
  }
  const bytes = reader.bytes()
  const special = SPECIAL[type]
  if (special) return special(bytes)
  const message = table.get(type)
  if (!message) return {}
  const value: JsonObject = {}
  readMessage(bytes, message, table, value, depth + 1)
  const choice = SCHEMA_CHOICES[type]
  if (choice) return choice.read(value)
  return LISTS.test(type) ? (value.items ?? []) : value
}

function integer(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
