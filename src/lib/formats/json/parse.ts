import {FluxError} from '../../errors/flux-error.js'
import {JsonReader} from './reader.js'
import type {JsonValue} from './value.js'

/** A run of digits that a double may not hold; most texts have none and take the engine's own parser. */
const LONG_NUMBER = /\d{16}/

/**
 * The value of a JSON text. Integers beyond +-(2^53-1) that fit into 64 bits (signed) come as bigint.
 * `join`: a field that comes again goes into what it was before, as Go fills its structs.
 * @throws FluxError `bad-json`
 */
export function parseJson(text: string, options: {readonly join?: boolean} = {}): JsonValue {
  try {
    if (options.join) return new JsonReader(text, true).document()
    return LONG_NUMBER.test(text) ? new JsonReader(text).document() : (JSON.parse(text) as JsonValue)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw new FluxError('bad-json', `invalid JSON: ${error.message}`, {cause: error})
    }
    throw error
  }
}
