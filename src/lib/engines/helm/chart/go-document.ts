import {goFloat} from '../../../errors/go-float.js'
import {goQuote} from '../../../errors/go-quote.js'
import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {composeDocuments, type NodeBuilder} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {STYLE} from '../../../formats/yaml/go/token.js'
import {resolvePlain} from '../../../formats/yaml/scalar.js'
import {float32Text} from './float32-text.js'

type Scalar = {readonly text: string; readonly tag: string; readonly plain: boolean}
type Node = Scalar | {readonly items: Node[]} | {readonly pairs: [Node, Node][]}

/** What only js-yaml reads here: aliases, and keys that bring in other maps. */
const NOT_HERE = /(?:^|[\s[{,:])[*&]\S|<</m
/** Tags that say no more than what a plain scalar says anyway, when they fit. */
const KINDS = new Set(['!!bool', '!!int', '!!float', '!!null', '!!timestamp', '!!binary'])

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Why Go cannot read a text, in its words. */
export class GoYamlFault extends Error {}

/**
 * The value of the first document of a text, as sigs.k8s.io/yaml reads it; it looks no further. Undefined for what has to be
 * read otherwise: aliases, merged maps, tags of kinds.
 * @throws GoYamlFault
 */
export function firstGoDocument(text: string): {value: JsonValue} | undefined {
  if (NOT_HERE.test(text)) return undefined
  const version = /^%YAML[ \t]+(\d+\.\d+)/.exec(text)?.[1]
  if (version !== undefined && version !== '1.1') throw new GoYamlFault('yaml: found incompatible YAML document')
  let isOther = false
  const builder: NodeBuilder<Node> = {
    scalar: (value, tag, style) => {
      isOther ||= KINDS.has(tag)
      if (tag === '!!binary' && !BASE64.test(value.replaceAll(/[\r\n]/g, ''))) {
        throw new GoYamlFault('yaml: !!binary value contains invalid base64 data')
      }
      return {text: value, tag, plain: style === STYLE.plain}
    },
    alias: (_, target) => target,
    sequence: () => ({items: []}),
    mapping: () => ({pairs: []}),
    add: (list, item) => void ('items' in list && list.items.push(item)),
    pair: (map, key, value) => void ('pairs' in map && map.pairs.push([key, value])),
    end() {},
  }
  try {
    for (const {root} of composeDocuments(text, builder)) return isOther ? undefined : {value: jsonOf(root)}
    return {value: null}
  } catch (error) {
    if (error instanceof YamlFault) throw new GoYamlFault(`yaml: ${error.text(2)}`)
    throw error
  }
}

/** The name of the first anchor in the first document whose value refers to it. */
export function anchorWithinItself(text: string): string | undefined {
  let found: string | undefined
  const node = () => ({isOpen: true})
  const builder: NodeBuilder<{isOpen: boolean}> = {
    scalar: () => ({isOpen: false}),
    alias: (name, target) => {
      if (target.isOpen) found ??= name
      return target
    },
    sequence: node,
    mapping: node,
    add() {},
    pair() {},
    end: (one) => {
      one.isOpen = false
    },
  }
  for (const _ of composeDocuments(text, builder)) break
  return found
}

function jsonOf(node: Node): JsonValue {
  if ('items' in node) return node.items.map(jsonOf)
  if ('text' in node) {
    const value = scalarOf(node)
    if (typeof value !== 'number' || Number.isFinite(value)) return value
    throw new GoYamlFault(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`)
  }
  const result: JsonObject = {}
  for (const [key] of node.pairs) {
    if (!('text' in key)) throw new GoYamlFault(`yaml: invalid map key: ${shown(key)}`)
  }
  // the last of two equal keys wins
  for (const [key, value] of node.pairs) setOwn(result, keyOf(key as Scalar, value), jsonOf(value))
  return result
}

function scalarOf({text, tag, plain}: Scalar): ReturnType<typeof resolvePlain> {
  return plain && tag === '' ? resolvePlain(text, 'kubernetes') : text
}

function keyOf(key: Scalar, value: Node): string {
  const found = scalarOf(key)
  if (found === null) {
    throw new GoYamlFault(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown(value)}`)
  }
  if (typeof found !== 'number') return String(found)
  const isWhole = Number.isInteger(found) && (/^[-+]?0[xX]/.test(key.text) || !/[.eE]/.test(key.text))
  return isWhole ? String(found) : float32Text(found)
}

/** Go's `%#v`. */
function shown(node: Node): string {
  if ('items' in node) return `[]interface {}{${node.items.map(shown).join(', ')}}`
  if ('pairs' in node) {
    const pairs = node.pairs.map(([key, value]) => `${shown(key)}:${shown(value)}`)
    return `map[interface {}]interface {}{${pairs.sort().join(', ')}}`
  }
  const found = scalarOf(node)
  if (found === null) return 'interface {}(nil)'
  if (typeof found === 'number') return goFloat(found)
  return typeof found === 'string' ? goQuote(found) : String(found)
}
