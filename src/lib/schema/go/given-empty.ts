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

/** All fields as the server has them in memory. */
export function withMarks(struct: JsonObject): JsonObject {
  return {...(struct as Marked)[GIVEN], ...struct}
}

/** A field as the server has it in memory: what is there, an empty value that was given, or null. */
export function inMemory(struct: object, name: string): JsonValue {
  return (struct as JsonObject)[name] ?? (struct as Marked)[GIVEN]?.[name] ?? null
}
