import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {goFloat} from '../../../formats/yaml/number.js'
import {compareKeys} from '../../../formats/yaml/order.js'
import {styleOf} from '../../../formats/yaml/style.js'
import {tagOf} from './meaning.js'
import {MAP, NO_CONTENT, Node, PLAIN, SCALAR, SEQ, STYLES, TAG} from './node.js'

/**
 * The node that kustomize gets when it reads an object from JSON: numbers as doubles in Go's spelling, keys in order.
 */
export function nodeOfJson(value: JsonValue): Node {
  if (typeof value === 'string') return textOfJson(value)
  if (value === null) return new Node(SCALAR, TAG.null, 'null', PLAIN, NO_CONTENT)
  if (typeof value === 'boolean') return new Node(SCALAR, TAG.bool, String(value), PLAIN, NO_CONTENT)
  if (typeof value !== 'object') {
    const text = goFloat(Number(value))
    return new Node(SCALAR, tagOf(text), text, PLAIN, NO_CONTENT)
  }
  if (Array.isArray(value)) return new Node(SEQ, TAG.seq, '', PLAIN, value.map(nodeOfJson))
  const content: Node[] = []
  for (const key of sortedKeys(value)) {
    const member = value[key]
    if (member !== undefined) content.push(keyOfJson(key), nodeOfJson(member))
  }
  return new Node(MAP, TAG.map, '', PLAIN, content)
}

/** A key that was printed and read once more: with quotes where a reader of YAML 1.1 needs them. */
export function keyOfJson(key: string): Node {
  return new Node(SCALAR, TAG.string, key, STYLES[styleOf(key, true)], NO_CONTENT)
}

/** A text that was printed and read once more: `<<` comes back as what merges maps. */
export function textOfJson(value: string): Node {
  return new Node(SCALAR, value === '<<' ? TAG.merge : TAG.string, value, STYLES[styleOf(value, false)], NO_CONTENT)
}

function sortedKeys(value: JsonObject): string[] {
  const keys = Object.keys(value)
  for (let i = 1; i < keys.length; i++) if (compareKeys(keys[i - 1]!, keys[i]!) > 0) return keys.sort(compareKeys)
  return keys
}
