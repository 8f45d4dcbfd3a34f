import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {KustomizeError} from '../error.js'
import {compareBytes, field, lookup} from '../node/fields.js'
import {jsonOf} from '../node/json-of.js'
import {copyNode, isNilOrEmpty, isNull, MAP, type Node, SCALAR, SEQ, TAG} from '../node/node.js'
import {parseNodes} from '../node/parse.js'
import type {Schemas} from '../schema/schema.js'
import {writeNode} from '../text/write-node.js'
import {Resource} from './resource.js'

/**
 * The resources of a YAML or JSON text; lists (`kind: FooList` with items) are taken apart.
 * `count` is told how many values were read.
 * @throws KustomizeError for what is no resource
 */
export function resourcesOf(text: string, schemas: Schemas, file = '', count?: (nodes: number) => void): Resource[] {
  const queue: Resource[] = []
  const {documents, parts, nodes} = parseNodes(text)
  count?.(nodes)
  for (const {node, line, before, index, openEnd, commentedKeys} of documents) {
    for (const item of parts === 1 ? unwrapped(node) : [node]) {
      if (isNilOrEmpty(item)) continue
      const resource = new Resource(item, schemas)
      resource.source = {file, line: item.line || line, document: index, ...(before > 0 && {before})}
      if (item === node) resource.openEnd = openEnd
      resource.commentedKeys = commentedKeys
      checkAt(resource)
      queue.push(resource)
    }
  }
  return expandLists(queue, schemas)
}

/** A text that is one List or ResourceList stands for its items. */
export function unwrapped(node: Node): Node[] {
  if (node.kind !== MAP) return [node]
  const kind = lookup(node.content, 'kind')?.value
  if (kind !== 'List' && kind !== 'ResourceList') return [node]
  const items = field(node, 'items')
  if (items === undefined && field(node, 'functionConfig') === undefined) return [node]
  return items?.content ?? []
}

function expandLists(queue: Resource[], schemas: Schemas): Resource[] {
  const result: Resource[] = []
  for (let i = 0; i < queue.length; i++) {
    const resource = queue[i]!
    const {kind} = resource
    const items = kind.endsWith('List') ? itemsOf(resource) : undefined
    if (items === undefined) {
      result.push(resource)
      continue
    }
    if (isNull(items)) continue
    for (const item of items.content) queue.push(...resourcesIn(item, resource, schemas))
  }
  return result
}

/** An item of a list, which kustomize takes through JSON, as a text of its own. */
function resourcesIn(item: Node, {source}: Resource, schemas: Schemas): Resource[] {
  if (isNilOrEmpty(item)) return []
  jsonOf(item, false, false)
  return unwrapped(item).flatMap((node) => {
    if (isNilOrEmpty(node)) return []
    const resource = new Resource(node, schemas)
    resource.source = source && {...source, line: node.line || source.line}
    checkAt(resource)
    return [resource]
  })
}

/** The items of a list, which kustomize takes apart as the value that it is. @throws KustomizeError when no Go map can hold it */
function itemsOf(resource: Resource): Node | undefined {
  const {kind} = resource
  demandValue(resource)
  const items = field(resource.node, 'items')
  if (items === undefined || isNull(items) || items.kind === SEQ) return items
  throw new KustomizeError(
    `expected array in ${kind}/items, but found ${items.kind === MAP ? 'map[string]interface {}' : goTypeOf(items)}`,
  )
}

function demandValue(resource: Resource): void {
  const {node, kind} = resource
  try {
    jsonOf(node!)
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error
    // what no JSON can hold is told where its item is read, if it is in one; null as a key is there twice after kustomize has read it
    const read = copyNode(node!)
    const message = error.message.startsWith('json:') ? doubleNulls(read) : error.message
    if (message === undefined) return
    const words = `trouble expanding list of ${kind}; received error ${ownLines(message, resource)} for the following resource:\n${writeNode(read)}`
    throw atLine(words, resource)
  }
}

