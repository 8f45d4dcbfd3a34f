import {isObject, type JsonValue} from '../../../formats/json/value.js'
import {goJson} from './json.js'

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[^\s,\]}]*|true|false|null|[{}[\],:]/g

/** A value that no other one equals. */
const UNLIKE_ALL = Number.NaN

/**
 * Operations of a JSON patch in JSON (known to be sound) with values of `test` as kustomize compares them: by their spelling. What Go
 * would spell otherwise (`1.0`, `"<"`, `"\/"`) equals nothing; integers of 64 bits without a sign keep their digits.
 */
export function withSpelledTests(text: string, operations: readonly JsonValue[]): JsonValue[] {
  const tests = operations.some((operation) => isObject(operation) && operation.op === 'test')
  if (!tests) return [...operations]
  const values = valueTokens(text)
  return operations.map((operation, at) => {
    if (!isObject(operation) || operation.op !== 'test' || values[at] === undefined) return operation
    const tokens = values[at]
    if (tokens.length === 1 && isLarge(tokens[0]!)) return {...operation, value: BigInt(tokens[0]!)}
    return tokens.every((token, i) => tokens[i + 1] === ':' || isGoSpelled(token)) ? operation : {...operation, value: UNLIKE_ALL}
  })
}

/** Beyond what fits with a sign, and yet an integer for Go. */
function isLarge(token: string): boolean {
  if (!/^\d{19,20}$/.test(token)) return false
  const value = BigInt(token)
  return value >= 2n ** 63n && value < 2n ** 64n
}

function isGoSpelled(token: string): boolean {
  if (token.length === 1 && '{}[],:'.includes(token)) return true
  if (/^-?\d{16,}$/.test(token)) return String(BigInt(token)) === token
  return token !== '-0' && goJson(JSON.parse(token) as JsonValue) === token
}

/** The tokens of the last `value` of each operation. */
function valueTokens(text: string): (readonly string[] | undefined)[] {
  const operations: string[][] = []
  let depth = 0
  for (const [token] of text.matchAll(TOKEN)) {
    if (isOpening(token)) depth++
    if (depth === 2 && token === '{') operations.push([])
    else if (depth >= 2) operations.at(-1)?.push(token)
    if (isClosing(token)) depth--
  }
  return operations.map(lastValue)
}

/** Of the tokens of an object without its first brace. */
function lastValue(tokens: readonly string[]): readonly string[] | undefined {
  let found: readonly string[] | undefined
  for (let at = 0; at < tokens.length; ) {
    const end = memberEnd(tokens, at)
    if (tokens[at + 1] === ':' && JSON.parse(tokens[at]!) === 'value') found = tokens.slice(at + 2, end)
    at = end + 1
  }
  return found
}

/** Where the comma or brace after a member stands. */
function memberEnd(tokens: readonly string[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]!
    if (depth === 0 && (token === ',' || token === '}')) return at
    if (isOpening(token)) depth++
    if (isClosing(token)) depth--
  }
  return tokens.length
}

function isOpening(token: string): boolean {
  return token === '{' || token === '['
}

function isClosing(token: string): boolean {
  return token === '}' || token === ']'
}
