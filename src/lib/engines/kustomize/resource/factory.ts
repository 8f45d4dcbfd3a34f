import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {KustomizeError} from '../error.js'
import {compareBytes, field, lookup} from '../node/fields.js'
import {isNilOrEmpty, isNull, MAP, type Node, SEQ} from '../node/node.js'
import {parseNodes} from '../node/parse.js'
import type {Schemas} from '../schema/schema.js'
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
  for (const {node, line, index} of documents) {
    for (const item of parts === 1 ? unwrapped(node) : [node]) {
      if (isNilOrEmpty(item)) continue
      const resource = new Resource(item, schemas)
      resource.source = {file, line: item.line || line, document: index}
      checkAt(resource)
      queue.push(resource)
    }
  }
  return expandLists(queue, schemas)
}

/** A text that is one List or ResourceList stands for its items. */
function unwrapped(node: Node): Node[] {
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
    const items = kind.endsWith('List') ? field(resource.node, 'items') : undefined
    if (items === undefined) {
      result.push(resource)
      continue
    }
    if (isNull(items)) continue
    if (items.kind !== SEQ) {
      throw new KustomizeError(
        `expected array in ${kind}/items, but found ${items.kind === MAP ? 'map[string]interface {}' : 'string'}`,
      )
    }
    for (const item of items.content) {
      if (isNilOrEmpty(item)) continue
      const inner = new Resource(item, schemas)
      inner.source = resource.source && {...resource.source, line: item.line || resource.source.line}
      checkAt(inner)
      queue.push(inner)
    }
  }
  return result
}

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

/** Kind and name are demanded of everything that is read. */
function check(resource: Resource): void {
  const {kind, name, apiVersion, namespace} = resource
  if (
    apiVersion === '' &&
    kind === '' &&
    name === '' &&
    namespace === '' &&
    resource.labels.size === 0 &&
    resource.annotations.size === 0
  ) {
    throw new KustomizeError('missing Resource metadata')
  }
  if (kind === '') throw new KustomizeError(`missing kind in object ${describe(resource)}`)
  if (!kind.endsWith('List') && name === '') throw new KustomizeError(`missing metadata.name in object ${describe(resource)}`)
}

/** Go's `%v` of a ResourceMeta. */
function describe(resource: Resource): string {
  const map = (pairs: ReadonlyMap<string, string>) =>
    `map[${[...pairs.keys()]
      .sort(compareBytes)
      .map((key) => `${key}:${pairs.get(key)}`)
      .join(' ')}]`
  const {apiVersion, kind, name, namespace} = resource
  return `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${map(resource.labels)} ${map(resource.annotations)}}}`
}