/** A fault of a map's keys with the lines of the document alone. */
export function ownLines(message: string, {source}: Resource): string {
  const before = source?.before ?? 0
  if (before === 0 || !message.startsWith('yaml: unmarshal errors:')) return message
  return message.replaceAll(/(?<=^ {2}line |already defined at line )\d+(?=: |$)/gm, (line) =>
    String(Math.max(Number(line) - before, 1)),
  )
}

/** A key that is written as null is there twice once kustomize has copied its map: doubles it, and tells the first map that has one. */
export function doubleNulls(node: Node): string | undefined {
  let fault: string | undefined
  const {kind, content} = node
  for (const [i, key] of kind === MAP ? [...content.entries()] : []) {
    if (i % 2 === 1 || key.kind !== SCALAR || key.tag !== TAG.null || key.value === '') continue
    content.push(key, content[i + 1]!)
    fault ??= `yaml: unmarshal errors:\n  line ${key.line}: mapping key "${key.value}" already defined at line ${key.line}`
  }
  for (const item of new Set(content)) {
    const inner = doubleNulls(item)
    fault ??= inner
  }
  return fault
}

function goTypeOf({tag}: Node): string {
  return GO_TYPES.get(tag) ?? 'string'
}

const GO_TYPES: ReadonlyMap<string, string> = new Map([
  [TAG.int, 'int'],
  [TAG.float, 'float64'],
  [TAG.bool, 'bool'],
  [TAG.timestamp, 'time.Time'],
])

function checkAt(resource: Resource): void {
  try {
    check(resource)
  } catch (error) {
    throw error instanceof KustomizeError ? atLine(error.message, resource) : error
  }
}

/** The fault with the line of its object. */
export function atLine(message: string, {source}: Resource, hints: readonly string[] = []): KustomizeError {
  return new KustomizeError(message, {hints, cause: new YamlFault(message, false, 0, (source?.line ?? 1) - 1)})
}

/** Kind and name are demanded of everything that is read, and of all that is left in the end. @throws KustomizeError */
export function check({node}: Resource): void {
  const kind = textOf(field(node, 'kind'))
  const metadata = field(node, 'metadata')
  const name = nameIn(metadata)
  if (kind !== '' && (name !== '' || kind.endsWith('List'))) return
  if (!hasMeta(node, metadata)) throw new KustomizeError('missing Resource metadata')
  const what = kind === '' ? 'kind' : 'metadata.name'
  const pairs = `${pairsText(field(metadata, 'labels'))} ${pairsText(field(metadata, 'annotations'))}`
  const type = `${textOf(field(node, 'apiVersion'))} ${kind}`
  throw new KustomizeError(`missing ${what} in object {{${type}} {{${name} ${textOf(field(metadata, 'namespace'))}} ${pairs}}}`)
}

/** The text of a map or list is empty. */
function nameIn(metadata: Node | undefined): string {
  const name = field(metadata, 'name')
  return isNilOrEmpty(name) ? '' : name!.value
}

function textOf(node: Node | undefined): string {
  return isNull(node) ? '' : node!.value
}

function hasMeta(node: Node | undefined, metadata: Node | undefined): boolean {
  const has = (parent: Node | undefined, name: string) => !isNilOrEmpty(field(parent, name))
  if (has(node, 'apiVersion') || has(node, 'kind')) return true
  return ['name', 'namespace', 'labels', 'annotations'].some((name) => has(metadata, name))
}

/** Go's `%v` of a map of labels or annotations. */
function pairsText(node: Node | undefined): string {
  const pairs = new Map<string, string>()
  if (node !== undefined && node.kind === MAP) {
    for (let i = 0; i < node.content.length; i += 2) {
      const key = textOf(node.content[i])
      if (!pairs.has(key)) pairs.set(key, textOf(node.content[i + 1]))
    }
  }
  const keys = [...pairs.keys()].sort(compareBytes)
  return `map[${keys.map((key) => `${key}:${pairs.get(key)}`).join(' ')}]`
}
