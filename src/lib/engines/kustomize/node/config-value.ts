import {setOwn} from '../../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../../formats/json/value.js'
import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {resolvePlain} from '../../../formats/yaml/scalar.js'
import {KustomizeError} from '../error.js'
import {NodeMaker} from './build-nodes.js'
import {tagOf} from './meaning.js'
import {MAP, type Node, PLAIN, SCALAR, TAG, TAGGED} from './node.js'

/**
 * The first document of a configuration (a kustomization, a patch's operations), with the meaning that
 * sigs.k8s.io/yaml gives to scalars: `yes` is true, dates are text, the last of two equal keys wins.
 * @throws KustomizeError `yaml: line N: ...`
 */
export function configValue(text: string): JsonValue {
  try {
    for (const {root} of composeDocuments(text, new NodeMaker())) return valueFrom(root)
    return null
  } catch (error) {
    if (error instanceof YamlFault) throw new KustomizeError(`yaml: ${error.text(2)}`, {cause: error})
    throw error
  }
}

function valueFrom(node: Node): JsonValue {
  if (node.kind === SCALAR) return scalarOf(node)
  if (node.kind !== MAP) return node.content.map(valueFrom)
  const result: JsonObject = {}
  for (let i = 0; i < node.content.length; i += 2) {
    const key = node.content[i]!
    if (key.kind !== SCALAR) throw new KustomizeError('yaml: invalid map key')
    const name = key.tag === TAG.string || key.tag === TAG.merge ? plainKey(key) : String(scalarOf(key))
    setOwn(result, name, valueFrom(node.content[i + 1]!))
  }
  return result
}

function plainKey(key: Node): string {
  return key.style === PLAIN ? String(resolvePlain(key.value, 'kubernetes')) : key.value
}

function scalarOf(node: Node): null | boolean | number | bigint | string {
  const {tag, value} = node
  const tagged = (node.style & TAGGED) !== 0
  if (tagged ? !RESOLVED.has(tag) : node.style !== PLAIN || tag === TAG.timestamp) {
    return tag === TAG.binary ? Buffer.from(value, 'base64').toString('utf8') : value
  }
  const meaning = resolvePlain(value, 'kubernetes')
  if (typeof meaning === 'number' && !Number.isFinite(meaning)) {
    throw new KustomizeError(`json: unsupported value: ${Number.isNaN(meaning) ? 'NaN' : meaning > 0 ? '+Inf' : '-Inf'}`)
  }
  if (tagged && !fits(meaning, tag))
    throw new KustomizeError(`yaml: cannot decode ${oldTagOf(value, meaning)} \`${value}\` as a ${tag}`)
  return meaning
}

/** Tags that say how a text is to be read. */
const RESOLVED: ReadonlySet<string> = new Set([TAG.int, TAG.float, TAG.bool, TAG.null])

function fits(meaning: unknown, tag: string): boolean {
  if (tag === TAG.null) return meaning === null
  if (tag === TAG.bool) return typeof meaning === 'boolean'
  return typeof meaning === 'bigint' || (typeof meaning === 'number' && (tag === TAG.float || Number.isInteger(meaning)))
}

function oldTagOf(value: string, meaning: unknown): string {
  return typeof meaning === 'boolean' ? TAG.bool : tagOf(value)
}
