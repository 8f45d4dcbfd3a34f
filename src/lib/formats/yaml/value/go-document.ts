import {setOwn} from '../../json/set-own.js'
import type {JsonObject, JsonValue} from '../../json/value.js'
import {composeDocuments} from '../go/composer.js'
import {YamlFault} from '../go/fault.js'
import type {NodeBuilder} from '../go/node-builder.js'
import {readerFault} from '../reader.js'
import type {YamlDialect} from '../scalar.js'
import {float32Text} from './float32-text.js'
import {type GoData, GoFloat, GoMap, isUnsigned, shownData} from './go-data.js'
import {GoDecoder, GoYamlFault} from './go-decoder.js'
import {GO_NODES, type GoNode} from './go-node.js'
import {wideText} from './utf16.js'

/**
 * The value of the first document of a text, as sigs.k8s.io/yaml reads it; it looks no further. Null when there is none.
 * @param text of `yamlText`
 * @throws GoYamlFault
 */
export function firstGoDocument(text: string): JsonValue {
  const wide = wideText(text)
  if (wide === undefined) return firstOf(text)
  const fault = wide.fault ?? readerFault(wide.text)?.problem
  if (fault !== undefined) throw new GoYamlFault(`yaml: ${fault}`)
  return wide.hasHalf ? firstBeforeHalf(wide.text) : firstOf(wide.text)
}

function firstOf(text: string): JsonValue {
  for (const {value} of goDocuments(text, 'kubernetes', FIRST_VERSION)) return value
  return null
}

/** What comes before half of a character can be read, as long as it has an end of its own. */
function firstBeforeHalf(text: string): JsonValue {
  let found: {value: JsonValue} | undefined
  try {
    for (const document of goDocuments(text, 'kubernetes', FIRST_VERSION)) {
      if (found !== undefined) return found.value
      found = document
    }
  } catch (error) {
    if (!(error instanceof GoYamlFault)) throw error
    if (found !== undefined) return found.value
    if (error.line !== undefined && error.line < text.trimEnd().split('\n').length) throw error
  }
  throw new GoYamlFault('yaml: incomplete UTF-16 character')
}

/** Version 2 of go-yaml knows of no YAML 1.2. */
const FIRST_VERSION: NodeBuilder<GoNode> = {...GO_NODES, versions: ['1.1']}

/**
 * All documents of a text, empty ones too, with the 1-based line of each.
 * @throws GoYamlFault
 */
export function* goDocuments(
  text: string,
  dialect: YamlDialect,
  nodes: NodeBuilder<GoNode> = GO_NODES,
): Generator<{value: JsonValue; line: number}> {
  try {
    for (const {root} of composeDocuments(text, nodes)) {
      yield {value: jsonOf(new GoDecoder(dialect).value(root), dialect), line: root.line}
    }
  } catch (error) {
    if (error instanceof YamlFault) throw new GoYamlFault(`yaml: ${error.text(2)}`, error.line + 1)
    throw error
  }
}

function jsonOf(value: GoData, dialect: YamlDialect): JsonValue {
  const numbers: number[] = []
  const json = converted(value, dialect, numbers)
  // told only when all the rest is fine
  for (const number of numbers) {
    throw new GoYamlFault(`json: unsupported value: ${Number.isNaN(number) ? 'NaN' : number > 0 ? '+Inf' : '-Inf'}`)
  }
  return json
}

/** `endless` gets what JSON has no number for. */
function converted(value: GoData, dialect: YamlDialect, endless: number[]): JsonValue {
  if (value instanceof GoFloat) {
    if (!Number.isFinite(value.value)) endless.push(value.value)
    return value.value
  }
  if (Array.isArray(value)) return value.map((item) => converted(item, dialect, endless))
  if (!(value instanceof GoMap)) return value
  const result: JsonObject = {}
  // the last of two equal keys wins
  for (const [key, inner] of value.entries()) setOwn(result, keyOf(key, inner, dialect), converted(inner, dialect, endless))
  return result
}

function keyOf(key: GoData, value: GoData, dialect: YamlDialect): string {
  if (key instanceof GoFloat) return float32Text(key.value)
  // version 3 has maps of all keys; whoever needs JSON of it says so
  if (dialect === 'kustomize' || (key !== null && !isUnsigned(key))) return String(key)
  const [type, shown] = key === null ? ['%!s(<nil>)', '<nil>'] : ['uint64', shownData(key)]
  const words = `unsupported map key of type: ${type}, key: ${shown}, value: ${value === null ? '<nil>' : shownData(value)}`
  throw new GoYamlFault(words)
}
