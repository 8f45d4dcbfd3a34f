import {type CelType, DYN, listOf, mapOf} from './type.js'
import {typeNameOf} from './values.js'

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
