import {FluxError} from '../../errors/flux-error.js'

/** How plain scalars are read: as sigs.k8s.io/yaml (kubectl, helm) or as kustomize (yaml.v3) does. */
export type YamlDialect = 'kubernetes' | 'kustomize'

type Scalar = null | boolean | number | bigint | string

const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Scalar] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, Scalar] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, Scalar] => [word, false]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Scalar] => [word, Number.NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Scalar] => [word, Infinity]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Scalar] => [word, -Infinity]),
])

/** Booleans of YAML 1.1 that yaml.v3 no longer reads; `Yes` is one, `yEs` is not. */
const OLD_WORDS: ReadonlyMap<string, boolean> = new Map<string, boolean>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word): [string, boolean] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word): [string, boolean] => [word, false]),
])

const INTEGER = /^([-+]?)(?:0([xXoObB])([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))$/
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const DOT_FLOAT = /^\.[0-9][0-9_]*([eE][-+]?[0-9]+)?$/
const RADIX: Readonly<Record<string, [number, RegExp]>> = {
  x: [16, /^[0-9a-fA-F]+$/],
  o: [8, /^[0-7]+$/],
  b: [2, /^[01]+$/],
}
const MIN_INT64 = -(2n ** 63n)
const MAX_UINT64 = 2n ** 64n - 1n

/**
 * What a plain (unquoted) scalar means to go-yaml. Sexagesimal numbers, dates and the booleans that the dialect does
 * not know stay strings; integers that a double cannot carry are bigint up to 64 bits and a double beyond.
 */
export function resolvePlain(text: string, dialect: YamlDialect): Scalar {
  const code = text.charCodeAt(0)
  if (code >= 0x30 && code <= 0x39) return resolveNumber(text)
  switch (text[0]) {
    case undefined:
    case '~':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'n':
    case 'N':
    case 'y':
    case 'Y':
    case 'o':
    case 'O':
      return resolveWord(text, dialect)
    case '+':
    case '-':
    case '.':
      return WORDS.has(text) ? (WORDS.get(text) as Scalar) : resolveNumber(text)
    default:
      return text
  }
}

function resolveWord(text: string, dialect: YamlDialect): Scalar {
  if (text.length > 5) return text
  const value = WORDS.get(text)
  if (value !== undefined) return value
  return (dialect === 'kubernetes' ? OLD_WORDS.get(text) : undefined) ?? text
}

function resolveNumber(text: string): number | bigint | string {
  if (text[0] === '.') return DOT_FLOAT.test(text) && !text.includes('_') ? finite(Number(text), text) : text
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const integer = INTEGER.exec(plain)
  if (integer !== null) {
    const value = integerOf(integer)
    if (value !== undefined) return value
  }
  return FLOAT.test(plain) ? finite(Number(plain), text) : text
}

/** strconv.ParseFloat fails on overflow, and go-yaml then keeps the text. */
function finite(value: number, text: string): number | string {
  return Number.isFinite(value) ? value : text
}

function integerOf(match: RegExpExecArray): number | bigint | undefined {
  const [, sign, prefix, digits, octal, decimal] = match
  let value: number
  let exact: () => bigint
  if (prefix !== undefined) {
    const letter = prefix.toLowerCase()
    const [radix, allowed] = RADIX[letter]!
    if (!allowed.test(digits!)) return undefined
    value = Number.parseInt(digits!, radix)
    exact = () => BigInt(`0${letter}${digits}`)
  } else if (octal !== undefined) {
    value = Number.parseInt(octal, 8)
    exact = () => BigInt(`0o${octal}`)
  } else {
    value = Number(decimal)
    exact = () => BigInt(decimal!)
  }
  if (Number.isSafeInteger(value)) return sign === '-' && value !== 0 ? -value : value
  const big = sign === '-' ? -exact() : exact()
  // a sign before more than 63 bits is no uint64 for Go
  if (big < MIN_INT64 || big > (sign === '' ? MAX_UINT64 : 2n ** 63n - 1n)) return undefined
  return big
}

/**
 * The text of a `!!binary` scalar, as go-yaml reads it: base64 with its padding, perhaps over several lines.
 * @throws FluxError `bad-yaml` in go-yaml's words for anything else
 */
export function binaryText(value: string): string {
  const packed = value.replace(/[\r\n]/g, '')
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
    throw new FluxError('bad-yaml', '!!binary value contains invalid base64 data')
  }
  return Buffer.from(packed, 'base64').toString('utf8')
}
