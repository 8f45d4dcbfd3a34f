import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {composeDocuments} from '../../formats/yaml/go/composer.js'
import {YamlFault} from '../../formats/yaml/go/fault.js'
import type {NodeBuilder} from '../../formats/yaml/go/node-builder.js'
import {GO_NODES, type GoNode, type MapNode, type ScalarNode} from '../../formats/yaml/value/go-node.js'
import {hasMarks, marked, markedPart, unmarked} from './secret-marks.js'
import {addContent, formsOf, holdsMarks, keyText, nameOf, placesOf} from './secret-nodes.js'
import type {SecretPlace, SecretTrace} from './secret-trace.js'

/**
 * What YAML reads from the marked parts of an object's text: scalars, in which quotes and escapes are resolved, and the keys
 * and places of maps and lists. Objects are printed without flow style, so a `{...}` or `[...]` came out of a variable.
 * Returns the places; undefined for a text that cannot be read.
 */
export function recordScalars(text: string, results: ReadonlySet<string>, trace: SecretTrace): SecretPlace[] | undefined {
  const flow = new Set<GoNode>()
  try {
    const [document] = composeDocuments(text, flowNodes(flow))
    const reader = new SecretReader(flow, results, trace)
    if (document) reader.visit(document.root, [])
    return reader.places
  } catch (error) {
    if (error instanceof YamlFault) return undefined
    throw error
  }
}

/** What stands in a value, should it ever be read as YAML: a scalar, or the content of a map or list. */
export function recordValue(value: string, trace: SecretTrace): void {
  try {
    const [document] = composeDocuments(value, GO_NODES)
    if (document) addContent(document.root, document.root.kind === 'scalar' ? trace.texts : trace.wholes, trace.keys)
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error
  }
}

/** The scalars of an object that another one does not have. */
export function recordNew(object: JsonValue, before: JsonObject, trace: SecretTrace): void {
  const known = new Set(scalarsOf(before))
  for (const text of scalarsOf(object)) if (!known.has(text)) trace.texts.add(text)
}

class SecretReader {
  readonly places: SecretPlace[] = []
  readonly #results: readonly string[]

  constructor(
    private readonly flow: ReadonlySet<GoNode>,
    results: ReadonlySet<string>,
    private readonly trace: SecretTrace,
  ) {
    this.#results = [...results].sort((a, b) => b.length - a.length).map(marked)
  }

  visit(node: GoNode, path: SecretPlace): void {
    if (node.kind === 'scalar') this.#scalar(node)
    else if (this.#isSecret(node)) this.#structure(node, path)
    else if (node.kind === 'list') for (const item of node.items) this.visit(item, [...path, nameOf(item)])
    else if (node.kind === 'map') this.#pairs(node, path)
  }

  #isSecret(node: GoNode): boolean {
    const target = node.kind === 'alias' ? node.target : node
    return this.flow.has(target) && holdsMarks(target)
  }

  #structure(node: GoNode, path: SecretPlace): void {
    this.places.push(...placesOf(node, path))
    if (node.kind !== 'alias') addContent(node, this.trace.texts, this.trace.keys)
  }

  #pairs(node: MapNode, path: SecretPlace): void {
    for (const [key, value] of node.pairs) {
      // what is no scalar is refused, in words that quote it
      this.visit(key, path)
      this.visit(value, [...path, keyText(key)])
    }
  }

  /** What is there of a result as it is needs no more words; what is left was changed by quotes, escapes or folding. */
  #scalar({text, tag, isPlain}: ScalarNode): void {
    if (!hasMarks(text)) return
    for (const form of formsOf(unmarked(text), tag, isPlain)) this.trace.texts.add(form)
    let pieces = [text]
    for (const result of this.#results) pieces = pieces.flatMap((piece) => piece.split(result))
    for (const piece of pieces) if (hasMarks(piece)) this.trace.texts.add(unmarked(markedPart(piece)))
  }
}

function flowNodes(flow: Set<GoNode>): NodeBuilder<GoNode> {
  const noted = (node: GoNode, isFlow: boolean) => {
    if (isFlow) flow.add(node)
    return node
  }
  return {
    ...GO_NODES,
    sequence: (tag, isFlow, line) => noted(GO_NODES.sequence(tag, isFlow, line), isFlow),
    mapping: (tag, isFlow, line) => noted(GO_NODES.mapping(tag, isFlow, line), isFlow),
    restart: () => flow.clear(),
  }
}

function* scalarsOf(value: JsonValue | undefined): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* scalarsOf(item)
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield key
      yield* scalarsOf(item)
    }
  } else if (value !== null && value !== undefined) yield String(value)
}
