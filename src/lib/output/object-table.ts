import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {ColumnName, KindRow} from '../kinds/registry.js'
import type {KubeObject} from '../ports/kube.js'
import {renderTable} from './table.js'

export interface ObjectTableOptions {
  readonly allNamespaces?: boolean | undefined
  readonly noHeader?: boolean | undefined
  readonly showSource?: boolean | undefined
  /** rows are named `kustomization/web` (`get all`) */
  readonly withKind?: boolean | undefined
  /** more columns and nothing shortened (`-o wide`) */
  readonly wide?: boolean | undefined
}

/** The table of `flux get` for one kind (cli reference 4.2). */
export function renderObjects(kind: KindRow, objects: readonly KubeObject[], options: ObjectTableOptions): string {
  const columns = columnsOf(kind, options)
  const header = options.noHeader ? undefined : columns.map(([title]) => title)
  return renderTable(
    header,
    objects.map((object) => columns.map(([, cell]) => cell(object))),
  )
}

type Column = readonly [title: string, cell: (object: KubeObject) => string]

function columnsOf(kind: KindRow, options: ObjectTableOptions): Column[] {
  const columns = kind.columns.map((title): Column => [title, cellOf(kind, title, options)])
  const more: Column[] = []
  if (!kind.columns.includes('Source') && kind.sourceRefs && (options.showSource || options.wide))
    more.push(['Source', (object) => sourceOf(object, kind.sourceRefs!)])
  if (options.wide) more.push(kind.sourceRefs ? ['Path', path(['spec', 'path'])] : ['URL', path(['spec', 'url'])])
  const front: Column[] = options.allNamespaces ? [['Namespace', (object) => object.metadata.namespace ?? '']] : []
  return [...front, ...columns.slice(0, 1), ...more, ...columns.slice(1)]
}

function cellOf(kind: KindRow, title: ColumnName, options: ObjectTableOptions): Column[1] {
  switch (title) {
    case 'Name': {
      const prefix = options.withKind ? `${kind.kind.toLowerCase()}/` : ''
      return (object) => prefix + object.metadata.name
    }
    case 'Source':
      return (object) => sourceOf(object, kind.sourceRefs ?? [])
    case 'Revision': {
      const {paths = [], short = false} = kind.revision ?? {}
      const shorten = short && !options.wide ? shortHashes : (text: string) => text
      return (object) => shorten(paths.map((keys) => at(object, keys)).find((text) => text !== '') ?? '')
    }
    case 'Suspended':
      return (object) => (isSuspended(kind, object) ? 'True' : 'False')
    case 'Ready':
      return kind.alwaysReady ? () => 'True' : (object) => ready(object)?.status ?? 'False'
    case 'Message':
      if (kind.alwaysReady) return () => kind.alwaysReady!
      return (object) => (options.wide ? (text: string) => text : shortHashes)(message(object))
    default:
      return path(kind.cells?.[title] ?? [])
  }
}

const path = (keys: readonly string[]) => (object: KubeObject) => at(object, keys)

function isSuspended(kind: KindRow, object: KubeObject): boolean {
  if (kind.suspendAnnotation) return object.metadata.annotations?.[kind.suspendAnnotation]?.toLowerCase() === 'disabled'
  return isObject(object.spec) && object.spec.suspend === true
}

/** Every word of 40 to 128 hex digits is cut to its first 8. */
function shortHashes(text: string): string {
  return text.replace(/\b[0-9a-f]{40,128}\b/g, (hash) => hash.slice(0, 8))
}

function ready(object: KubeObject): {status: string; message: string} | undefined {
  const list = isObject(object.status) ? object.status.conditions : undefined
  const found = Array.isArray(list) ? list.filter(isObject).findLast((item) => item.type === 'Ready') : undefined
  return found && {status: String(found.status ?? ''), message: String(found.message ?? '')}
}

const message = (object: KubeObject) => ready(object)?.message ?? 'waiting to be reconciled'

function at(object: KubeObject, path: readonly string[]): string {
  const value = valueAt(object, path)
  return typeof value === 'string' ? value : ''
}

/** What a path leads to; a key of digits is a place in a list. */
function valueAt(object: KubeObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = object as JsonObject
  for (const key of path) value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined
  return value
}

function sourceOf(object: KubeObject, paths: readonly (readonly string[])[]): string {
  const path = paths.find((keys) => isObject(valueAt(object, keys)))
  if (!path) return ''
  const namespace = at(object, [...path, 'namespace']) || object.metadata.namespace
  return `${at(object, [...path, 'kind'])}/${namespace}/${at(object, [...path, 'name'])}`
}
