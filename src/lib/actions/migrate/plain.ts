import {type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap} from 'yaml'
import {setOwn} from '../../formats/json/set-own.js'
import type {JsonObject, JsonValue} from '../../formats/json/value.js'

/** What the aliases of a text stand for. */
export type Aliases = ReadonlyMap<Alias, Node>

/** More than any object has: aliases of aliases grow without bound. */
const MOST = 100_000

/** Looks all aliases of a document up. */
export function aliasesOf(document: Document): Aliases {
  const anchors = new Map<string, Node>()
  const found = new Map<Alias, Node>()
  visit(document, {
    Alias: (_, alias) => {
      const node = anchors.get(alias.source)
      if (node) found.set(alias, node)
    },
    Collection: (_, node) => void (node.anchor && anchors.set(node.anchor, node)),
    Scalar: (_, node) => void (node.anchor && anchors.set(node.anchor, node)),
  })
  return found
}

/** The node itself, or what an alias stands for. */
export function behind(node: unknown, aliases: Aliases): unknown {
  return isAlias(node) ? aliases.get(node) : node
}

/**
 * The pairs of a map, with those that it merges (`<<`) behind its own: of one key the first counts. What is merged a second time adds
 * nothing, so that chains and bombs of merges come to an end.
 */
export function pairsOf(map: YAMLMap, aliases: Aliases): Pair[] {
  const pairs: Pair[] = []
  const seen = new Set<unknown>()
  const add = (one: YAMLMap): void => {
    seen.add(one)
    for (const pair of one.items) if (!isMerge(pair.key)) pairs.push(pair)
    for (const {value} of one.items.filter(({key}) => isMerge(key))) {
      for (const merged of mergedBy(value, aliases)) if (!seen.has(merged)) add(merged)
    }
  }
  add(map)
  return pairs
}

function mergedBy(value: unknown, aliases: Aliases): YAMLMap[] {
  const node = behind(value, aliases)
  return (isSeq(node) ? node.items.map((item) => behind(item, aliases)) : [node]).filter((one) => isMap(one))
}

const isMerge = (key: unknown) => isScalar(key) && key.type === 'PLAIN' && key.value === '<<'

/** The value that a reader gets; undefined when it has no end. */
export function plain(node: unknown, aliases: Aliases): JsonValue | undefined {
  let count = 0
  const read = (one: unknown): JsonValue => {
    if (++count > MOST) throw new RangeError('no end')
    const value = behind(one, aliases)
    if (isSeq(value)) return value.items.map(read)
    if (isScalar(value)) return (value.value ?? null) as JsonValue
    if (!isMap(value)) return null
    const object: JsonObject = {}
    for (const pair of pairsOf(value, aliases).toReversed())
      setOwn(object, String(isScalar(pair.key) ? pair.key.value : pair.key), read(pair.value))
    return object
  }
  try {
    return read(node)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
