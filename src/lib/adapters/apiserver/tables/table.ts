import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {ownMetadata} from '../request/own-metadata.js'
import type {TableMaker, TableOptions} from '../request/shape.js'
import {hpaAsV2} from '../rest/convert/convert-hpa.js'
import {autoscaler} from './autoscaler.js'
import {CLUSTER_PRINTERS} from './cluster.js'
import {type Column, type ColumnTable, createColumns} from './columns.js'
import {customColumns} from './custom-columns.js'
import {age, count, type Printer, part} from './format.js'
import {GROUP_PRINTERS} from './groups.js'
import {pod, podConditions} from './pods.js'
import {SCALE_COUNTS, scaleCells} from './scale.js'
import {STORAGE_AND_NETWORK_PRINTERS} from './storage-and-network.js'
import {WORKLOAD_PRINTERS} from './workloads.js'

const PRINTERS: Readonly<Record<string, Printer>> = {
  ...CLUSTER_PRINTERS,
  ...GROUP_PRINTERS,
  ...STORAGE_AND_NETWORK_PRINTERS,
  ...WORKLOAD_PRINTERS,
  '/pods': pod,
  'autoscaling/horizontalpodautoscalers': (object, now) => autoscaler(hpaAsV2(object), now),
}

/** Makes the Tables that kubectl prints. */
export function createTables(now: () => number): TableMaker {
  const builtin = createColumns()
  return (entry, objects, options) => {
    const {columns, print} = columnsFor(entry, builtin, objects[0]?.kind === 'Scale')
    const rows = ordered(entry, objects).map((object) => {
      const conditions = isPod(entry) ? podConditions(object) : undefined
      return {cells: print(object, now()), ...(conditions ? {conditions} : {}), object: shown(object, options)}
    })
    const nothing = !entry.crd && isPlain(columns) ? null : []
    return {
      kind: 'Table',
      apiVersion: `meta.k8s.io/${options.version}`,
      metadata: tableMeta(options),
      columnDefinitions: options.headers ? columns.map((column) => ({...column})) : null,
      rows: rows.length > 0 ? rows : nothing,
    }
  }
}

const isPod = ({group, resource}: CatalogEntry) => group === '' && resource === 'pods'

/** Flow schemas come in the order in which they are tried, all else as it is listed. */
function ordered({group, resource}: CatalogEntry, objects: readonly KubeObject[]): readonly KubeObject[] {
  if (group !== 'flowcontrol.apiserver.k8s.io' || resource !== 'flowschemas') return objects
  const precedence = (object: KubeObject) => count(part(object, 'spec').matchingPrecedence)
  return [...objects].sort((a, b) => precedence(a) - precedence(b))
}

/** A scale is shown as one, whatever it is the scale of. */
function columnsFor(entry: CatalogEntry, builtin: ColumnTable, isScale: boolean): {columns: readonly Column[]; print: Printer} {
  if (isScale) {
    // its own columns stand between those that every workload has
    const common = builtin.of({group: 'apps', version: 'v1', resource: 'deployments'})
    const named = (name: string) => common.filter((column) => column.name === name).map((column) => ({...column, format: ''}))
    return {columns: [...named('Name'), ...SCALE_COUNTS, ...named('Age')], print: scaleCells}
  }
  return entry.crd ? customColumns(entry, builtin) : builtinTable(entry, builtin)
}

function tableMeta({listMeta}: TableOptions): JsonObject {
  return listMeta.resourceVersion === '' ? {} : listMeta
}

/** Rows are made of version 2 of an autoscaler: the first hides in annotations what it has no fields for. */
function shown(object: KubeObject, options: TableOptions): JsonValue {
  if (options.includeObject === 'None') return null
  if (options.includeObject === 'Object') return object
  return {kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${options.version}`, metadata: ownMetadata(hpaAsV2(object))}
}

/** When the object of a bookmark was made. */
const NO_TIME = '0001-01-01T00:00:00Z'

/** Kinds that nobody wrote a printer for. */
const isPlain = (columns: readonly Column[]) => columns.some((column) => column.name === 'Created At')

function builtinTable(entry: CatalogEntry, builtin: ColumnTable): {columns: readonly Column[]; print: Printer} {
  const columns = builtin.of(entry)
  const printer = PRINTERS[`${entry.group}/${entry.resource}`]
  if (printer) return {columns, print: printer}
  if (isPlain(columns)) {
    return {columns, print: (object) => [object.metadata.name ?? '', object.metadata.creationTimestamp ?? NO_TIME]}
  }
  return {columns, print: (object, now) => columns.map((column) => plainCell(object, column, now))}
}

/** For kinds without a printer of their own: the field that the column is named after, where there is one. */
function plainCell(object: KubeObject, column: Column, now: number): JsonValue {
  if (column.name === 'Name') return object.metadata.name ?? ''
  if (column.name === 'Age') return age(object, now)
  const name = column.name.charAt(0).toLowerCase() + column.name.slice(1).replace(/[^A-Za-z]/g, '')
  const spec = isObject(object.spec) ? object.spec : {}
  const value = spec[name] ?? object[name]
  return value === undefined || typeof value === 'object' ? '<none>' : value
}
