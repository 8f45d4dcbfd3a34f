import {FluxError} from '../../../errors/flux-error.js'
import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import type {NodeBuilder} from '../../../formats/yaml/go/node-builder.js'
import {binaryText, resolvePlain} from '../../../formats/yaml/scalar.js'
import {timestampOf} from '../../../formats/yaml/timestamp.js'
import {KustomizeError} from '../error.js'
import {isTabBlock, tabFault} from '../go/read-back.js'
import {refolded} from '../go/refold.js'
import {FOLDED, type Node, PLAIN, TAG, TAGGED} from './node.js'

/** Neither number, boolean, null nor date begins like this. */
export const SURE_TEXT = /^[a-eg-mp-su-xzA-EG-MP-SU-XZ_/][A-Za-z0-9_./@%+-]*$/

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
export function isQuotedDate(value: string): boolean {
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
export function taggedValue(tag: string, found: string, value: string, strict: boolean): Scalar {
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
