import {redactText} from '../errors/redact.js'
import {isObject} from '../formats/json/value.js'
import {localRfc3339} from '../formats/time/local-time.js'
import {isSuspended, revisionOf, staticMessage, textAt, valueAt} from '../kinds/object-facts.js'
import {type ColumnName, type KindRow, kindRow} from '../kinds/registry.js'
import type {Zone} from '../ports/clock.js'
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
  /** in whose time; UTC when absent */
  readonly zone?: Zone | undefined
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
    more.push(['Source', (object) => sourceOf(object, kind)])
  if (options.wide) more.push(...Object.entries(kind.wide ?? {}).map(wideColumn))
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
      return (object) => sourceOf(object, kind)
    case 'Revision': {
      const shorten = kind.revision?.short && !options.wide ? shortHashes : (text: string) => text
      return (object) => shorten(revisionOf(kind, object))
    }
    case 'Suspended':
      return (object) => (isSuspended(kind, object) ? 'True' : 'False')
    case 'Ready':
      return (object) => (staticMessage(kind, object) === undefined ? (ready(object)?.status ?? 'False') : 'True')
    case 'Message': {
      const shorten = kind.shortMessage && !options.wide ? shortHashes : (text: string) => text
      return (object) => shorten(staticMessage(kind, object) ?? ready(object)?.message ?? 'waiting to be reconciled')
    }
    case 'Last scan':
    case 'Last run': {
      const time = path(kind.cells?.[title] ?? [])
      return (object) => localRfc3339(time(object), options.zone)
    }
    default:
      return path(kind.cells?.[title] ?? [])
  }
}

/** What is exported, as a table per kind: where it comes from, what it says, and whether it is suspended. */
export function renderExported(objects: readonly KubeObject[]): string {
  const kinds = new Map<string, KubeObject[]>()
  for (const object of objects) {
    const some = kinds.get(object.kind)
    if (some) some.push(object)
    else kinds.set(object.kind, [object])
  }
  return [...kinds].map(([kind, some]) => exportedTable(kind, some)).join('\n')
}

function exportedTable(kind: string, objects: readonly KubeObject[]): string {
  const row = kindRow(kind)
  const columns: Column[] = [
    ['Namespace', ({metadata}) => metadata.namespace ?? ''],
    ['Name', ({metadata}) => `${kind.toLowerCase()}/${metadata.name}`],
  ]
  if (row?.sourceRefs) columns.push(['Source', (object) => sourceOf(object, row)])
  const written = Object.entries(row?.wide ?? {}).filter(([, [first]]) => first === 'spec')
  columns.push(...written.map(wideColumn))
  if (row?.columns.includes('Suspended')) columns.push(['Suspended', (object) => (isSuspended(row, object) ? 'True' : 'False')])
  return renderTable(
    columns.map(([title]) => title),
    objects.map((object) => columns.map(([, cell]) => cell(object))),
  )
}

/** URLs may hold passwords. */
const wideColumn = ([title, keys]: [string, readonly string[]]): Column => [title, (object) => redactText(textAt(object, keys))]

const path = (keys: readonly string[]) => (object: KubeObject) => textAt(object, keys)

/** Every word of 40 to 128 hex digits is cut to its first 8. */
function shortHashes(text: string): string {
  return text.replace(/\b[0-9a-f]{40,128}\b/g, (hash) => hash.slice(0, 8))
}

function ready(object: KubeObject): {status: string; message: string} | undefined {
  const list = isObject(object.status) ? object.status.conditions : undefined
  const found = Array.isArray(list) ? list.filter(isObject).find((item) => item.type === 'Ready') : undefined
  return found && {status: String(found.status ?? ''), message: String(found.message ?? '')}
}

function sourceOf(object: KubeObject, {sourceRefs = [], sourceAsWritten = false}: KindRow): string {
  const path = sourceRefs.find((keys) => isObject(valueAt(object, keys)))
  if (!path) return ''
  const namespace = textAt(object, [...path, 'namespace']) || (sourceAsWritten ? '' : object.metadata.namespace)
  return `${textAt(object, [...path, 'kind'])}/${namespace}/${textAt(object, [...path, 'name'])}`
}
