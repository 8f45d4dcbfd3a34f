import {goQuote} from '../../../errors/go-quote.js'
import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {KustomizeError} from '../error.js'
import {goMap} from '../go/print.js'
import {binaryOf, isQuotedDate, isText, SURE_TEXT, scalarValue, taggedValue, tagOf} from './meaning.js'
import {FLOW, MAP, type Node, PLAIN, SCALAR, TAG} from './node.js'

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
