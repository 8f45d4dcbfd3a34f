import {goFloat} from '../../errors/go-float.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {composeDocuments} from '../../formats/yaml/go/composer.js'
import {YamlFault} from '../../formats/yaml/go/fault.js'
import type {NodeBuilder} from '../../formats/yaml/go/node-builder.js'
import {resolvePlain} from '../../formats/yaml/scalar.js'
import {float32Text} from '../../formats/yaml/value/float32-text.js'
import {GO_NODES, type GoNode, type MapNode, type ScalarNode} from '../../formats/yaml/value/go-node.js'
import {hasMarks, marked, markedPart, unmarked} from './secret-marks.js'
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

/** What a scalar becomes when it stays no text as it is written. */
function formsOf(text: string, tag: string, isPlain: boolean): string[] {
  if (tag === '!!binary') return [Buffer.from(text, 'base64').toString()]
  const found = isPlain && tag === '' ? resolvePlain(text, 'kubernetes') : undefined
  if (typeof found === 'bigint') return [String(found)]
  // as a value, in a message of Go, as a key
  return typeof found === 'number' ? [String(found), goFloat(found), float32Text(found)] : []
}

/** All that stands in a node, aliases apart: they stand for what is there once more. */
function addContent(node: GoNode, texts: Set<string>, keys: Set<string>): void {
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

function holdsMarks(node: GoNode): boolean {
  if (node.kind === 'scalar') return hasMarks(node.text)
  if (node.kind === 'list') return node.items.some(holdsMarks)
  return node.kind === 'map' && node.pairs.some((pair) => pair.some(holdsMarks))
}

/** Where a map or list ends up; what is merged stands among the keys around it. */
function placesOf(node: GoNode, path: SecretPlace): SecretPlace[] {
  const target = node.kind === 'alias' ? node.target : node
  if (path.at(-1) !== '<<' || target.kind !== 'map') return [path]
  return target.pairs.map(([key]) => [...path.slice(0, -1), keyText(key)])
}

/** As the key is called in the object: a number in its own spelling. */
function keyText(key: GoNode): string {
  if (key.kind !== 'scalar') return ''
  const text = unmarked(key.text)
  const found = key.isPlain && key.tag === '' ? resolvePlain(text, 'kubernetes') : text
  if (found === null) return text
  return typeof found === 'number' && /[.eE]/.test(text) ? float32Text(found) : String(found)
}

/** An item of a list is known by its `name`, where that is a text. */
function nameOf(item: GoNode): string {
  const pair = item.kind === 'map' ? item.pairs.find(([key]) => keyText(key) === 'name') : undefined
  const value = pair?.[1]
  if (value?.kind !== 'scalar') return '*'
  const text = unmarked(value.text)
  return value.isPlain && typeof resolvePlain(text, 'kubernetes') !== 'string' ? '*' : text
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
