import {checkJson} from './go-check.js'
import {goKind} from './go-kind.js'
import {isObject, type JsonValue} from './value.js'

/** A struct of Go whose fields are texts. */
export interface GoTexts {
  /** what its complaints call it, and what stands before a field of it */
  readonly type: string
  readonly name: string
  readonly fields: readonly string[]
}

/**
 * Texts that encoding/json finds in a JSON text: fields by any letters, in their order, the last one counts; null changes nothing.
 * What is wrong is told in its words: of the first field that is no text. A byte that is no UTF-8 may be half of a pair (U+DC80 to U+DCFF).
 */
export function goTexts(
  json: string,
  {type, name, fields}: GoTexts,
): {readonly texts: Readonly<Record<string, string>>} | {readonly fault: string} {
  const {error, parsed} = checkJson(json)
  if (error !== undefined) return {fault: error}
  const value = parsed === undefined ? (JSON.parse(json) as JsonValue) : parsed
  if (value === null) return {texts: {}}
  if (!isObject(value)) return {fault: `json: cannot unmarshal ${goKind(value)} into Go value of type ${type}`}
  const texts: Record<string, string> = {}
  for (const [key, found] of Object.entries(value)) {
    const field = fields.find((one) => new RegExp(`^${one}$`, 'iu').test(key))
    if (field === undefined || found === null || found === undefined) continue
    if (typeof found !== 'string')
      return {fault: `json: cannot unmarshal ${goKind(found)} into Go struct field ${name}.${field} of type string`}
    texts[field] = withoutHalves(found)
  }
  return {texts}
}

/** Half of a pair of surrogates is no character to Go. */
function withoutHalves(text: string): string {
  return Buffer.from(text).toString('utf8')
}
