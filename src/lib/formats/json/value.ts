/**
 * The value model of the whole code base (DESIGN 4 "Values"): what JSON can hold, with a bigint for integers
 * that a double cannot carry exactly (beyond +-(2^53-1)). A property whose value is `undefined` is absent.
 */
export type JsonValue = null | boolean | number | bigint | string | JsonArray | JsonObject
export type JsonArray = JsonValue[]
export type JsonObject = {[key: string]: JsonValue | undefined}

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
