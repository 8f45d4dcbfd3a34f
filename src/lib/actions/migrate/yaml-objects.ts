import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  YAMLMap,
  type YAMLSeq,
} from 'yaml'
import {type Aliases, aliasesOf, behind, pairsOf} from './plain.js'

/** Places of a text: `[start, end of the value, end of the node]`. */
export type Range = readonly [number, number, number]

/** A map with an apiVersion and a kind, wherever it stands. */
export interface YamlObject {
  readonly map: YAMLMap
  readonly apiVersion: string
  readonly kind: string
  /** where the apiVersion is written, which may be elsewhere behind an alias or in a map that is merged */
  readonly written: Node
  readonly aliases: Aliases
}

export interface FoundInYaml {
  readonly objects: readonly YamlObject[]
  /** texts of several lines (`|`, `>`), which may hold manifests */
  readonly blocks: readonly Range[]
  /** keys that begin another object within a map (a `---` was forgotten), or that stand twice in one */
  readonly repeated: readonly {readonly key: string; readonly offset: number; readonly begins: boolean}[]
  /** maps with a version and a kind, and the key that they stand at */
  readonly selectors: readonly YamlSelector[]
  /** what is written at an anchor and stands for something else than an apiVersion as well */
  readonly shared: readonly Node[]
}

/** What chooses objects by their kind and version. */
export interface YamlSelector {
  readonly map: YAMLMap
  readonly key: string
}

type Found = {[field in keyof FoundInYaml]: FoundInYaml[field][number][]}

/** All objects of a text; undefined when it is not YAML (a template, say). */
export function findInYaml(text: string): FoundInYaml | undefined {
  const documents = parseAllDocuments(text, {uniqueKeys: false, logLevel: 'silent', strict: false}) as Document.Parsed[]
  if (!Array.isArray(documents) || documents.some(({errors}) => errors.length > 0)) return undefined
  const found: Found = {objects: [], blocks: [], repeated: [], selectors: [], shared: []}
  for (const document of documents) {
    const aliases: Aliases = text.includes('*') ? aliasesOf(document) : new Map()
    visit(document.contents, '', {found, aliases, text})
  }
  return found
}

interface Read {
  readonly aliases: Aliases
  readonly text: string
}

interface Visited extends Read {
  readonly found: Found
}

/** What keeps a text from being YAML, and its line; undefined when nothing does. */
export function yamlFault(text: string): {line: number; message: string} | undefined {
  const documents = parseAllDocuments(text, {uniqueKeys: false, logLevel: 'silent', strict: false}) as Document.Parsed[]
  const fault = Array.isArray(documents) ? documents.flatMap(({errors}) => errors)[0] : undefined
  return (
    fault && {
      line: fault.linePos?.[0].line ?? 1,
      message: fault.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
    }
  )
}

function visit(node: unknown, key: string, visited: Visited): void {
  const {found, aliases} = visited
  if (isMap(node)) {
    const parts = partsOf(node)
    const objects = parts.map((part) => objectOf(part, visited))
    const begins = objects.every((object) => object !== undefined)
    if (begins) found.objects.push(...objects)
    else
      found.objects.push(...[objectOf(node, visited), ...otherVersions(node, visited)].filter((object) => object !== undefined))
    for (const {items} of parts.slice(1)) {
      const {value, range} = items[0]!.key as Scalar.Parsed
      found.repeated.push({key: String(value), offset: range[0], begins})
    }
    if (isScalar(pairOf(node, 'version')?.value)) found.selectors.push({map: node, key})
    for (const pair of node.items) visit(pair.value, isScalar(pair.key) ? String(pair.key.value) : '', visited)
  } else if (isSeq(node)) for (const item of node.items) visit(item, key, visited)
  else if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) found.blocks.push(rangeOf(node))
  if (key === 'apiVersion') return
  const value = behind(node, aliases)
  if (isScalar(value) && (value.anchor || value !== node)) found.shared.push(value)
}

/** What an object says of its version after the first time: versions alone, since nobody knows which one counts. */
function otherVersions(map: YAMLMap, read: Read): (YamlObject | undefined)[] {
  const versions = map.items.filter(({key}) => isScalar(key) && key.value === 'apiVersion').slice(1)
  return versions.map((version) => {
    const alone = new YAMLMap(map.schema)
    alone.items.push(version, ...[pairOf(map, 'kind')].filter((kind) => kind !== undefined))
    return objectOf(alone, read)
  })
}

/** A map whose apiVersion or kind stands in it more than once, cut in front of each key that stands in its part already; else the map. */
function partsOf(map: YAMLMap): YAMLMap[] {
  const keys = map.items.map(({key}) => (isScalar(key) ? key.value : undefined))
  if (!['apiVersion', 'kind'].some((key) => keys.indexOf(key) !== keys.lastIndexOf(key))) return [map]
  const parts: YAMLMap[] = []
  let seen = new Set<unknown>()
  for (const [at, pair] of map.items.entries()) {
    const key = keys[at]
    if (parts.length === 0 || (key !== undefined && seen.has(key))) {
      const part = new YAMLMap(map.schema)
      if (map.flow) part.flow = true
      parts.push(part)
      seen = new Set()
    }
    seen.add(key)
    parts.at(-1)!.items.push(pair)
  }
  return parts
}

function objectOf(map: YAMLMap, {aliases, text}: Read): YamlObject | undefined {
  const pairs = aliases.size > 0 ? pairsOf(map, aliases) : map.items
  const nodeAt = (name: string) => behind(pairs.find(({key}) => isScalar(key) && key.value === name)?.value, aliases)
  const written = nodeAt('apiVersion')
  const [apiVersion, kind] = [textOf(written, text), textOf(nodeAt('kind'), text)]
  if (apiVersion === undefined || kind === undefined) return undefined
  return {map, apiVersion, kind, written: written as Node, aliases}
}

/** A string; a template's action counts as one, though it reads as a map. */
function textOf(node: unknown, text: string): string | undefined {
  if (isScalar(node)) return typeof node.value === 'string' ? node.value : undefined
  const written = isMap(node) && node.range ? text.slice(node.range[0], node.range[1]) : ''
  return written.startsWith('{{') ? written : undefined
}

/** True for an object of its own; a reference has apiVersion and kind as well. */
export function isWhole({map}: YamlObject): boolean {
  return isMap(valueAt(map, ['metadata'])) || isMap(valueAt(map, ['spec']))
}

/** The pair of a key. */
export function pairOf(map: unknown, key: string): Pair | undefined {
  if (!isMap(map)) return undefined
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)
}

/** True when one of the keys stands in a map more than once: nobody knows which one counts. */
export function standsTwice(map: unknown, keys: readonly string[]): boolean {
  return isMap(map) && keys.some((key) => map.items.filter((pair) => isScalar(pair.key) && pair.key.value === key).length > 1)
}

/** The value at a path of keys. */
export function valueAt(map: unknown, path: readonly string[]): unknown {
  let value = map
  for (const key of path) value = pairOf(value, key)?.value
  return value
}

/** Where a parsed node stands. */
export function rangeOf(node: unknown): Range {
  return (node as ParsedNode).range as Range
}

/** The items of a list written with dashes; undefined for any other value. */
export function blockItems(node: unknown): readonly unknown[] | undefined {
  return isSeq(node) && !(node as YAMLSeq).flow ? node.items : undefined
}
