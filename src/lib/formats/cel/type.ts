import type {CelType} from './values.js'

export type {CelType} from './values.js'

export const DYN: CelType = {kind: 'dyn'}
export const ERROR: CelType = {kind: 'error'}
export const BOOL: CelType = {kind: 'bool'}
export const INT: CelType = {kind: 'int'}
export const STRING: CelType = {kind: 'string'}

export function listOf(item: CelType): CelType {
  return {kind: 'list', item}
}

export function mapOf(key: CelType, value: CelType): CelType {
  return {kind: 'map', key, value}
}

/** As cel-go prints a type in errors. */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list(${typeText(type.item)})`
    case 'map':
      return `map(${typeText(type.key)}, ${typeText(type.value)})`
    case 'object':
    case 'opaque':
      return type.name
    case 'optional':
      return `optional_type(${typeText(type.of)})`
    case 'type':
      return `type(${typeText(type.of)})`
    case 'param':
      return type.name
    case 'error':
      return '!error!'
    default:
      return type.kind
  }
}

/** CEL's name of a type, without its parameters: what `type(x)` is and what some errors print. */
export function typeName(type: CelType): string {
  switch (type.kind) {
    case 'timestamp':
      return 'google.protobuf.Timestamp'
    case 'duration':
      return 'google.protobuf.Duration'
    case 'null':
      return 'null_type'
    case 'optional':
      return 'optional_type'
    case 'list':
    case 'map':
    case 'type':
      return type.kind
    default:
      return typeText(type)
  }
}

export type Bindings = Map<string, CelType>

const nullable = new Set(['object', 'timestamp', 'duration', 'opaque', 'optional', 'null'])

/** Whether a value of type `from` may stand where `to` is declared; binds type parameters of `to`. */
export function assignable(from: CelType, to: CelType, bindings: Bindings): boolean {
  if (to.kind === 'param') return bind(from, to.name, bindings)
  if (isDyn(from) || isDyn(to)) return true
  if (from.kind === 'param') return true
  if (from.kind === 'null') return nullable.has(to.kind)
  if (to.kind === 'list') return from.kind === 'list' && assignable(from.item, to.item, bindings)
  if (to.kind === 'map') {
    return from.kind === 'map' && assignable(from.key, to.key, bindings) && assignable(from.value, to.value, bindings)
  }
  if (to.kind === 'optional') return from.kind === 'optional' && assignable(from.of, to.of, bindings)
  if (to.kind === 'type') return from.kind === 'type'
  if (to.kind === 'object' || to.kind === 'opaque') return from.kind === to.kind && from.name === to.name
  return from.kind === to.kind
}

function bind(from: CelType, name: string, bindings: Bindings): boolean {
  const known = bindings.get(name)
  if (!known) {
    bindings.set(name, from)
    return true
  }
  if (assignable(from, known, bindings)) {
    if (isDyn(from) || known.kind === 'null') bindings.set(name, from)
    return true
  }
  if (!assignable(known, from, bindings)) return false
  bindings.set(name, from)
  return true
}

/** `type` with its parameters replaced; unbound ones are dyn. */
export function substitute(type: CelType, bindings: Bindings): CelType {
  switch (type.kind) {
    case 'param':
      return bindings.get(type.name) ?? DYN
    case 'list':
      return {...type, item: substitute(type.item, bindings)}
    case 'map':
      return {...type, key: substitute(type.key, bindings), value: substitute(type.value, bindings)}
    case 'optional':
      return {...type, of: substitute(type.of, bindings)}
    case 'type':
      return {...type, of: substitute(type.of, bindings)}
    default:
      return type
  }
}

export function isDyn(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error'
}

/** Same type, dyn only equal to dyn. */
export function sameType(a: CelType, b: CelType): boolean {
  return typeText(a) === typeText(b)
}

const scalars = new Set(['int', 'uint', 'double', 'bool', 'string', 'bytes', 'null', 'timestamp', 'duration', 'dyn'])

/** Reads `list(string)`, `map(K, V)`, `optional(T)`, `kubernetes.URL`; single capitals are type parameters. */
export function parseType(text: string): CelType {
  const trimmed = text.trim()
  if (scalars.has(trimmed)) return {kind: trimmed} as CelType
  if (/^[A-Z]$/.test(trimmed)) return {kind: 'param', name: trimmed}
  const generic = /^(list|map|optional|type)\((.*)\)$/.exec(trimmed)
  if (!generic) return {kind: 'opaque', name: trimmed}
  const args = splitTypes(generic[2]!).map(parseType)
  if (generic[1] === 'list') return listOf(args[0]!)
  if (generic[1] === 'map') return mapOf(args[0]!, args[1]!)
  return generic[1] === 'optional' ? {kind: 'optional', of: args[0]!} : {kind: 'type', of: args[0]!}
}

/** Splits at the commas outside parentheses. */
export function splitTypes(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    else if (text[at] === ')') depth -= 1
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  const last = text.slice(start)
  return last.trim() === '' ? parts : [...parts, last]
}
