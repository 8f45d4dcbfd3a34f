import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import type {NodeBuilder} from '../../../formats/yaml/go/node-builder.js'
import {binaryText, resolvePlain} from '../../../formats/yaml/scalar.js'
import {timestampOf} from '../../../formats/yaml/timestamp.js'
import {KustomizeError} from '../error.js'
import {goMap} from '../go/print.js'
import {isTabBlock, tabFault} from '../go/read-back.js'
import {FLOW, FOLDED, MAP, type Node, PLAIN, SCALAR, TAG, TAGGED} from './node.js'
import {refolded} from './refold.js'

/** Neither number, boolean, null nor date begins like this. */
const SURE_TEXT = /^[a-eg-mp-su-xzA-EG-MP-SU-XZ_/][A-Za-z0-9_./@%+-]*$/

/** The tag that go-yaml gives to a plain scalar. */
export function tagOf(value: string): string {
  const meaning = resolvePlain(value, 'kustomize')
  switch (typeof meaning) {
    case 'string':
      if (value === '<<') return TAG.merge
      return timestampOf(value) === undefined ? TAG.string : TAG.timestamp
    case 'boolean':
      return TAG.bool
    case 'bigint':
      return TAG.int
    case 'number':
      return isIntegerText(value) ? TAG.int : TAG.float
    default:
      return TAG.null
  }
}

/** Decides between `3` and `3.0`, `1e3`, `.5` for text that is known to be a number. */
function isIntegerText(value: string): boolean {
  if (/^[-+]?0[xX]/.test(value)) return true
  if (!/^[-+]?[0-9_]+$|^[-+]?0[bo]/i.test(value)) return false
  const number = resolvePlain(value, 'kustomize')
  // integers past 64 bits, and 08, are read as floats
  if (typeof number === 'number' && !Number.isSafeInteger(number)) return false
  return !/^[-+]?0[0-9_]*[89]/.test(value)
}

/** A scalar that is text for go-yaml whatever its spelling. */
export function isText(node: Node): boolean {
  return node.tag === TAG.string || (node.tag === '' && (isQuoted(node) || node.value.includes('\n')))
}

function isQuoted(node: Node): boolean {
  return (node.style & ~TAGGED) !== PLAIN
}

type Scalar = null | boolean | number | bigint | string

/**
 * What a scalar is after kustomize has printed and read it once more on its way out; `strict` refuses what JSON
 * cannot hold. Inside `{}` and `[]` an empty null comes back as empty text, a date with a time as it is written.
 */
export function scalarValue(node: Node, strict = true, inFlow = false): Scalar {
  const {tag, value} = node
  if (isText(node)) {
    if (!inFlow && isTabBlock(node)) throw tabFault()
    return node.style === FOLDED ? refolded(value) : value
  }
  if (inFlow && node.style === PLAIN && (value === '' || isQuotedDate(value))) return value
  if (tag === '') return plainValue(value, strict)
  const found = tagOf(value)
  if (found === tag && (node.style & TAGGED) === 0) {
    return node.style === PLAIN && !value.includes('\n') ? plainValue(value, strict) : value
  }
  return taggedValue(tag, found, value, strict)
}

/** yaml.v3 puts what has a colon into quotes inside of `{}` and `[]`, and then a date is text. */
function isQuotedDate(value: string): boolean {
  return value.includes(':') && timestampOf(value) !== undefined
}

function plainValue(value: string, strict: boolean): Scalar {
  const meaning = resolvePlain(value, 'kustomize')
  if (typeof meaning !== 'string') return strict ? checked(meaning) : meaning
  return timestampOf(meaning) ?? meaning
}

function checked<T extends Scalar>(value: T): T {
  if (value === 0) return 0 as T
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  throw new KustomizeError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`)
}

/** @throws KustomizeError for what is no base64 */
export function binaryOf(value: string): string {
  try {
    return binaryText(value)
  } catch (error) {
    if (error instanceof FluxError) throw new KustomizeError(`yaml: ${error.message}`, {cause: error})
    throw error
  }
}

/** An explicit tag that the text does not carry by itself: `!!float 3`, `!!binary ...`, `!local x`. */
function taggedValue(tag: string, found: string, value: string, strict: boolean): Scalar {
  switch (tag) {
    case TAG.float:
      if (found === TAG.int || found === TAG.float) return plainValue(value, strict)
      break
    case TAG.binary:
      return binaryOf(value)
    case TAG.int:
    case TAG.bool:
    case TAG.null:
    case TAG.timestamp:
      if (found === tag) return plainValue(value, strict)
      break
    default:
      return value
  }
  throw new KustomizeError(`yaml: cannot decode ${found} \`${value}\` as a ${tag}`)
}

