import {goFloat, goFloat32} from '../../../errors/go-float.js'
import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {resolvePlain} from '../../../formats/yaml/scalar.js'
import {timestampOf} from '../../../formats/yaml/timestamp.js'
import {KustomizeError} from '../error.js'
import {ConfigNodeMaker} from '../go/config-nodes.js'
import {goMap} from '../go/print.js'
import {fieldNamed, isText, type Shape} from '../kustomization/decode.js'
import {binaryOf, tagOf} from './meaning.js'
import {MAP, type Node, PLAIN, SCALAR, TAG, TAGGED} from './node.js'

/**
 * The first document of a configuration (a kustomization, a patch's operations), with the meaning that
 * sigs.k8s.io/yaml gives to scalars: `yes` is true, dates are text, the last of two equal keys wins. With `target`, the Go
 * type that it is read into, a number or boolean where that has text is text.
 * @throws KustomizeError `yaml: line N: ...`
 */
export function configValue(text: string, target?: Shape | typeof TEXTS): JsonValue {
  try {
    for (const {root} of composeDocuments(text, new ConfigNodeMaker())) return valueFrom(root, target)
    return null
  } catch (error) {
    if (error instanceof YamlFault) throw new KustomizeError(`yaml: ${error.text(2)}`, {cause: error})
    throw error
  }
}

/** A target in which everything is text, however deep. */
export const TEXTS = 'texts'

type Target = Shape | typeof TEXTS | undefined

function valueFrom(node: Node, given: Target): JsonValue {
  const target = typeof given === 'object' && 'optional' in given ? given.optional : given
  if (node.kind === SCALAR) return isText(target) || target === TEXTS ? textFrom(node) : scalarOf(node)
  if (node.kind !== MAP) {
    const inner = target === TEXTS ? target : typeof target === 'object' && 'list' in target ? target.list : undefined
    return node.content.map((item) => valueFrom(item, inner))
  }
  const result: JsonObject = {}
  for (let i = 0; i < node.content.length; i += 2) {
    const key = node.content[i]!
    const name = keyFrom(key, node.content[i + 1]!)
    setOwn(result, name, valueFrom(node.content[i + 1]!, memberOf(target, name)))
  }
  return result
}

/** The type of a member; of the fields of embedded types sigs.k8s.io/yaml knows none. */
function memberOf(target: Target, key: string): Target {
  if (target === TEXTS) return target
  if (typeof target !== 'object' || 'list' in target || 'optional' in target) return undefined
  if ('map' in target) return target.map
  const name = fieldNamed(target, key)
  return name === undefined || target.embedded?.[name] !== undefined ? undefined : target.fields[name]
}

/** What is text in Go; numbers that are no integers are spelled as a float32 is. */
function textFrom(node: Node): JsonValue {
  const meaning = meaningOf(node)
  if (typeof meaning === 'boolean' || typeof meaning === 'bigint') return String(meaning)
  if (typeof meaning !== 'number') return meaning
  return tagOf(node.value) === TAG.int ? String(meaning) : goFloat32(meaning)
}

/** The name that a key becomes in JSON. */
function keyFrom(key: Node, value: Node): string {
  if (key.kind !== SCALAR) throw new KustomizeError(`yaml: invalid map key: ${shown(key)}`)
  const name = key.tag === TAG.string && key.style !== PLAIN ? key.value : meaningOf(key)
  if (name === null) throw unsupportedKey('%!s(<nil>)', '<nil>', value)
  if (typeof name === 'bigint' && name > 2n ** 63n - 1n) throw unsupportedKey('uint64', `0x${name.toString(16)}`, value)
  if (typeof name !== 'number' || Number.isInteger(name)) return String(name)
  return Number.isFinite(name) ? goFloat32(name) : WORDS[String(name)]!
}

/** Whether the key is the one that a configuration has by this name, written otherwise (`on`, `0x10`). */
export function meansName(key: Node, name: string): boolean {
  if (key.kind !== SCALAR || key.style !== PLAIN) return false
  try {
    return keyFrom(key, key) === name
  } catch (error) {
    if (error instanceof KustomizeError) return false
    throw error
  }
}

const WORDS: Readonly<Record<string, string>> = {Infinity: '.inf', '-Infinity': '-.inf', NaN: '.nan'}

function unsupportedKey(type: string, key: string, value: Node): KustomizeError {
  return new KustomizeError(`unsupported map key of type: ${type}, key: ${key}, value: ${shown(value)}`)
}

/** yaml.v2 makes no maps of strings. */
function shown(node: Node): string {
  return goMap(node).replaceAll('map[string]', 'map[interface {}]')
}

type Scalar = null | boolean | number | bigint | string

function scalarOf(node: Node): Scalar {
  const meaning = meaningOf(node)
  if (typeof meaning === 'number' && !Number.isFinite(meaning)) {
    throw new KustomizeError(`json: unsupported value: ${goFloat(meaning)}`)
  }
  return meaning
}

function meaningOf(node: Node): Scalar {
  const {tag, value} = node
  const tagged = (node.style & TAGGED) !== 0
  if (tagged && tag === TAG.timestamp) demandDate(value)
  if (tagged ? !RESOLVED.has(tag) : node.style !== PLAIN || tag === TAG.timestamp) {
    return tag === TAG.binary ? binaryOf(value) : value
  }
  const meaning = resolvePlain(value, 'kubernetes')
  if (tagged && !fits(meaning, tag, value)) throw undecodable(value, meaning, tag)
  return meaning
}

function demandDate(value: string): void {
  if (timestampOf(value) === undefined) throw undecodable(value, resolvePlain(value, 'kubernetes'), TAG.timestamp)
}

function undecodable(value: string, meaning: Scalar, tag: string): KustomizeError {
  return new KustomizeError(`yaml: cannot decode ${oldTagOf(value, meaning)} \`${value}\` as a ${tag}`)
}

/** Tags that say how a text is to be read. */
const RESOLVED: ReadonlySet<string> = new Set([TAG.int, TAG.float, TAG.bool, TAG.null])

function fits(meaning: unknown, tag: string, value: string): boolean {
  if (tag === TAG.null) return meaning === null
  if (tag === TAG.bool) return typeof meaning === 'boolean'
  return typeof meaning === 'bigint' || (typeof meaning === 'number' && (tag === TAG.float || tagOf(value) === TAG.int))
}

function oldTagOf(value: string, meaning: unknown): string {
  return typeof meaning === 'boolean' ? TAG.bool : tagOf(value)
}
