import {goQuote} from '../../../../errors/go-quote.js'
import {checkJson} from '../../../../formats/json/go-check.js'
import {goKind} from '../../../../formats/json/go-kind.js'
import {parseJson} from '../../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'

/** So long before its end (s) a token counts as over. */
const MARGIN = 10
const CLAIMS = String.raw`struct { Expiry oidc.jsonTime "json:\"exp\"" }`
const OF_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Whether an ID token is over, by its own words; nobody checks its signature here.
 * @param now ms since 1970
 * @throws Error in client-go's words for what is no ID token
 */
export function isOver(token: string, now: number): boolean {
  const parts = token.split('.')
  if (parts.length !== 3) throw new Error('ID Token is not a valid JWT')
  const text = rawUrlText(parts[1]!)
  const {error} = checkJson(text)
  if (error !== undefined) throw unread(error)
  const end = expiryOf(parseJson(text))
  return !(end > now / 1000 + MARGIN)
}

/** The value of `exp`, in any case of the name, the last one of several; 0 without. */
function expiryOf(claims: JsonValue): number {
  if (claims === null) return 0
  if (!isObject(claims)) throw unread(`json: cannot unmarshal ${goKind(claims)} into Go value of type ${CLAIMS}`)
  let end = 0
  for (const [name, value] of Object.entries(claims as JsonObject))
    if (name.toLowerCase() === 'exp') end = secondsOf(value as JsonValue)
  return end
}

/** As Go's `json.Number`, which a text of digits is, too. */
function secondsOf(value: JsonValue): number {
  if (value === null) throw unread('strconv.ParseFloat: parsing "": invalid syntax')
  if (typeof value === 'string' && !OF_NUMBER.test(value))
    throw unread(`json: invalid number literal, trying to unmarshal ${goQuote(JSON.stringify(value))} into Number`)
  if (typeof value === 'boolean' || typeof value === 'object')
    throw unread(`json: cannot unmarshal ${goKind(value)} into Go struct field .exp of type json.Number`)
  const seconds = Math.trunc(Number(value))
  // what 64 bits do not hold is long ago
  return Math.abs(seconds) < 2 ** 63 ? seconds : 0
}

const unread = (why: string) => new Error(`parsing claims: ${why}`)

/** Base64 with `-` and `_`, without padding, as Go decodes it: line breaks are passed over. */
function rawUrlText(text: string): string {
  const bytes = Buffer.from(text)
  const corrupt = (at: number) => new Error(`illegal base64 data at input byte ${at}`)
  let [read, begin] = [0, 0]
  for (const [at, byte] of bytes.entries()) {
    if (byte === 0x0a || byte === 0x0d) continue
    if (!/[\w-]/.test(String.fromCharCode(byte))) throw corrupt(at)
    if (read++ % 4 === 0) begin = at
  }
  if (read % 4 === 1) throw corrupt(begin)
  return Buffer.from(text, 'base64url').toString('utf8')
}
