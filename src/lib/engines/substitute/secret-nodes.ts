import {goFloat} from '../../errors/go-float.js'
import {resolvePlain} from '../../formats/yaml/scalar.js'
import {float32Text} from '../../formats/yaml/value/float32-text.js'
import type {GoNode} from '../../formats/yaml/value/go-node.js'
import {hasMarks, unmarked} from './secret-marks.js'
import type {SecretPlace} from './secret-trace.js'

/** What a scalar becomes when it stays no text as it is written. */
export function formsOf(text: string, tag: string, isPlain: boolean): string[] {
  if (tag === '!!binary') return [Buffer.from(text, 'base64').toString()]
  const found = isPlain && tag === '' ? resolvePlain(text, 'kubernetes') : undefined
  if (typeof found === 'bigint') return [String(found)]
  // as a value, in a message of Go, as a key
  return typeof found === 'number' ? [String(found), goFloat(found), float32Text(found)] : []
}

/** All that stands in a node, aliases apart: they stand for what is there once more. */
export function addContent(node: GoNode, texts: Set<string>, keys: Set<string>): void {
  if (node.kind === 'scalar') {
    const text = unmarked(node.text)
    for (const form of [text, ...formsOf(text, node.tag, node.isPlain)]) texts.add(form)
  } else if (node.kind === 'list') for (const item of node.items) addContent(item, texts, keys)
  else if (node.kind === 'map') {
    for (const [key, value] of node.pairs) {
      addContent(key, keys, keys)
      addContent(value, texts, keys)
    }
  }
}

/** True when something in a node is marked. */
export function holdsMarks(node: GoNode): boolean {
  if (node.kind === 'scalar') return hasMarks(node.text)
  if (node.kind === 'list') return node.items.some(holdsMarks)
  return node.kind === 'map' && node.pairs.some((pair) => pair.some(holdsMarks))
}

/** Where a map or list ends up; what is merged stands among the keys around it. */
export function placesOf(node: GoNode, path: SecretPlace): SecretPlace[] {
  const target = node.kind === 'alias' ? node.target : node
  if (path.at(-1) !== '<<' || target.kind !== 'map') return [path]
  return target.pairs.map(([key]) => [...path.slice(0, -1), keyText(key)])
}

/** As the key is called in the object: a number in its own spelling. */
export function keyText(key: GoNode): string {
  if (key.kind !== 'scalar') return ''
  const text = unmarked(key.text)
  const found = key.isPlain && key.tag === '' ? resolvePlain(text, 'kubernetes') : text
  if (found === null) return text
  return typeof found === 'number' && /[.eE]/.test(text) ? float32Text(found) : String(found)
}

/** An item of a list is known by its `name`, where that is a text. */
export function nameOf(item: GoNode): string {
  const pair = item.kind === 'map' ? item.pairs.find(([key]) => keyText(key) === 'name') : undefined
  const value = pair?.[1]
  if (value?.kind !== 'scalar') return '*'
  const text = unmarked(value.text)
  return value.isPlain && typeof resolvePlain(text, 'kubernetes') !== 'string' ? '*' : text
}
