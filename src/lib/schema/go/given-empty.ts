import type {JsonObject, JsonValue} from '../../formats/json/value.js'

/**
 * Marks a decoded struct with the empty lists and maps that were given but that Go does not print: until it is stored
 * the server tells them from none, and shows them in messages.
 */
const GIVEN = Symbol('given empty')

type Marked = {[GIVEN]?: Readonly<Record<string, JsonValue>>}

export function markEmpty(struct: JsonObject, name: string, value: JsonValue): void {
  const marked = struct as Marked
  marked[GIVEN] = {...marked[GIVEN], [name]: value}
}

/** Carries the marks of one form of a struct over to another. */
export function keepMarks<T extends object>(from: object, to: T): T {
  const marks = (from as Marked)[GIVEN]
  if (marks) (to as Marked)[GIVEN] = marks
  return to
}

/** Values without a mark anywhere; they never change, so looked through once. */
const unmarked = new WeakSet<object>()

/** Whether a frozen value has no marks, at any depth; false for what may still change. */
export function isUnmarked(value: JsonValue): boolean {
  looked = 0
  if (!hasNoMarks(value)) return false
  // what is small is looked through as fast as it is remembered
  if (looked > SMALL) unmarked.add(value as object)
  return true
}

const SMALL = 32
/** lists and maps that were looked at */
let looked = 0

function hasNoMarks(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || unmarked.has(value)) return true
  looked++
  if (!Object.isFrozen(value) || (value as Marked)[GIVEN]) return false
  if (Array.isArray(value)) return value.every(hasNoMarks)
  for (const name in value) if (!hasNoMarks(value[name] as JsonValue)) return false
  return true
}

/** Tells that a value, which nobody changes any more and many share, has no marks. */
export function neverMarked(value: object): void {
  unmarked.add(value)
}

/** All fields as the server has them in memory. */
export function withMarks(struct: JsonObject): JsonObject {
  return {...(struct as Marked)[GIVEN], ...struct}
}

/** A field as the server has it in memory: what is there, an empty value that was given, or null. */
export function inMemory(struct: object, name: string): JsonValue {
  return (struct as JsonObject)[name] ?? (struct as Marked)[GIVEN]?.[name] ?? null
}

/** Whether a value holds an empty one that was given, at any depth. */
export function holdsGivenEmpty(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  if ((value as Marked)[GIVEN]) return true
  if (Array.isArray(value)) return value.some(holdsGivenEmpty)
  for (const name in value) if (holdsGivenEmpty(value[name] as JsonValue)) return true
  return false
}

/** The same of lists in a struct alone: Go compares structs field by field, where an empty one is none, but lists in one go. */
export function listsHoldGivenEmpty(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(holdsGivenEmpty)
  for (const name in value) if (listsHoldGivenEmpty(value[name] as JsonValue)) return true
  return false
}
