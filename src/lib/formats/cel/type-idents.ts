import {type CelType, DYN, listOf, mapOf} from './type.js'
import {CelMap, Duration, Message, type Opaque, Optional, Timestamp, TypeValue, UInt, type Value} from './values.js'

const typeIdents: Readonly<Record<string, CelType>> = Object.fromEntries(
  (['int', 'uint', 'double', 'bool', 'string', 'bytes', 'dyn'] as const).map((kind) => [kind, {kind: 'type', of: {kind}}]),
)
const otherTypeIdents: Readonly<Record<string, CelType>> = {
  list: {kind: 'type', of: listOf(DYN)},
  map: {kind: 'type', of: mapOf(DYN, DYN)},
  null_type: {kind: 'type', of: {kind: 'null'}},
  type: {kind: 'type', of: {kind: 'type', of: DYN}},
  optional_type: {kind: 'type', of: {kind: 'optional', of: DYN}},
  'google.protobuf.Timestamp': {kind: 'type', of: {kind: 'timestamp'}},
  'google.protobuf.Duration': {kind: 'type', of: {kind: 'duration'}},
}

const known = new Map(Object.entries({...typeIdents, ...otherTypeIdents}))

/** The type that a type name stands for, `type(int)` for `int`. */
export function typeIdent(name: string): CelType | undefined {
  return known.get(name)
}

/** Type of a literal. */
export function constType(value: unknown): CelType {
  const name = typeNameOf(value as never)
  if (name === 'null_type') return {kind: 'null'}
  return {kind: name} as CelType
}

/** CEL's name of a value's type. */
export function typeNameOf(value: Value): string {
  if (value === null) return 'null_type'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    case 'number':
      return 'double'
    case 'string':
      return 'string'
    default:
      return objectTypeName(value)
  }
}

function objectTypeName(value: object): string {
  if (Array.isArray(value)) return 'list'
  if (value instanceof Message) return value.typeName
  if (value instanceof CelMap) return 'map'
  if (value instanceof UInt) return 'uint'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp'
  if (value instanceof Duration) return 'google.protobuf.Duration'
  if (value instanceof Optional) return 'optional_type'
  if (value instanceof TypeValue) return 'type'
  return (value as Opaque).typeName
}
