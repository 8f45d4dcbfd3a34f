import {FluxError} from '../../errors/flux-error.js'
import {checkJson} from './go-check.js'
import {JsonReader} from './reader.js'
import type {JsonValue} from './value.js'

/**
 * A whole number that a double may not hold, where a value may stand; most texts have none and take the engine's own parser.
 * Digits elsewhere, as in hashes, are not meant: nearly every list of objects has some.
 */
const LONG_NUMBER = /(?:^|[:,[\s])-?[1-9]\d{15,}\s*(?:[,}\]]|$)/

/**
 * The value of a JSON text. Integers beyond +-(2^53-1) that fit into 64 bits (signed) come as bigint.
 * `join`: a field that comes again goes into what it was before, as Go fills its structs. `parsed`: what `JSON.parse` makes of
 * the text, where somebody has asked it already; the value may be this one.
 * @throws FluxError `bad-json` in the words of Go, which people know from everything around
 */
export function parseJson(
  text: string,
  options: {readonly join?: boolean; readonly parsed?: JsonValue | undefined} = {},
): JsonValue {
  try {
    if (options.join) return new JsonReader(text, true).document()
    if (LONG_NUMBER.test(text)) return new JsonReader(text).document()
    return options.parsed === undefined ? (JSON.parse(text) as JsonValue) : options.parsed
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) {
      throw new FluxError('bad-json', `invalid JSON: ${checkJson(text).error ?? error.message}`)
    }
    throw error
  }
}
