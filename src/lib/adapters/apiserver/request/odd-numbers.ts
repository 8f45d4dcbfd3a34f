import {ApiError} from '../../../errors/api-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import {type SpelledNumbers, spelledText} from '../../../formats/json/spelled-numbers.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {type BodyValue, jsonValue} from './body.js'

/*
 * Go's decoder reads the text of a number: `1.0` and `1e2` are no integers to it, and a quantity keeps its spelling. Bodies with
 * such numbers, few as they are, are read twice: the first time with a fraction of its own in place of each.
 */

/** Throws what `read` throws of the body with fractions, told with the numbers as they were written. */
export function refuseOddNumbers<T>({numbers}: BodyValue, read: (marked: JsonValue) => T): T | undefined {
  if (!numbers) return undefined
  try {
    return read(markedValue(numbers))
  } catch (error) {
    throw error instanceof ApiError ? respelled(error, numbers) : error
  }
}

const markedValue = (numbers: SpelledNumbers): JsonValue => freezeDeep(jsonValue(numbers.text))

function respelled(error: ApiError, numbers: SpelledNumbers): ApiError {
  const status = JSON.parse(spelledText(JSON.stringify(error.status), numbers)) as JsonObject
  return new ApiError(status, error.retryAfterSeconds)
}

/** The body's value with quantities as they were written; `read` decodes it, and throws when a number does not fit. */
export function withSpelledAmounts(body: BodyValue, read: (marked: JsonValue) => JsonValue): JsonValue {
  const {numbers} = body
  if (!numbers) return body.value
  const decoded = refuseOddNumbers(body, read) as JsonValue
  return freezeDeep(spelled(body.value, markedValue(numbers), decoded, numbers))
}

/** Where a fraction was read as a text there is a quantity. */
function spelled(
  value: JsonValue,
  marked: JsonValue | undefined,
  decoded: JsonValue | undefined,
  numbers: SpelledNumbers,
): JsonValue {
  if (typeof marked === 'number')
    return (typeof decoded === 'string' ? numbers.spellings.get(String(marked)) : undefined) ?? value
  if (Array.isArray(value) && Array.isArray(marked) && Array.isArray(decoded))
    return value.map((item, at) => spelled(item, marked[at], decoded[at], numbers))
  if (!isObject(value) || !isObject(marked) || !isObject(decoded)) return value
  const [marks, reads] = [marked, decoded]
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? item : spelled(item, marks[key], reads[key], numbers)]),
  ) as JsonObject
}
