import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import type {KindRow} from '../kinds/registry.js'
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
  const shorten = kind.revision.short && !options.wide ? shortHashes : (text: string) => text
  const columns: Column[] = []
  if (options.allNamespaces) columns.push(['Namespace', (object) => object.metadata.namespace ?? ''])
  const prefix = options.withKind ? `${kind.kind.toLowerCase()}/` : ''
  columns.push(['Name', (object) => prefix + object.metadata.name])
  if (kind.sourceRef && (options.showSource || options.wide))
    columns.push(['Source', (object) => sourceOf(object, kind.sourceRef!)])
  if (!kind.sourceRef && options.wide) columns.push(['URL', (object) => at(object, ['spec', 'url'])])
  if (kind.sourceRef && options.wide) columns.push(['Path', (object) => at(object, ['spec', 'path'])])
  columns.push(['Revision', (object) => shorten(at(object, kind.revision.path))])
  columns.push(['Suspended', (object) => (isObject(object.spec) && object.spec.suspend === true ? 'True' : 'False')])
  columns.push(['Ready', (object) => ready(object)?.status ?? 'False'])
  columns.push(['Message', (object) => (options.wide ? (text: string) => text : shortHashes)(message(object))])
  return columns
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
  let value: JsonValue | undefined = object as JsonObject
  for (const key of path) value = isObject(value) ? value[key] : undefined
  return typeof value === 'string' ? value : ''
}

function sourceOf(object: KubeObject, path: readonly string[]): string {
  const namespace = at(object, [...path, 'namespace']) || object.metadata.namespace
  return `${at(object, [...path, 'kind'])}/${namespace}/${at(object, [...path, 'name'])}`
}
