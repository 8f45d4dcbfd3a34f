import {LimitExceeded} from '../../../errors/flux-error.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import type {NodeBuilder} from '../../../formats/yaml/go/node-builder.js'
import {KustomizeError} from '../error.js'
import {countNodes, MAX_COPIES} from '../resource/growth.js'
import {clear, lookup} from './fields.js'
import {tagOf} from './meaning.js'
import {copyNode, FLOW, MAP, NO_CONTENT, Node, PLAIN, SCALAR, SEQ, TAG, TAGGED} from './node.js'

/** Nodes of one text: as many as some hundred MB of memory hold. */
const MAX_NODES = 5_000_000

/** Builds nodes with aliases and merge keys replaced by what they stand for, as kustomize does right after reading. */
export class NodeMaker implements NodeBuilder<Node> {
  /** nodes that were made, those of documents before this one included */
  count: number
  #copies = 0
  readonly #open = new Set<Node>()
  readonly #aliases = new Set<Node>()
  #hasMerges = false

  constructor(private readonly before = 0) {
    this.count = before
  }

  restart(): void {
    this.count = this.before
    this.#hasMerges = false
  }

  scalar(value: string, tag: string, style: number, line: number): Node {
    this.#count(line)
    const tagged = tag !== '' && tag !== '!'
    const known = tagged ? tag : style === PLAIN ? tagOf(value) : TAG.string
    if (known === TAG.merge) this.#hasMerges = true
    const node = new Node(SCALAR, known, value, tagged ? style | TAGGED : style, NO_CONTENT)
    node.line = line
    return node
  }

  alias(name: string, target: Node, line: number): Node {
    if (this.#open.has(target)) {
      const message = `yaml: anchor '${name}' value contains itself`
      throw new KustomizeError(message, {cause: new YamlFault(message, false, 0, line - 1)})
    }
    this.#copies += countNodes(target)
    if (this.#copies > MAX_COPIES) throw tooLarge('yaml: document contains excessive aliasing', line)
    const copy = copyNode(target)
    this.#aliases.add(copy)
    return copy
  }

  sequence(tag: string, flow: boolean, line: number): Node {
    this.#count(line)
    const node = new Node(SEQ, tag || TAG.seq, '', flow ? FLOW : PLAIN, [])
    node.line = line
    this.#open.add(node)
    return node
  }

  mapping(tag: string, flow: boolean, line: number): Node {
    this.#count(line)
    const node = new Node(MAP, tag || TAG.map, '', flow ? FLOW : PLAIN, [])
    node.line = line
    this.#open.add(node)
    return node
  }

  #count(line: number): void {
    if (++this.count > MAX_NODES) throw tooLarge(`yaml: more than ${MAX_NODES} values in one text`, line)
  }

  add(list: Node, item: Node): void {
    list.content.push(item)
  }

  pair(map: Node, key: Node, value: Node): void {
    map.content.push(key, value)
  }

  end(map: Node): void {
    this.#open.delete(map)
    if (map.kind === MAP) this.merge(map)
  }

  protected isAlias(node: Node): boolean {
    return this.#aliases.has(node)
  }

  /** Takes in what `<<` names; a map's own keys win, then those named first. */
  protected merge(map: Node): void {
    if (!this.#hasMerges && lookup(map.content, '<<') === undefined) return
    const merges: Node[] = []
    for (let i = 0; i < map.content.length; i += 2) if (map.content[i]!.tag === TAG.merge) merges.push(map.content[i + 1]!)
    if (merges.length > 1) throw new KustomizeError('duplicate merge key')
    const sources = merges[0] === undefined ? [] : this.#sources(merges[0])
    clear(map, '<<')
    if (sources.length === 0) return
    const own = [...map.content]
    for (const source of sources) setAll(map, copyNode(source).content)
    setAll(map, own)
  }

  #sources(value: Node): Node[] {
    if (value.kind === MAP) return [value]
    if (this.#aliases.has(value)) throw new KustomizeError('invalid map merge: received alias for a non-map value')
    if (value.kind === SCALAR) throw new KustomizeError('map merge requires map or sequence of maps as the value')
    return value.content
      .map((item) => {
        if (item.kind === SEQ) throw new KustomizeError('invalid map merge: received a nested sequence')
        return this.#sources(item)
      })
      .reverse()
      .flat()
  }
}

function setAll(map: Node, pairs: readonly Node[]): void {
  const places = new Map<string, number>()
  for (let i = 0; i < map.content.length; i += 2) {
    const name = map.content[i]!.value
    if (!places.has(name)) places.set(name, i)
  }
  for (let i = 0; i < pairs.length; i += 2) {
    const name = pairs[i]!.value
    const at = places.get(name)
    if (at === undefined) {
      places.set(name, map.content.length)
      map.content.push(pairs[i]!, pairs[i + 1]!)
    } else {
      map.content[at] = pairs[i]!
      map.content[at + 1] = pairs[i + 1]!
    }
  }
}

function tooLarge(message: string, line: number): LimitExceeded {
  return new LimitExceeded(message, {cause: new YamlFault(message, false, 0, line - 1)})
}
