import {FluxError} from '../../../errors/flux-error.js'
import type {JsonValue} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import {KustomizeError} from '../error.js'
import {DOUBLE, MAP, Node, PLAIN, SCALAR, SEQ, TAG} from './node.js'

/** The documents of a text as kustomize's reader sees them; empty ones are left out. */
export function parseNodes(text: string): {node: Node; line: number; index: number}[] {
  try {
    return parseYamlDocuments(text, {dialect: 'kustomize'}).map((document) => ({
      node: nodeOf(document.value),
      line: document.line,
      index: document.index,
    }))
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new KustomizeError(`MalformedYAMLError: ${error.message}`)
  }
}

export function nodeOf(value: JsonValue): Node {
  if (typeof value === 'string') return new Node(SCALAR, TAG.string, value, DOUBLE, [])
  if (value === null) return new Node(SCALAR, TAG.null, 'null', PLAIN, [])
  if (typeof value === 'boolean') return new Node(SCALAR, TAG.bool, String(value), PLAIN, [])
  if (typeof value !== 'object') {
    return new Node(SCALAR, typeof value === 'bigint' || Number.isInteger(value) ? TAG.int : TAG.float, String(value), PLAIN, [])
  }
  if (Array.isArray(value)) return new Node(SEQ, TAG.seq, '', PLAIN, value.map(nodeOf))
  const content: Node[] = []
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) content.push(new Node(SCALAR, TAG.string, key, PLAIN, []), nodeOf(member))
  }
  return new Node(MAP, TAG.map, '', PLAIN, content)
}

/** A text inside a scalar, read as one YAML document. @throws KustomizeError when it is none */
export function parseScalarDocument(text: string): Node {
  const [first] = parseNodes(text)
  return first?.node ?? new Node(SCALAR, TAG.null, '', PLAIN, [])
}
