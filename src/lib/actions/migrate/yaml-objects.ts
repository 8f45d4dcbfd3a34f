import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  YAMLMap,
  type YAMLSeq,
} from 'yaml'

/** Places of a text: `[start, end of the value, end of the node]`. */
export type Range = readonly [number, number, number]

/** A map with an apiVersion and a kind, wherever it stands. */
export interface YamlObject {
  readonly map: YAMLMap
  readonly apiVersion: string
  readonly kind: string
  /** place of the apiVersion's text, quotes included */
  readonly range: Range
}

export interface FoundInYaml {
  readonly objects: readonly YamlObject[]
  /** texts of several lines (`|`, `>`), which may hold manifests */
  readonly blocks: readonly Range[]
  /** keys that begin another object within a map (a `---` was forgotten), or that stand twice in one */
  readonly repeated: readonly {readonly key: string; readonly offset: number; readonly begins: boolean}[]
}

type Found = {[field in keyof FoundInYaml]: FoundInYaml[field][number][]}

/** All objects of a text; undefined when it is not YAML (a template, say). */
export function findInYaml(text: string): FoundInYaml | undefined {
  const documents = parseAllDocuments(text, {uniqueKeys: false, logLevel: 'silent', strict: false}) as Document.Parsed[]
  if (!Array.isArray(documents) || documents.some(({errors}) => errors.length > 0)) return undefined
  const found: Found = {objects: [], blocks: [], repeated: []}
  for (const {contents} of documents) visit(contents, found)
  return found
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

function visit(node: unknown, found: Found): void {
  if (isMap(node)) {
    const parts = partsOf(node)
    const objects = parts.map(objectOf)
    const begins = objects.every((object) => object !== undefined)
    if (begins) found.objects.push(...objects)
    else found.objects.push(...[objectOf(node), ...otherVersions(node)].filter((object) => object !== undefined))
    for (const {items} of parts.slice(1)) {
      const {value, range} = items[0]!.key as Scalar.Parsed
      found.repeated.push({key: String(value), offset: range[0], begins})
    }
    for (const {value} of node.items) visit(value, found)
  } else if (isSeq(node)) for (const item of node.items) visit(item, found)
  else if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) found.blocks.push(rangeOf(node))
}

/** What an object says of its version after the first time: versions alone, since nobody knows which one counts. */
function otherVersions(map: YAMLMap): (YamlObject | undefined)[] {
  const versions = map.items.filter(({key}) => isScalar(key) && key.value === 'apiVersion').slice(1)
  return versions.map((version) => {
    const alone = new YAMLMap(map.schema)
    alone.items.push(version, ...[pairOf(map, 'kind')].filter((kind) => kind !== undefined))
    return objectOf(alone)
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

function objectOf(map: YAMLMap): YamlObject | undefined {
  const apiVersion = pairOf(map, 'apiVersion')?.value
  const kind = pairOf(map, 'kind')?.value
  if (!isScalar(apiVersion) || !isScalar(kind)) return undefined
  if (typeof apiVersion.value !== 'string' || typeof kind.value !== 'string') return undefined
  return {map, apiVersion: apiVersion.value, kind: kind.value, range: rangeOf(apiVersion)}
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