/**
 * The JSON value of a node as kustomize emits it.
 * @throws KustomizeError for what JSON or a Go map cannot hold
 */
export function jsonOf(node: Node, inFlow = false, top = true): JsonValue {
  if (node.kind === SCALAR) return scalarValue(node, true, inFlow)
  const {content} = node
  const flow = inFlow || node.style === FLOW
  if (node.kind !== MAP) return content.map((item) => jsonOf(item, flow, false))
  const result: JsonObject = {}
  for (let i = 0; i < content.length; i += 2) {
    const key = content[i]!
    if (top && isLostKey(key)) continue
    const name = keyOf(key, top, flow)
    if (Object.hasOwn(result, name)) throw duplicateKey(content, i, name)
    setOwn(result, name, jsonOf(content[i + 1]!, flow, false))
  }
  return result
}

/**
 * The name that a key stands for; the keys of the object itself (`top`) are read into Go's strings, where a number or a date
 * is its text.
 * @throws KustomizeError when it is none
 */
export function keyOf(key: Node, top: boolean, inFlow = false): string {
  if (key.kind !== SCALAR) throw notScalar(key, top)
  const {tag, value, style} = key
  // a key that the build made has no tag: it is what its text means
  if (tag === TAG.string || tag === TAG.merge) return value
  if (tag === '' && (value === '' || isText(key) || SURE_TEXT.test(value) || tagOf(value) === TAG.string)) return value
  // where nothing stands yaml.v3 writes quotes
  if (tag === TAG.null && value === '' && style === PLAIN) return value
  if (inFlow && style === PLAIN && isQuotedDate(value)) return value
  if (top && tag !== TAG.null && (tag !== '' || tagOf(value) !== TAG.null)) return textOfKey(key)
  if (tag !== TAG.null) taggedValue(tag, tagOf(value), value, false)
  throw new KustomizeError('json: unsupported type: map[interface {}]interface {}')
}

/** A key of the object itself that a merge made and that reads as null is left out with its value. */
export function isLostKey({kind, tag, value, style}: Node): boolean {
  return kind === SCALAR && tag === '' && style === PLAIN && value !== '' && tagOf(value) === TAG.null
}

function notScalar(key: Node, top: boolean): KustomizeError {
  if (!top) return new KustomizeError(`yaml: invalid map key: ${goMap(key)}`)
  const tag = key.kind === MAP ? TAG.map : TAG.seq
  return new KustomizeError(`yaml: unmarshal errors:\n  line ${key.line}: cannot unmarshal ${tag} into string`)
}

function textOfKey({tag, value}: Node): string {
  return tag === TAG.binary ? binaryOf(value) : value
}

function duplicateKey(content: readonly Node[], at: number, name: string): KustomizeError {
  const first = content.findIndex((node, i) => i % 2 === 0 && node.value === name)
  return new KustomizeError(
    `yaml: unmarshal errors:\n  line ${content[at]!.line}: mapping key ${goQuote(name)} already defined at line ${content[first]!.line}`,
  )
}

type Shape = 'text' | 'other'

/** Only asks whether a document is text. */
const SHAPES: NodeBuilder<Shape> = {
  scalar: (value, tag, style) =>
    tag === TAG.string || style !== PLAIN || (tag === '' && typeof resolvePlain(value, 'kubernetes') === 'string')
      ? 'text'
      : 'other',
  alias: (_name, target) => target,
  sequence: () => 'other',
  mapping: () => 'other',
  add: () => undefined,
  pair: () => undefined,
  end: () => undefined,
}

/** The same as `oldMeaning` for text that stood in a file without quotes. */
export function oldWord(value: string): boolean {
  if (/^(?:---|\.\.\.)/.test(value)) return oldMeaning(value)
  return value !== '' && typeof resolvePlain(value, 'kubernetes') !== 'string'
}

/** True when a YAML 1.1 reader would take the text for something else than a string. */
export function oldMeaning(value: string): boolean {
  if (value === '' || value.includes('\n') || SURE_TEXT.test(value)) return false
  try {
    for (const {root} of composeDocuments(value, SHAPES)) return root !== 'text'
    return true
  } catch (error) {
    if (error instanceof YamlFault) return false
    throw error
  }
}
